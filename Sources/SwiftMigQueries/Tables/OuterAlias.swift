public import SwiftMig

/// The table of a model on the outer side of a join. All of its columns may be NULL, and so may its row.
@dynamicMemberLookup
public struct OuterAlias<Model: RowModel>: Sendable {
    let base: Alias<Model>

    /// The column of a property, which is NULL if there is no row.
    public subscript<Value>(dynamicMember path: KeyPath<Model.Columns, ColumnReference<Model, Value>>) -> Expr<Value?> {
        Expr(column: Model.columns[keyPath: path].name, of: base._alias)
    }

    /// The column of a property that is an optional already.
    public subscript<Value>(dynamicMember path: KeyPath<Model.Columns, ColumnReference<Model, Value?>>) -> Expr<Value?>
    {
        Expr(column: Model.columns[keyPath: path].name, of: base._alias)
    }
}

extension OuterAlias: TableInQuery {
    /// What is read from a row.
    public typealias Output = Model?

    /// What the closures of a query get.
    public var _scope: OuterAlias { self }

    /// The table as the outer side of a join.
    public var _outer: OuterAlias { self }

    /// The table as `FROM` names it.
    public var _source: SQL { base._source }

    /// The name that columns are qualified with.
    public var _alias: String { base._alias }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { base._appendColumns(to: &sql) }

    /// Reads a row; nil if the primary key or, without one, every column is NULL.
    public func _read(_ row: inout RowReader) throws(ValueError) -> Model? {
        let layout = Model.rowLayout
        let deciding = layout.primaryKey.isEmpty ? Array(layout.columns.indices) : layout.primaryKey
        if deciding.allSatisfy({ row.isNull(ahead: $0) }) {
            row.skip(layout.columns.count)
            return nil
        }
        return try Model(row: &row)
    }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Model?, _ visitor: inout any RowVisitor) {
        if let output { visitor.visit(output) }
    }
}
