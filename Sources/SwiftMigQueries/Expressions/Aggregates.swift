/// A function over several rows, such as `COUNT` or `SUM`.
///
/// Alone it makes one value of a group of rows. With ``over(partitionBy:orderBy:frame:)`` it is a window function.
public struct Aggregate<Value>: SQLExpression {
    let call: Expr<Value>

    init(_ call: Expr<Value>) { self.call = call }

    /// Appends it to a statement.
    public func _append(to sql: inout SQL) { call._append(to: &sql) }

    /// How closely its operator binds.
    public var _precedence: _Precedence { .primary }
}

/// The number of rows.
public func count() -> Aggregate<Int> { Aggregate(Expr(SQL(raw: "COUNT(*)"), .primary)) }

/// The number of rows in which an expression is not NULL.
public func count(_ expression: some SQLExpression) -> Aggregate<Int> {
    Aggregate(Expr(call: "COUNT", of: expression))
}

/// The number of different values, without NULL.
public func countDistinct(_ expression: some SQLExpression) -> Aggregate<Int> {
    Aggregate(
        Expr(call: "COUNT") { sql in
            sql.append("DISTINCT ")
            expression._append(to: &sql)
        }
    )
}

/// The sum of the values that are not NULL; NULL if there are none. The sum of integers is a DECIMAL.
public func sum<Expression: SQLExpression>(_ expression: Expression) -> Aggregate<Expression.Value.Quotient?>
where Expression.Value: SQLNumber {
    Aggregate(Expr(call: "SUM", of: expression))
}

/// The average of the values that are not NULL; NULL if there are none. The average of integers is a DECIMAL.
public func avg<Expression: SQLExpression>(_ expression: Expression) -> Aggregate<Expression.Value.Quotient?>
where Expression.Value: SQLNumber {
    Aggregate(Expr(call: "AVG", of: expression))
}

/// The least value; NULL if there is none.
public func min<Expression: SQLExpression>(_ expression: Expression) -> Aggregate<Expression.Value?> {
    Aggregate(Expr(call: "MIN", of: expression))
}

/// The least value; NULL if there is none.
public func min<Expression: SQLExpression, Wrapped>(_ expression: Expression) -> Aggregate<Wrapped?>
where Expression.Value == Wrapped? {
    Aggregate(Expr(call: "MIN", of: expression))
}

/// The greatest value; NULL if there is none.
public func max<Expression: SQLExpression>(_ expression: Expression) -> Aggregate<Expression.Value?> {
    Aggregate(Expr(call: "MAX", of: expression))
}

/// The greatest value; NULL if there is none.
public func max<Expression: SQLExpression, Wrapped>(_ expression: Expression) -> Aggregate<Wrapped?>
where Expression.Value == Wrapped? {
    Aggregate(Expr(call: "MAX", of: expression))
}

/// The texts of a group in one, in an order, with a separator between them; NULL if there is none.
///
/// The servers cut the text at `group_concat_max_len`: 1 MiB on MariaDB, 1024 bytes on MySQL unless it is set.
public func groupConcat(
    _ expression: some SQLExpression,
    orderBy order: Ordering = [],
    separator: String = ","
) -> Aggregate<String?> {
    Aggregate(
        Expr(call: "GROUP_CONCAT") { sql in
            expression._append(to: &sql)
            if !order.sql.isEmpty { sql += " ORDER BY " + order.sql }
            // The grammar takes a literal only.
            if separator != "," { sql.append(" SEPARATOR " + SQL.literal(separator)) }
        }
    )
}
