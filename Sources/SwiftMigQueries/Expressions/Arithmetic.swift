public import SwiftMig

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The values that the servers calculate with: the numbers and their optionals.
public protocol SQLNumber: ColumnValue {
    /// What a sum, an average or a quotient is: a `Decimal`, or a `Double` for floating point numbers.
    associatedtype Quotient: ColumnValue = Decimal
}

extension Int: SQLNumber {}
extension Int8: SQLNumber {}
extension Int16: SQLNumber {}
extension Int32: SQLNumber {}
extension Int64: SQLNumber {}
extension UInt: SQLNumber {}
extension UInt8: SQLNumber {}
extension UInt16: SQLNumber {}
extension UInt32: SQLNumber {}
extension UInt64: SQLNumber {}
extension Decimal: SQLNumber {}
extension Double: SQLNumber {
    /// What a quotient is.
    public typealias Quotient = Double
}
extension Float: SQLNumber {
    /// What a quotient is.
    public typealias Quotient = Double
}
extension Optional: SQLNumber where Wrapped: SQLNumber {
    /// What a quotient is.
    public typealias Quotient = Wrapped.Quotient
}

extension SQLExpression {
    private func operation(_ symbol: String, _ value: SQLValue, _ precedence: _Precedence) -> SQL {
        var sql = SQL()
        append(to: &sql, leftOf: precedence)
        sql.append(symbol)
        sql.bind(value)
        return sql
    }

    private func operation(_ symbol: String, _ other: some SQLExpression, _ precedence: _Precedence) -> SQL {
        var sql = SQL()
        append(to: &sql, leftOf: precedence)
        sql.append(symbol)
        other.append(to: &sql, within: precedence)
        return sql
    }

    /// Operators are evaluated from the left, so that an equal one on the left needs no parentheses.
    private func append(to sql: inout SQL, leftOf precedence: _Precedence) {
        if _precedence == precedence { _append(to: &sql) } else { append(to: &sql, within: precedence) }
    }
}

extension SQLExpression where Value: SQLNumber {
    /// Adds a number.
    public static func + (left: Self, right: Value) -> Expr<Value> {
        Expr(left.operation(" + ", right.sqlValue, .sum), .sum)
    }

    /// Subtracts a number.
    public static func - (left: Self, right: Value) -> Expr<Value> {
        Expr(left.operation(" - ", right.sqlValue, .sum), .sum)
    }

    /// Multiplies by a number.
    public static func * (left: Self, right: Value) -> Expr<Value> {
        Expr(left.operation(" * ", right.sqlValue, .product), .product)
    }

    /// Divides by a number. The quotient of integers is a DECIMAL; a division by zero is NULL.
    public static func / (left: Self, right: Value) -> Expr<Value.Quotient?> {
        Expr(left.operation(" / ", right.sqlValue, .product), .product)
    }

    /// The remainder of a division; NULL for a division by zero.
    public static func % (left: Self, right: Value) -> Expr<Value?> {
        Expr(left.operation(" % ", right.sqlValue, .product), .product)
    }

    /// Adds a number.
    public static func + <Other: SQLExpression>(left: Self, right: Other) -> Expr<Value> where Other.Value == Value {
        Expr(left.operation(" + ", right, .sum), .sum)
    }

    /// Subtracts a number.
    public static func - <Other: SQLExpression>(left: Self, right: Other) -> Expr<Value> where Other.Value == Value {
        Expr(left.operation(" - ", right, .sum), .sum)
    }

    /// Multiplies by a number.
    public static func * <Other: SQLExpression>(left: Self, right: Other) -> Expr<Value> where Other.Value == Value {
        Expr(left.operation(" * ", right, .product), .product)
    }

    /// Divides by a number. The quotient of integers is a DECIMAL; a division by zero is NULL.
    public static func / <Other: SQLExpression>(left: Self, right: Other) -> Expr<Value.Quotient?>
    where Other.Value == Value {
        Expr(left.operation(" / ", right, .product), .product)
    }
}
