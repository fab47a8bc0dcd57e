public import SwiftMig

infix operator <- : AssignmentPrecedence

/// A column and its new value: `$0.age <- 5`.
public struct Assignment: Sendable {
    let table: String
    let column: String
    let value: SQL

    /// Appends it. A statement on one table needs no qualified name.
    func append(to sql: inout SQL, isQualified: Bool = false) {
        sql.append(column: column, of: isQualified ? table : "")
        sql.append(" = ")
        sql += value
    }
}

/// A column that a statement can assign to.
public struct AssignableColumn<Value>: SQLExpression {
    let name: String
    let table: String

    /// Appends it to a statement.
    public func _append(to sql: inout SQL) { sql.append(column: name, of: table) }

    /// How closely its operator binds.
    public var _precedence: _Precedence { .primary }
}

/// Assigns a value to a column.
public func <- <Value: ColumnValue>(column: AssignableColumn<Value>, value: Value) -> Assignment {
    Assignment(table: column.table, column: column.name, value: SQL(raw: "?", [value.sqlValue]))
}

/// Assigns an expression to a column: `$0.age <- $0.age + 1`.
public func <- <Value, Source: SQLExpression>(column: AssignableColumn<Value>, source: Source) -> Assignment
where Source.Value == Value {
    Assignment(table: column.table, column: column.name, value: source.sql)
}

/// Assigns an expression to a column that may hold NULL.
public func <- <Value, Source: SQLExpression>(column: AssignableColumn<Value?>, source: Source) -> Assignment
where Source.Value == Value {
    Assignment(table: column.table, column: column.name, value: source.sql)
}

/// The table of a model in an UPDATE. Its columns can be read and assigned to.
@dynamicMemberLookup
public struct AssignableAlias<Model: RowModel>: Sendable {
    let alias: String

    /// The column of a property.
    public subscript<Value>(
        dynamicMember path: KeyPath<Model.Columns, ColumnReference<Model, Value>>
    ) -> AssignableColumn<Value> {
        AssignableColumn(name: Model.columns[keyPath: path].name, table: alias)
    }
}
