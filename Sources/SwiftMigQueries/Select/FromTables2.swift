public import SwiftMig

/// A query of two tables that are joined. Its rows are tuples of the tables' rows, unless columns are selected.
public struct FromTables2<A: TableInQuery, B: TableInQuery>: SelectStatement {
    /// The clauses.
    public var _select: _Select
    let a: A
    let b: B

    init(_ a: A, _ b: B, _ select: _Select) {
        self.a = a
        self.b = b
        _select = select
    }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        a._appendColumns(to: &sql)
        sql.append(", ")
        b._appendColumns(to: &sql)
    }

    /// Returns the rows that a condition holds for.
    public func `where`(_ condition: (A._Scope, B._Scope) -> Condition) -> Self {
        with { $0.add(condition: condition(a._scope, b._scope)) }
    }

    /// Sorts the rows. A second call sorts rows that are equal for the first.
    public func order(_ keys: (A._Scope, B._Scope) -> Ordering) -> Self {
        with { $0.add(orders: keys(a._scope, b._scope)) }
    }

    /// Makes one row of all rows with equal keys.
    public func group<each Key: SQLExpression>(_ keys: (A._Scope, B._Scope) -> (repeat each Key)) -> Self {
        let keys = keys(a._scope, b._scope)
        return with { $0.add(groups: repeat each keys) }
    }

    /// Returns the groups that a condition holds for.
    public func having(_ condition: (A._Scope, B._Scope) -> Condition) -> Self {
        with { $0.add(having: condition(a._scope, b._scope)) }
    }

    /// Selects columns, other expressions or tables.
    public func select<each Part: Selectable>(
        _ parts: (A._Scope, B._Scope) -> (repeat each Part)
    ) -> Selection<(repeat (each Part).Output)> {
        selection(_select, repeat each parts(a._scope, b._scope))
    }

    /// Locks only the rows of some of the tables, on MySQL; on MariaDB, which cannot do that, the rows of all.
    public func forUpdate<Locked: TableInQuery>(
        _ wait: LockWait = .wait,
        of table: (A._Scope, B._Scope) -> Locked
    ) -> Self {
        locking(table(a._scope, b._scope), wait)
    }
}

extension FromTables2: FetchRequest {
    /// What is read from a row.
    public typealias Output = (A.Output, B.Output)

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Output {
        (try a._read(&row), try b._read(&row))
    }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Output, _ visitor: inout any RowVisitor) {
        a._visit(output.0, &visitor)
        b._visit(output.1, &visitor)
    }
}

extension FromTables2 {
    /// Joins the rows of another model for which a condition holds.
    public func join<Joined: RowModel>(
        _: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (A._Scope, B._Scope, Alias<Joined>) -> Condition
    ) -> FromTables3<A, B, Alias<Joined>> {
        join(table: Alias<Joined>(as: name), on: condition)
    }

    /// Joins the rows of another model for which a condition holds, or none, if there is none: all of its columns are
    /// optional.
    public func leftJoin<Joined: RowModel>(
        _: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (A._Scope, B._Scope, OuterAlias<Joined>) -> Condition
    ) -> FromTables3<A, B, OuterAlias<Joined>> {
        leftJoin(table: Alias<Joined>(as: name), on: condition)
    }

    /// Joins the rows of another table for which a condition holds: of a query, or a common table expression.
    public func join<Joined: TableInQuery>(
        table: Joined,
        on condition: (A._Scope, B._Scope, Joined._Scope) -> Condition
    ) -> FromTables3<A, B, Joined> {
        let select = _select.joined("INNER JOIN", table, on: condition(a._scope, b._scope, table._scope))
        return FromTables3(a, b, table, select)
    }

    /// Joins the rows of another table for which a condition holds, or none, if there is none: all of its columns are
    /// optional.
    public func leftJoin<Joined: TableInQuery>(
        table: Joined,
        on condition: (A._Scope, B._Scope, Joined._Outer._Scope) -> Condition
    ) -> FromTables3<A, B, Joined._Outer> {
        let table = table._outer
        let select = _select.joined("LEFT JOIN", table, on: condition(a._scope, b._scope, table._scope))
        return FromTables3(a, b, table, select)
    }
}
