public import SwiftMig

extension SQLExpression where Value: ColumnValue {
    /// Whether the value is one of some values. No value is in an empty list.
    ///
    /// A nil among the values matches nothing, as in SQL.
    public func isIn(_ values: [Value]) -> Condition {
        membership(" IN ", values.map(\.sqlValue), ofNone: "FALSE")
    }

    /// Whether the value is none of some values. Every value, NULL too, is in none of an empty list.
    ///
    /// A nil among the values makes the result NULL for all rows, as in SQL.
    public func isNotIn(_ values: [Value]) -> Condition {
        membership(" NOT IN ", values.map(\.sqlValue), ofNone: "TRUE")
    }

    /// Whether the value is between two others, or one of them.
    public func between(_ low: Value, and high: Value) -> Condition {
        var sql = SQL()
        append(to: &sql, within: .comparison)
        sql.append(" BETWEEN ")
        sql.bind(low.sqlValue)
        sql.append(" AND ")
        sql.bind(high.sqlValue)
        return Expr(sql, .comparison)
    }

    private func membership(_ operation: String, _ values: [SQLValue], ofNone: String) -> Condition {
        if values.isEmpty { return Expr(SQL(raw: ofNone), .primary) }
        var sql = SQL()
        append(to: &sql, within: .comparison)
        sql.append(operation)
        sql.bind(list: values)
        return Expr(sql, .comparison)
    }
}

extension SQLExpression {
    /// Whether the value is one of those that a query selects.
    public func isIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition where Query.Output == Value {
        membership(" IN ", query)
    }

    /// Whether the value is one of those that a query selects. NULLs among them match nothing.
    public func isIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition where Query.Output == Value? {
        membership(" IN ", query)
    }

    /// Whether the value is one of those that a query selects. A NULL on the left is in no list.
    public func isIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition where Value == Query.Output? {
        membership(" IN ", query)
    }

    /// Whether the value is none of those that a query selects.
    public func isNotIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition
    where Query.Output == Value {
        membership(" NOT IN ", query)
    }

    /// Whether the value is none of those that a query selects. If the query selects a NULL, the result is NULL or
    /// false for all rows, as in SQL; ``exists(_:)`` has no such trap.
    public func isNotIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition
    where Query.Output == Value? {
        membership(" NOT IN ", query)
    }

    /// Whether the value is none of those that a query selects.
    public func isNotIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition
    where Value == Query.Output? {
        membership(" NOT IN ", query)
    }

    /// Explains that values of another type cannot be compared.
    @available(*, unavailable, message: "the query does not select values of the type of the column")
    public func isIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition { membership(" IN ", query) }

    /// Explains that values of another type cannot be compared.
    @available(*, unavailable, message: "the query does not select values of the type of the column")
    public func isNotIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition { membership(" NOT IN ", query) }

    private func membership(_ operation: String, _ query: some Subquery) -> Condition {
        var sql = SQL()
        append(to: &sql, within: .comparison)
        sql.append(operation)
        sql.append(subquery: query)
        return Expr(sql, .comparison)
    }
}

/// Whether a query has any row.
///
/// ```swift
/// User.where { u in exists(Article.where { $0.authorID == u.id }) }
/// ```
public func exists(_ query: some SelectStatement) -> Condition {
    var sql = SQL()
    sql.append("EXISTS (")
    query._select.append(to: &sql) { $0.append("*") }
    sql.append(")")
    return Expr(sql, .primary)
}
