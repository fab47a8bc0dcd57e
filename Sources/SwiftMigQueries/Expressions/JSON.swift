public import SwiftMig

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A Swift type that a value within a JSON document can be read as. See `SQLExpression.json(_:as:)`.
public protocol JSONScalar: ColumnValue {
    /// Makes an expression of the type of the text of the value.
    static func _expression(jsonText: SQL) -> SQL
}

extension String: JSONScalar {
    /// The text.
    public static func _expression(jsonText: SQL) -> SQL { jsonText }
}
extension Bool: JSONScalar {
    /// Whether the text is `true`.
    public static func _expression(jsonText: SQL) -> SQL { jsonText + " = 'true'" }
}
extension Int: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt64: JSONScalar {}
extension Double: JSONScalar {}
extension Decimal: JSONScalar {}

extension JSONScalar where Self: SQLCastTarget {
    /// The text as a number.
    public static func _expression(jsonText: SQL) -> SQL { "CAST(" + jsonText + SQL(raw: " AS \(castType))") }
}

extension SQLExpression {
    /// A value within a JSON document: `$0.settings.json("$.theme.name", as: String.self)`.
    ///
    /// The value is NULL if the path leads to nothing, or to the document `null`.
    public func json<Scalar: JSONScalar>(_ path: String, as _: Scalar.Type) -> Expr<Scalar?> {
        let part = jsonPart(path)
        // Only the document null is the JSON text null: a string has quotes. MariaDB compares the result of
        // JSON_EXTRACT without them, but not that of CONCAT.
        let text = SQL(
            mariaDB: "NULLIF(CONCAT(" + part + "), 'null')",
            mySQL: "NULLIF(" + part + ", CAST('null' AS JSON))"
        )
        return Expr(Scalar._expression(jsonText: "JSON_UNQUOTE(" + text + ")"), .comparison)
    }

    /// A document within a JSON document; NULL if the path leads to nothing.
    public func json<Document: JSONColumn>(_ path: String, as _: Document.Type) -> Expr<Document?> {
        Expr(jsonPart(path), .primary)
    }

    /// Whether a JSON document contains another one: an object its members, an array its elements.
    public func jsonContains(_ document: some Encodable & Sendable) -> Condition {
        var sql = SQL(raw: "JSON_CONTAINS(")
        _append(to: &sql)
        sql.append(", ")
        sql.bind(.json(document))
        sql.append(")")
        return Expr(sql, .primary)
    }

    private func jsonPart(_ path: String) -> SQL {
        var sql = SQL(raw: "JSON_EXTRACT(")
        _append(to: &sql)
        sql.append(", ")
        sql.bind(.text(path))
        sql.append(")")
        return sql
    }
}
