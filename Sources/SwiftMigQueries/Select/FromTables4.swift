public import SwiftMig

/// A query of four tables that are joined. Its rows are tuples of the tables' rows, unless columns are selected.
public struct FromTables4<A: TableInQuery, B: TableInQuery, C: TableInQuery, D: TableInQuery>: SelectStatement {
    /// The clauses.
    public var _select: _Select
    let a: A
    let b: B
    let c: C
    let d: D

    init(_ a: A, _ b: B, _ c: C, _ d: D, _ select: _Select) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
        _select = select
    }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        a._appendColumns(to: &sql)
        sql.append(", ")
        b._appendColumns(to: &sql)
        sql.append(", ")
        c._appendColumns(to: &sql)
        sql.append(", ")
        d._appendColumns(to: &sql)
    }

    /// Returns the rows that a condition holds for.
    public func `where`(_ condition: (A._Scope, B._Scope, C._Scope, D._Scope) -> Condition) -> Self {
        with { $0.add(condition: condition(a._scope, b._scope, c._scope, d._scope)) }
    }

    /// Sorts the rows. A second call sorts rows that are equal for the first.
    public func order(_ keys: (A._Scope, B._Scope, C._Scope, D._Scope) -> Ordering) -> Self {
        with { $0.add(orders: keys(a._scope, b._scope, c._scope, d._scope)) }
    }

    /// Makes one row of all rows with equal keys.
    public func group<each Key: SQLExpression>(_ keys: (A._Scope, B._Scope, C._Scope, D._Scope) -> (repeat each Key))
        -> Self
    {
        let keys = keys(a._scope, b._scope, c._scope, d._scope)
        return with { $0.add(groups: repeat each keys) }
    }

    /// Returns the groups that a condition holds for.
    public func having(_ condition: (A._Scope, B._Scope, C._Scope, D._Scope) -> Condition) -> Self {
        with { $0.add(having: condition(a._scope, b._scope, c._scope, d._scope)) }
    }

    /// Selects columns, other expressions or tables.
    public func select<each Part: Selectable>(
        _ parts: (A._Scope, B._Scope, C._Scope, D._Scope) -> (repeat each Part)
    ) -> Selection<(repeat (each Part).Output)> {
        selection(_select, repeat each parts(a._scope, b._scope, c._scope, d._scope))
    }

    /// Locks only the rows of some of the tables, on MySQL; on MariaDB, which cannot do that, the rows of all.
    public func forUpdate<Locked: TableInQuery>(
        _ wait: LockWait = .wait,
        of table: (A._Scope, B._Scope, C._Scope, D._Scope) -> Locked
    ) -> Self {
        locking(table(a._scope, b._scope, c._scope, d._scope), wait)
    }
}

extension FromTables4: FetchRequest {
    /// What is read from a row.
    public typealias Output = (A.Output, B.Output, C.Output, D.Output)

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Output {
        (try a._read(&row), try b._read(&row), try c._read(&row), try d._read(&row))
    }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Output, _ visitor: inout any RowVisitor) {
        a._visit(output.0, &visitor)
        b._visit(output.1, &visitor)
        c._visit(output.2, &visitor)
        d._visit(output.3, &visitor)
    }
}

extension FromTables4 {
    /// Joins the rows of another model for which a condition holds.
    public func join<Joined: RowModel>(
        _: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (A._Scope, B._Scope, C._Scope, D._Scope, Alias<Joined>) -> Condition
    ) -> FromTables5<A, B, C, D, Alias<Joined>> {
        join(table: Alias<Joined>(as: name), on: condition)
    }

    /// Joins the rows of another model for which a condition holds, or none, if there is none: all of its columns are
    /// optional.
    public func leftJoin<Joined: RowModel>(
        _: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (A._Scope, B._Scope, C._Scope, D._Scope, OuterAlias<Joined>) -> Condition
    ) -> FromTables5<A, B, C, D, OuterAlias<Joined>> {
        leftJoin(table: Alias<Joined>(as: name), on: condition)
    }

    /// Joins the rows of another table for which a condition holds: of a query, or a common table expression.
    public func join<Joined: TableInQuery>(
        table: Joined,
        on condition: (A._Scope, B._Scope, C._Scope, D._Scope, Joined._Scope) -> Condition
    ) -> FromTables5<A, B, C, D, Joined> {
        let select = _select.joined(
            "INNER JOIN",
            table,
            on: condition(a._scope, b._scope, c._scope, d._scope, table._scope)
        )
        return FromTables5(a, b, c, d, table, select)
    }

    /// Joins the rows of another table for which a condition holds, or none, if there is none: all of its columns are
    /// optional.
    public func leftJoin<Joined: TableInQuery>(
        table: Joined,
        on condition: (A._Scope, B._Scope, C._Scope, D._Scope, Joined._Outer._Scope) -> Condition
    ) -> FromTables5<A, B, C, D, Joined._Outer> {
        let table = table._outer
        let select = _select.joined(
            "LEFT JOIN",
            table,
            on: condition(a._scope, b._scope, c._scope, d._scope, table._scope)
        )
        return FromTables5(a, b, c, d, table, select)
    }
}
