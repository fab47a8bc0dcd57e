public import SwiftMig

extension HasMany where Model: RowModel, Target: RowModel {
    /// The rows of the relation, for each row of a query.
    public var included: Include<Model, [Target]> { included(Target.all) }

    /// Those rows of the relation that a query returns, in its order, each with what it includes. A limit holds for
    /// each row of the outer query.
    ///
    /// ```swift
    /// User.articles.included(Article.order { $0.id.descending }.limit(3).including(Article.tags.included))
    /// ```
    public func included<Output>(_ query: Query<Target, Output>) -> Include<Model, [Output]> {
        let path = path
        return Include { owners, loader in try await path.load(query, of: owners, by: loader) }
    }

    var path: RelationPath {
        RelationPath(
            ownerTable: Model.tableName,
            ownerColumns: foreignKey.referenced(in: Model.self),
            ownersShareKeys: false,
            targetColumns: foreignKey.columns
        )
    }
}

extension HasOne where Model: RowModel, Target: RowModel {
    /// The row of the relation, for each row of a query; nil if there is none. Two rows are an error.
    public var included: Include<Model, Target?> { included(Target.all) }

    /// The row of the relation, if a query returns it, with what it includes. Two rows are an error.
    public func included<Output>(_ query: Query<Target, Output>) -> Include<Model, Output?> {
        let path = RelationPath(
            ownerTable: Model.tableName,
            ownerColumns: foreignKey.referenced(in: Model.self),
            ownersShareKeys: false,
            targetColumns: foreignKey.columns
        )
        return Include { owners, loader in try await path.loadOne(query, of: owners, by: loader) }
    }
}

extension BelongsTo where Model: RowModel, Target: RowModel {
    /// The row that each row of a query refers to; nil if it refers to none.
    public var included: Include<Model, Target?> { included(Target.all) }

    /// The row that each row of a query refers to, if another query returns it, with what it includes.
    public func included<Output>(_ query: Query<Target, Output>) -> Include<Model, Output?> {
        let path = path
        return Include { owners, loader in try await path.loadOne(query, of: owners, by: loader) }
    }

    var path: RelationPath {
        RelationPath(
            ownerTable: Model.tableName,
            ownerColumns: foreignKey.columns,
            ownersShareKeys: true,
            targetColumns: foreignKey.referenced(in: Target.self)
        )
    }
}

extension ManyToMany where Model: RowModel, Target: RowModel {
    /// The rows that each row of a query is linked to.
    public var included: Include<Model, [Target]> { included(Target.all) }

    /// Those of the linked rows that a query returns, in its order, each with what it includes. A limit holds for each
    /// row of the outer query.
    public func included<Output>(_ query: Query<Target, Output>) -> Include<Model, [Output]> {
        let (own, other) = (foreignKeys.model, foreignKeys.target)
        let path = RelationPath(
            ownerTable: Model.tableName,
            ownerColumns: own.referenced(in: Model.self),
            ownersShareKeys: false,
            targetColumns: other.referenced(in: Target.self),
            join: RelationPath.Join(table: through, own: own.columns, other: other.columns)
        )
        return Include { owners, loader in try await path.load(query, of: owners, by: loader) }
    }
}
