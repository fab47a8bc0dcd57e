public import SwiftMig

/// A query as a table of another one: a derived table, or a common table expression.
///
/// ```swift
/// let counts = Article.from().group { $0.authorID }.select { ($0.authorID, count()) }.asTable("counts")
/// User.from().join(table: counts) { u, n in n.0 == u.id }.select { u, n in (u.username, n.1) }
/// ```
///
/// The closures of the outer query get a ``ColumnTable`` or, if it is a query of a model's rows, an ``Alias``.
public struct QueryTable<Base: TableInQuery>: TableInQuery {
    let base: Base
    /// The query in parentheses and the alias, or the name of a common table expression.
    public let _source: SQL
    /// The common table expressions that the table needs.
    public let _commonTables: [_CommonTable]

    /// What the closures of a query get.
    public var _scope: Base._Scope { base._scope }
    /// The table as the outer side of a join.
    public var _outer: QueryTable<Base._Outer> {
        QueryTable<Base._Outer>(base: base._outer, _source: _source, _commonTables: _commonTables)
    }
    /// The name that columns are qualified with.
    public var _alias: String { base._alias }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { base._appendColumns(to: &sql) }

    /// Reads the columns.
    public func _read(_ row: inout RowReader) throws(ValueError) -> Base.Output { try base._read(&row) }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Base.Output, _ visitor: inout any RowVisitor) { base._visit(output, &visitor) }
}

extension QueryTable {
    /// The table, to select columns from and to join others to.
    public func from() -> FromTables1<Self> { FromTables1(self) }
}

// MARK: Making them

extension Selection {
    /// The query as a table of another one, under a name.
    public func asTable(_ name: String) -> QueryTable<ColumnTable<Output>> {
        QueryTable(base: columnTable(name), _source: SQL(derived: self, as: name), _commonTables: [])
    }

    /// The query as a common table expression: `WITH name AS (…)`.
    ///
    /// A statement that uses it twice, under several names, computes it once. See ``QueryTable/renamed(_:)``.
    public func asCommonTable(_ name: String) -> QueryTable<ColumnTable<Output>> {
        QueryTable(commonTable: columnTable(name), named, name, isRecursive: false)
    }

    /// The query as the start of a recursive common table expression. See ``RecursiveTable/adding(_:)``.
    ///
    /// With `isDistinct`, rows that were found before are left out: `UNION` instead of `UNION ALL`.
    public func asRecursiveTable(_ name: String, isDistinct: Bool = false) -> RecursiveTable<Output> {
        var start = SQL()
        appendNamed(to: &start)
        start.append(isDistinct ? " UNION " : " UNION ALL ")
        return RecursiveTable(base: columnTable(name), start: start)
    }
}

/// The start of a recursive common table expression.
public struct RecursiveTable<Row>: Sendable {
    let base: ColumnTable<Row>
    let start: SQL

    /// Adds the rows that a query finds with those of the step before, until there are none.
    ///
    /// Write the start and the step as two statements. For one, the compiler takes too long.
    ///
    /// ```swift
    /// let roots = Node.where { $0.parentID == nil }.select { ($0.id, $0.name, value(0)) }.asRecursiveTable("tree")
    /// let tree = roots.adding { tree in
    ///     Node.from().join(table: tree) { n, t in n.parentID == t.0 }.select { n, t in (n.id, n.name, t.2 + 1) }
    /// }
    /// let rows = try await session.fetch(tree.from().order { $0.0.ascending })
    /// ```
    public func adding<Step: FetchRequest & Subquery>(
        _ step: (QueryTable<ColumnTable<Row>>) -> Step
    ) -> QueryTable<ColumnTable<Row>> where Step.Output == Row {
        let own = QueryTable(base: base, _source: base._source, _commonTables: [])
        var query = start
        step(own)._append(to: &query)
        return QueryTable(commonTable: base, query, base._alias, isRecursive: true)
    }
}

extension Query where Output == Model {
    /// The query as a table of another one, under a name. Its columns are those of the model.
    public func asTable(_ name: String) -> QueryTable<Alias<Model>> {
        QueryTable(base: Alias(as: name), _source: SQL(derived: self, as: name), _commonTables: [])
    }

    /// The query as a common table expression: `WITH name AS (…)`. Its columns are those of the model.
    public func asCommonTable(_ name: String) -> QueryTable<Alias<Model>> {
        QueryTable(commonTable: Alias(as: name), named, name, isRecursive: false)
    }
}

extension QueryTable where Base: RenamableTable {
    /// The common table expression under another name, so that a query can use it twice.
    public func renamed(_ alias: String) -> QueryTable {
        guard let name = _commonTables.last?.name else { return self }
        return QueryTable(base: base.renamed(alias), _source: SQL(table: name, as: alias), _commonTables: _commonTables)
    }
}

/// A table whose alias can be changed.
public protocol RenamableTable: TableInQuery {
    /// The same table under another alias.
    func renamed(_ alias: String) -> Self
}

extension ColumnTable: RenamableTable {
    /// The same table under another alias.
    public func renamed(_ alias: String) -> ColumnTable { ColumnTable(_alias: alias, layout: layout, reading: reading) }
}

extension QueryTable {
    init(commonTable base: Base, _ query: SQL, _ name: String, isRecursive: Bool) {
        var definition = SQL()
        definition.append(name: name)
        definition.append(" AS (")
        definition += query
        definition.append(")")
        let table = _CommonTable(name: name, isRecursive: isRecursive, definition: definition)
        self.init(base: base, _source: SQL(table: name, as: base._alias), _commonTables: [table])
    }
}

extension SQL {
    init(derived query: some NamingSubquery, as name: String) {
        self.init()
        append("(")
        query.appendNamed(to: &self)
        append(") AS ")
        append(name: name)
    }
}

/// A query that can give its columns the names by which ``ColumnTable`` finds them.
protocol NamingSubquery: SelectStatement {
    func appendNamed(to sql: inout SQL)
}

extension NamingSubquery {
    var named: SQL {
        var sql = SQL()
        appendNamed(to: &sql)
        return sql
    }
}

extension Query: NamingSubquery {
    func appendNamed(to sql: inout SQL) { _append(to: &sql) }
}

extension Selection: NamingSubquery {
    func appendNamed(to sql: inout SQL) {
        _select.append(to: &sql) { sql in
            for (place, part) in parts.enumerated() {
                if place > 0 { sql.append(", ") }
                part._appendColumns(to: &sql, named: TupleLayout.columnName(place))
            }
        }
    }
}
