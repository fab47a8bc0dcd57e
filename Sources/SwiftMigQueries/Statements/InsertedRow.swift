public import SwiftMig

/// The row that an upsert was to insert, in its assignments.
///
/// ```swift
/// try await session.insert(rows) { old, new in [old.name <- new.name, old.visits <- old.visits + 1] }
/// ```
@dynamicMemberLookup
public struct InsertedRow<Model: RowModel>: Sendable {
    init() {}

    /// The value that was to be inserted into the column of a property.
    public subscript<Value>(dynamicMember path: KeyPath<Model.Columns, ColumnReference<Model, Value>>) -> Expr<Value> {
        let name = Model.columns[keyPath: path].name
        var values: SQL = "VALUES("
        values.append(name: name)
        values.append(")")
        var new = SQL()
        new.append(column: name, of: Self.name)
        // MySQL deprecates VALUES() since 8.0.20; MariaDB has no name for the row.
        return Expr(SQL(mariaDB: values, mySQL: new), .primary)
    }

    private static var name: String { "new" }
}

/// What an upsert does if a row exists that has the same value of any unique key.
public struct _Upsert<Model: RowModel>: Sendable {
    let assignments: [Assignment]

    /// Creates the clause.
    package init(_ assignments: (AssignableAlias<Model>, InsertedRow<Model>) -> [Assignment]) {
        self.assignments = assignments(AssignableAlias(alias: Model.tableName), InsertedRow())
    }

    /// The clause after the rows of an INSERT.
    package var sql: SQL {
        // Without an assignment, the row remains as it is.
        var sql: SQL = SQL(mariaDB: " ON DUPLICATE KEY UPDATE ", mySQL: " AS `new` ON DUPLICATE KEY UPDATE ")
        for (place, assignment) in assignments.enumerated() {
            if place > 0 { sql.append(", ") }
            assignment.append(to: &sql)
        }
        if assignments.isEmpty, let column = Model.rowLayout.columns.first?.name {
            sql.append(name: column)
            sql.append(" = ")
            sql.append(column: column, of: Model.tableName)
        }
        return sql
    }
}
