/// A table of a query: the table of a model, a query used as a table, a common table expression.
public protocol TableInQuery: Selectable {
    /// What the closures of a query get for the table.
    associatedtype _Scope
    /// The same table if it is joined so that it may have no row.
    associatedtype _Outer: TableInQuery

    /// What the closures of a query get.
    var _scope: _Scope { get }
    /// The table as the outer side of a join.
    var _outer: _Outer { get }
    /// The table as `FROM` names it.
    var _source: SQL { get }
    /// The name that columns are qualified with.
    var _alias: String { get }
    /// The common table expressions that the table needs.
    var _commonTables: [_CommonTable] { get }
}

extension TableInQuery {
    /// None.
    public var _commonTables: [_CommonTable] { [] }
}

extension TableInQuery where _Outer == Self {
    /// The table itself.
    public var _outer: Self { self }
}

/// A query with a name, which `WITH` defines in front of a statement.
public struct _CommonTable: Sendable {
    let name: String
    let isRecursive: Bool
    /// The name, its columns and the query, without `WITH`.
    let definition: SQL
}
