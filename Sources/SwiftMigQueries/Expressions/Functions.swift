public import SwiftMig

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension SQLExpression where Value: SQLText {
    /// The text in lower case.
    public func lowercased() -> Expr<Value> { Expr(call: "LOWER", of: self) }

    /// The text in upper case.
    public func uppercased() -> Expr<Value> { Expr(call: "UPPER", of: self) }

    /// The text without blanks at its ends.
    public func trimmed() -> Expr<Value> { Expr(call: "TRIM", of: self) }
}

extension SQLExpression<String> {
    /// The number of characters.
    public var length: Expr<Int> { Expr(call: "CHAR_LENGTH", of: self) }
}

extension SQLExpression<String?> {
    /// The number of characters.
    public var length: Expr<Int?> { Expr(call: "CHAR_LENGTH", of: self) }
}

/// Joins texts. The result is NULL if one of them is.
public func concat<each Part: SQLExpression>(_ parts: repeat each Part) -> Expr<String?> {
    Expr(call: "CONCAT") { sql in
        var isFirst = true
        for part in repeat each parts {
            if !isFirst { sql.append(", ") }
            part._append(to: &sql)
            isFirst = false
        }
    }
}

/// The absolute value of a number.
public func abs<Expression: SQLExpression>(_ expression: Expression) -> Expr<Expression.Value>
where Expression.Value: SQLNumber {
    Expr(call: "ABS", of: expression)
}

/// The greatest integer that is not greater than a number.
public func floor<Expression: SQLExpression>(_ expression: Expression) -> Expr<Expression.Value>
where Expression.Value: SQLNumber {
    Expr(call: "FLOOR", of: expression)
}

/// A number, rounded to some digits after the point.
public func round<Expression: SQLExpression>(_ expression: Expression, digits: Int = 0) -> Expr<Expression.Value>
where Expression.Value: SQLNumber {
    Expr(call: "ROUND") { sql in
        expression._append(to: &sql)
        sql.append(", \(digits)")
    }
}

/// The moment at which the statement began, in UTC, which is the time zone of every session.
public func now() -> Expr<Date> { Expr(SQL(raw: "NOW(6)"), .primary) }

/// The day on which the statement began, in UTC.
public func today() -> Expr<CalendarDate> { Expr(SQL(raw: "CURRENT_DATE"), .primary) }

/// Makes a number the one that the statement returns as the last inserted. In an upsert,
/// `old.id <- lastInsertID(old.id)` returns the number of the row that was there.
public func lastInsertID<Expression: SQLExpression>(_ expression: Expression) -> Expr<Expression.Value> {
    Expr(call: "LAST_INSERT_ID", of: expression)
}
