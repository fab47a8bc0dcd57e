public import SwiftMig

/// The table of a model in the assignments of an upsert: the row that is in the table and, as `inserted`, the one that
/// was to be inserted.
///
/// ```swift
/// try await session.insert(counters, onDuplicateKeyUpdate: { [$0.hits <- $0.hits + $0.inserted.hits] })
/// ```
@dynamicMemberLookup
public struct UpsertAlias<Model: RowModel>: Sendable {
    /// The row that was to be inserted.
    public let inserted = InsertedAlias<Model>()

    package init() {}

    /// The column of a property.
    public subscript<Value>(
        dynamicMember path: KeyPath<Model.Columns, ColumnReference<Model, Value>>
    ) -> AssignableColumn<Value> {
        AssignableColumn(name: Model.columns[keyPath: path].name, table: Model.tableName)
    }
}

/// The row that was to be inserted, in the assignments of an upsert.
@dynamicMemberLookup
public struct InsertedAlias<Model: RowModel>: Sendable {
    /// The column of a property.
    public subscript<Value>(dynamicMember path: KeyPath<Model.Columns, ColumnReference<Model, Value>>) -> Expr<Value> {
        let name = Model.columns[keyPath: path].name
        var values = SQL(raw: "VALUES("), column = SQL()
        values.append(name: name)
        values.append(")")
        column.append(column: name, of: SQL.insertedRow)
        // MySQL 8.0.20 deprecates VALUES, and MariaDB has nothing else.
        return Expr(SQL(mariaDB: values, mySQL: column), .primary)
    }
}

extension SQL {
    fileprivate static let insertedRow = "new"

    /// What an INSERT of rows says after them so that it changes the rows that have their keys.
    package static func upsertEnding(_ assignments: [Assignment]) -> SQL {
        var sql = SQL(mariaDB: SQL(), mySQL: SQL(raw: " AS `\(insertedRow)`"))
        for (place, assignment) in assignments.enumerated() {
            sql.append(place == 0 ? " ON DUPLICATE KEY UPDATE " : ", ")
            assignment.append(to: &sql)
        }
        return sql
    }
}

/// Makes a number the one that the statement returns as the last inserted: `$0.id <- lastInsertID($0.id)` in an upsert
/// returns the number of the row that was there.
public func lastInsertID<Expression: SQLExpression>(_ expression: Expression) -> Expr<Expression.Value> {
    Expr(call: "LAST_INSERT_ID", of: expression)
}
