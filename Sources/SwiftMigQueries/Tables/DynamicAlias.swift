public import SwiftMig

/// A table without a Swift type in a query. Its columns are found by name: `$0["age", as: Int?.self]`.
///
/// ```swift
/// let users = Table("users") { Column("id", .bigInt).primaryKey(); Column("age", .int).nullable() }
/// let ages = users.from().where { $0["age", as: Int?.self] > 18 }.select { $0["id", as: Int.self] }
/// ```
///
/// The compiler cannot check the names and types. A name that the table does not have is an error when the query is
/// sent.
public struct DynamicAlias: TableInQuery {
    /// The name that columns are qualified with.
    public let _alias: String
    let table: Table

    /// A column, and the type that it is read as and compared with.
    public subscript<Value>(_ name: String, as _: Value.Type = Value.self) -> Expr<Value> {
        table.hasColumn(name) ? Expr(column: name, of: _alias) : Expr(table.unknownColumn(name), .primary)
    }

    /// What the closures of a query get.
    public var _scope: DynamicAlias { self }
    /// The table as the outer side of a join. Its columns may be NULL, so read them as optionals.
    public var _outer: DynamicAlias { self }
    /// The table as `FROM` names it.
    public var _source: SQL { SQL(table: table.name, as: _alias) }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        for (place, column) in table.columns.enumerated() {
            if place > 0 { sql.append(", ") }
            sql.append(column: column.name, of: _alias)
        }
    }

    /// Reads the columns.
    public func _read(_ row: inout RowReader) throws(ValueError) -> DynamicRow {
        var values: [String: SQLValue] = [:]
        for column in table.columns { values[column.name] = try row.next() }
        return DynamicRow(values: values)
    }
}

/// The values of a row of a table without a Swift type.
public struct DynamicRow: Hashable, Sendable {
    /// The values by the names of their columns.
    public let values: [String: SQLValue]

    /// The value of a column; nil if there is no such column.
    public subscript(_ name: String) -> SQLValue? { values[name] }
}

extension Table {
    /// The table, to select columns from and to join others to.
    public func from() -> FromTables1<DynamicAlias> { from(as: name) }

    /// The table under another name, so that a query can use it twice.
    public func from(as alias: String) -> FromTables1<DynamicAlias> { FromTables1(self.alias(alias)) }

    /// The table under another name, for a join.
    public func alias(_ alias: String) -> DynamicAlias { DynamicAlias(_alias: alias, table: self) }

    func hasColumn(_ name: String) -> Bool { columns.contains { $0.name == name } }

    /// A column that is not there, which nothing can be sent with.
    func unknownColumn(_ column: String) -> SQL {
        let error = ValueError(type: "column", value: "\(name).\(column)", reason: "the table has no such column")
        return SQL(raw: "?", [.invalid(error)])
    }
}
