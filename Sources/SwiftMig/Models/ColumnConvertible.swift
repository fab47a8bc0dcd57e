#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A Swift type that determines its column type.
///
/// `String`, `Data` and `Decimal` do not conform: MySQL needs a length or a number of digits for them, which only the
/// declaration can tell.
public protocol ColumnConvertible {
    /// The type of the column.
    static var columnType: ColumnType { get }
    /// Whether the column may hold NULL.
    static var isNullable: Bool { get }
}

extension ColumnConvertible {
    /// False, because only an optional holds NULL.
    public static var isNullable: Bool { false }
}

extension Optional: ColumnConvertible where Wrapped: ColumnConvertible {
    /// The type of the wrapped value.
    public static var columnType: ColumnType { Wrapped.columnType }
    /// True.
    public static var isNullable: Bool { true }
}

extension Bool: ColumnConvertible {
    /// `tinyint(1)`.
    public static var columnType: ColumnType { .boolean }
}
extension Int8: ColumnConvertible {
    /// `tinyint`.
    public static var columnType: ColumnType { .tinyInt }
}
extension UInt8: ColumnConvertible {
    /// `tinyint unsigned`.
    public static var columnType: ColumnType { .tinyInt.unsigned }
}
extension Int16: ColumnConvertible {
    /// `smallint`.
    public static var columnType: ColumnType { .smallInt }
}
extension UInt16: ColumnConvertible {
    /// `smallint unsigned`.
    public static var columnType: ColumnType { .smallInt.unsigned }
}
extension Int32: ColumnConvertible {
    /// `int`.
    public static var columnType: ColumnType { .int }
}
extension UInt32: ColumnConvertible {
    /// `int unsigned`.
    public static var columnType: ColumnType { .int.unsigned }
}
extension Int64: ColumnConvertible {
    /// `bigint`.
    public static var columnType: ColumnType { .bigInt }
}
extension UInt64: ColumnConvertible {
    /// `bigint unsigned`.
    public static var columnType: ColumnType { .bigInt.unsigned }
}
extension Int: ColumnConvertible {
    /// `bigint`.
    public static var columnType: ColumnType { .bigInt }
}
extension UInt: ColumnConvertible {
    /// `bigint unsigned`.
    public static var columnType: ColumnType { .bigInt.unsigned }
}
extension Float: ColumnConvertible {
    /// `float`.
    public static var columnType: ColumnType { .float }
}
extension Double: ColumnConvertible {
    /// `double`.
    public static var columnType: ColumnType { .double }
}
extension Date: ColumnConvertible {
    /// `datetime(6)`: a moment without a time zone, which the program treats as UTC.
    public static var columnType: ColumnType { .datetime(6) }
}
extension UUID: ColumnConvertible {
    /// `binary(16)`, which both servers support. MariaDB's native type is ``ColumnType/uuid``.
    public static var columnType: ColumnType { .binary(16) }
}

/// A Swift enumeration of strings, stored as an ENUM of its raw values.
///
/// ```swift
/// enum Role: String, ColumnEnum { case member, admin, owner }
/// ```
public protocol ColumnEnum: CaseIterable, ColumnConvertible, ColumnLabel, ColumnValue, RawRepresentable, Sendable
where RawValue == String {}

extension ColumnEnum {
    /// An ENUM of the raw values, in the order of the cases.
    public static var columnType: ColumnType { .enum(Self.self) }
}

/// A Swift type that is stored as a JSON document.
public protocol JSONColumn: Codable, ColumnConvertible, ColumnValue {}

extension JSONColumn {
    /// `json`.
    public static var columnType: ColumnType { .json }
}

/// Tells whether a column for values of a type may hold NULL, even if its column type is explicit.
public enum Nullability {
    /// Returns whether the type is an optional, also under another name.
    public static func isNullable<Value>(_: Value.Type) -> Bool { Value.self is any OptionalValue.Type }
}

private protocol OptionalValue {}
extension Optional: OptionalValue {}
