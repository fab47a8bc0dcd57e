public import SwiftMig

/// A query of one table, from which columns are selected and to which other tables are joined.
///
/// ```swift
/// Article.from().join(User.self) { a, u in a.authorID == u.id }.select { a, u in (a.title, u.username) }
/// Article.from().group { $0.authorID }.having { _ in count() > 1 }.select { ($0.authorID, count()) }
/// ```
public struct FromTables1<A: TableInQuery>: SelectStatement {
    /// The clauses.
    public var _select: _Select
    let a: A

    init(_ a: A) { self.init(a, _Select(a)) }

    init(_ a: A, _ select: _Select) {
        self.a = a
        _select = select
    }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        a._appendColumns(to: &sql)
    }

    /// Returns the rows that a condition holds for.
    public func `where`(_ condition: (A._Scope) -> Condition) -> Self {
        with { $0.add(condition: condition(a._scope)) }
    }

    /// Sorts the rows. A second call sorts rows that are equal for the first.
    public func order(_ keys: (A._Scope) -> Ordering) -> Self {
        with { $0.add(orders: keys(a._scope)) }
    }

    /// Makes one row of all rows with equal keys.
    public func group<each Key: SQLExpression>(_ keys: (A._Scope) -> (repeat each Key)) -> Self {
        let keys = keys(a._scope)
        return with { $0.add(groups: repeat each keys) }
    }

    /// Returns the groups that a condition holds for.
    public func having(_ condition: (A._Scope) -> Condition) -> Self {
        with { $0.add(having: condition(a._scope)) }
    }

    /// Selects columns, other expressions or tables.
    public func select<each Part: Selectable>(
        _ parts: (A._Scope) -> (repeat each Part)
    ) -> Selection<(repeat (each Part).Output)> {
        selection(_select, repeat each parts(a._scope))
    }

    /// Locks only the rows of some of the tables, on MySQL; on MariaDB, which cannot do that, the rows of all.
    public func forUpdate<Locked: TableInQuery>(
        _ wait: LockWait = .wait,
        of table: (A._Scope) -> Locked
    ) -> Self {
        locking(table(a._scope), wait)
    }
}

extension FromTables1: FetchRequest {
    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> A.Output { try a._read(&row) }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: A.Output, _ visitor: inout any RowVisitor) { a._visit(output, &visitor) }
}

extension FromTables1 {
    /// Joins the rows of another model for which a condition holds.
    public func join<Joined: RowModel>(
        _: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (A._Scope, Alias<Joined>) -> Condition
    ) -> FromTables2<A, Alias<Joined>> {
        join(table: Alias<Joined>(as: name), on: condition)
    }

    /// Joins the rows of another model for which a condition holds, or none, if there is none: all of its columns are
    /// optional.
    public func leftJoin<Joined: RowModel>(
        _: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (A._Scope, OuterAlias<Joined>) -> Condition
    ) -> FromTables2<A, OuterAlias<Joined>> {
        leftJoin(table: Alias<Joined>(as: name), on: condition)
    }

    /// Joins the rows of another table for which a condition holds: of a query, or a common table expression.
    public func join<Joined: TableInQuery>(
        table: Joined,
        on condition: (A._Scope, Joined._Scope) -> Condition
    ) -> FromTables2<A, Joined> {
        let select = _select.joined("INNER JOIN", table, on: condition(a._scope, table._scope))
        return FromTables2(a, table, select)
    }

    /// Joins the rows of another table for which a condition holds, or none, if there is none: all of its columns are
    /// optional.
    public func leftJoin<Joined: TableInQuery>(
        table: Joined,
        on condition: (A._Scope, Joined._Outer._Scope) -> Condition
    ) -> FromTables2<A, Joined._Outer> {
        let table = table._outer
        let select = _select.joined("LEFT JOIN", table, on: condition(a._scope, table._scope))
        return FromTables2(a, table, select)
    }
}
