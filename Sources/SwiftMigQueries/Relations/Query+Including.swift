public import SwiftMig

extension Query: Fetchable {
    /// Whether nothing is included.
    public var _isOneStatement: Bool { !hasIncludes }

    /// Runs the statements.
    public func _fetch(_ loader: any _RelationLoader) async throws -> [Output] {
        try await load(try await loader._load(rows), loader)
    }

    /// The query without what its rows include.
    var rows: Query<Model, Model> {
        var rows = Query<Model, Model>(alias)
        rows._select = _select
        return rows
    }
}

extension Query where Output == Model {
    /// Loads relations together with the rows. Each row becomes a tuple of the row and what belongs to it.
    ///
    /// ```swift
    /// // (User, Profile?, [Article])
    /// User.where { $0.age > 18 }.including(User.profile.included, User.articles.included)
    /// ```
    public func including<each Included>(
        _ includes: repeat Include<Model, each Included>
    ) -> Query<Model, (Model, repeat each Included)> {
        let query = Query<Model, (Model, repeat each Included)>(alias, hasIncludes: true) { rows, loader in
            if rows.isEmpty { return [] }
            let columns = (repeat try await (each includes).load(rows, loader))
            return rows.indices.map { index in (rows[index], repeat (each columns)[index]) }
        }
        return query.with { $0 = _select }
    }
}

extension Query {
    /// Makes a value of another type of each row and what it includes.
    ///
    /// ```swift
    /// User.including(User.articles.included).map { UserPage(user: $0, articles: $1) }
    /// ```
    public func map<Result>(_ transform: @escaping @Sendable (Output) -> Result) -> Query<Model, Result> {
        let load = load
        let query = Query<Model, Result>(alias, hasIncludes: hasIncludes) { rows, loader in
            let outputs = try await load(rows, loader)
            return outputs.map(transform)
        }
        return query.with { $0 = _select }
    }
}

extension RowModel {
    /// Loads relations together with all rows. See ``Query/including(_:)``.
    public static func including<each Included>(
        _ includes: repeat Include<Self, each Included>
    ) -> Query<Self, (Self, repeat each Included)> {
        all.including(repeat each includes)
    }
}
