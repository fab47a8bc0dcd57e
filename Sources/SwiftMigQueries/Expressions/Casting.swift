public import SwiftMig

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A Swift type that an expression can be converted to with ``cast(_:as:)``.
public protocol SQLCastTarget: ColumnValue {
    /// The type as `CAST` names it.
    static var castType: String { get }
}

extension Int: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "SIGNED" }
}
extension Int64: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "SIGNED" }
}
extension UInt: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "UNSIGNED" }
}
extension UInt64: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "UNSIGNED" }
}
extension Double: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "DOUBLE" }
}
extension Decimal: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "DECIMAL(38,10)" }
}
extension String: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "CHAR" }
}
extension Date: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "DATETIME(6)" }
}
extension CalendarDate: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { "DATE" }
}
extension Optional: SQLCastTarget where Wrapped: SQLCastTarget {
    /// The type as `CAST` names it.
    public static var castType: String { Wrapped.castType }
}

/// Converts an expression to another type on the server.
///
/// If the expression may be NULL, convert it to an optional type: `cast($0.age, as: String?.self)`.
public func cast<Target: SQLCastTarget>(_ expression: some SQLExpression, as _: Target.Type) -> Expr<Target> {
    Expr(call: "CAST") { sql in
        expression._append(to: &sql)
        sql.append(" AS " + Target.castType)
    }
}
