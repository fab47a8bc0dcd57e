public import SwiftMig

/// A query that a session or an engine can run, and what its rows are read as.
///
/// ```swift
/// let adults: some FetchRequest<User> = User.where { $0.age >= 18 }
/// let users = try await session.fetch(adults)
/// ```
public protocol FetchRequest<Output>: Fetchable {
    /// What a row is read as.
    associatedtype Output

    /// Returns the statement for a server.
    func sql(for dialect: Dialect) -> SQL

    /// Reads a row.
    func read(_ row: inout RowReader) throws(ValueError) -> Output

    /// Shows a visitor the rows of models in what was read.
    func _visit(_ output: Output, _ visitor: inout any RowVisitor)
}

/// What is shown the rows of models that a query has read, such as a session that remembers them.
public protocol RowVisitor {
    /// Is called for each row.
    mutating func visit<Model: RowModel>(_ row: Model)
}

extension FetchRequest {
    /// Does nothing, because the output has no rows of models.
    public func _visit(_ output: Output, _ visitor: inout any RowVisitor) {}
}

/// A statement that changes rows and returns none.
public protocol Executable: Sendable {
    /// Returns the statement for a server.
    func sql(for dialect: Dialect) -> SQL

    /// The names of the tables whose rows the statement may change.
    var _tables: [String] { get }
}
