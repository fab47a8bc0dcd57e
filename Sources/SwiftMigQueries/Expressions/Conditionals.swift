public import SwiftMig

/// Begins a `CASE`: a value that depends on conditions. The first that is true counts.
///
/// ```swift
/// when($0.age < 18, then: "child").when($0.age < 65, then: "adult").otherwise("senior")
/// ```
public func when<Value: ColumnValue>(_ condition: some SQLExpression<Bool>, then value: Value) -> CaseExpression<Value>
{
    CaseExpression(sql: SQL(raw: "CASE")).when(condition, then: value)
}

/// Begins a `CASE` with an expression as its first result.
public func when<Result: SQLExpression>(
    _ condition: some SQLExpression<Bool>,
    then result: Result
) -> CaseExpression<Result.Value> {
    CaseExpression(sql: SQL(raw: "CASE")).when(condition, then: result)
}

/// A `CASE` that has no end yet: ``otherwise(_:)-(Value)`` or ``orNull``.
public struct CaseExpression<Value>: Sendable {
    let sql: SQL

    /// The result if another condition is true.
    public func when<Result: SQLExpression>(
        _ condition: some SQLExpression<Bool>,
        then result: Result
    ) -> CaseExpression where Result.Value == Value {
        CaseExpression(sql: sql + " WHEN " + condition.sql + " THEN " + result.sql)
    }

    /// The result if no condition is true.
    public func otherwise<Result: SQLExpression>(_ result: Result) -> Expr<Value> where Result.Value == Value {
        Expr(sql + " ELSE " + result.sql + " END", .primary)
    }

    /// NULL if no condition is true.
    public var orNull: Expr<Value?> { Expr(sql + " END", .primary) }
}

extension CaseExpression where Value: ColumnValue {
    /// The result if another condition is true.
    public func when(_ condition: some SQLExpression<Bool>, then value: Value) -> CaseExpression {
        CaseExpression(sql: sql + " WHEN " + condition.sql + SQL(raw: " THEN ?", [value.sqlValue]))
    }

    /// The result if no condition is true.
    public func otherwise(_ value: Value) -> Expr<Value> {
        Expr(sql + SQL(raw: " ELSE ? END", [value.sqlValue]), .primary)
    }
}

/// An expression, or a value if it is NULL.
public func coalesce<First: SQLExpression, Value: ColumnValue>(_ first: First, _ value: Value) -> Expr<Value>
where First.Value == Value? {
    Expr(call: "COALESCE") { sql in
        first._append(to: &sql)
        sql.append(", ")
        sql.bind(value.sqlValue)
    }
}

/// An expression, or another one if it is NULL.
public func coalesce<First: SQLExpression, Other: SQLExpression>(
    _ first: First,
    _ other: Other
) -> Expr<Other.Value> where First.Value == Other.Value? {
    Expr(call: "COALESCE") { sql in
        first._append(to: &sql)
        sql.append(", ")
        other._append(to: &sql)
    }
}

/// An expression, or another one if it is NULL, which may be NULL too.
public func coalesce<First: SQLExpression, Other: SQLExpression, Value>(
    _ first: First,
    _ other: Other
) -> Expr<Value?> where First.Value == Value?, Other.Value == Value? {
    Expr(call: "COALESCE") { sql in
        first._append(to: &sql)
        sql.append(", ")
        other._append(to: &sql)
    }
}
