public import SwiftMig

/// A relation that is loaded together with the rows of a query.
///
/// The relations of a model have an `included`, which ``Query/including(_:)`` takes:
///
/// ```swift
/// let users = User.order { $0.username.ascending }.including(User.profile.included, User.articles.included)
/// for (user, profile, articles) in try await session.fetch(users) { … }    // User, Profile?, [Article]
/// ```
///
/// Each relation is one statement for every 500 rows. Nothing is loaded later.
public struct Include<Model: RowModel, Output>: Sendable {
    typealias Load = @Sendable ([Model], any _RelationLoader) async throws -> [Output]

    /// Loads what belongs to each of the rows.
    let load: Load

    init(_ load: @escaping Load) { self.load = load }

    /// Makes a value of another type of what is loaded for each row.
    ///
    /// ```swift
    /// User.articles.included.map(\.count)
    /// ```
    public func map<Result>(_ transform: @escaping @Sendable (Output) -> Result) -> Include<Model, Result> {
        let load = load
        return Include<Model, Result> { rows, loader in
            let outputs = try await load(rows, loader)
            return outputs.map(transform)
        }
    }

    /// Loads what belongs to each of some rows that have been read before.
    package func load(of rows: [Model], by loader: any _RelationLoader) async throws -> [Output] {
        try await load(rows, loader)
    }
}

/// Runs the statements of relations.
public protocol _RelationLoader {
    /// Runs a query.
    func _load<Request: FetchRequest>(_ request: Request) async throws -> [Request.Output]
    /// The error of a relation that has more rows than it may.
    func _tooManyRows(table: String, key: [SQLValue]) -> any Error
}

/// A query, and what its rows include.
public protocol Fetchable<Output>: Sendable {
    /// What a row is read as.
    associatedtype Output

    /// Whether there is only one statement.
    var _isOneStatement: Bool { get }

    /// Runs the statements.
    func _fetch(_ loader: any _RelationLoader) async throws -> [Output]
}

extension FetchRequest {
    /// True.
    public var _isOneStatement: Bool { true }

    /// Runs the statement.
    public func _fetch(_ loader: any _RelationLoader) async throws -> [Output] { try await loader._load(self) }
}
