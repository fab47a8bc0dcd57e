public import SwiftMig

extension Table {
    /// Begins an UPDATE: `users.update { [$0["age"] <- 5] }.where { $0["id"] == 1 }`.
    public func update(_ assignments: (DynamicAssignableAlias) -> [Assignment]) -> DynamicUpdate {
        DynamicUpdate(table: self, assignments: assignments(DynamicAssignableAlias(table: self)))
    }

    /// Begins a DELETE: `users.delete().where { $0["id"] == 1 }`.
    public func delete() -> DynamicDelete { DynamicDelete(table: self) }
}

/// A table without a Swift type in an UPDATE.
public struct DynamicAssignableAlias: Sendable {
    let table: Table

    /// A column, and the type of the values that it takes.
    public subscript<Value>(_ name: String, as _: Value.Type = Value.self) -> AssignableColumn<Value> {
        AssignableColumn(name: name, table: table.name)
    }
}

/// An UPDATE of a table without a Swift type that has no condition yet.
public struct DynamicUpdate: Sendable {
    let table: Table
    let assignments: [Assignment]

    /// Changes the rows that a condition holds for.
    public func `where`(_ condition: (DynamicAlias) -> Condition) -> DynamicChangeStatement {
        statement(condition(table.alias(table.name)))
    }

    /// Changes all rows of the table.
    public var everywhere: DynamicChangeStatement { statement(nil) }

    private func statement(_ condition: Condition?) -> DynamicChangeStatement {
        var sql = SQL(raw: "UPDATE ")
        sql.append(name: table.name)
        for (place, assignment) in assignments.enumerated() {
            sql.append(place == 0 ? " SET " : ", ")
            if table.hasColumn(assignment.column) {
                assignment.append(to: &sql)
            } else {
                sql += table.unknownColumn(assignment.column)
            }
        }
        return DynamicChangeStatement(table: table.name, head: sql, condition: condition)
    }
}

/// A DELETE from a table without a Swift type that has no condition yet.
public struct DynamicDelete: Sendable {
    let table: Table

    /// Deletes the rows that a condition holds for.
    public func `where`(_ condition: (DynamicAlias) -> Condition) -> DynamicChangeStatement {
        DynamicChangeStatement(table: table.name, head: head, condition: condition(table.alias(table.name)))
    }

    /// Deletes all rows of the table.
    public var everywhere: DynamicChangeStatement {
        DynamicChangeStatement(table: table.name, head: head, condition: nil)
    }

    private var head: SQL {
        var sql = SQL(raw: "DELETE FROM ")
        sql.append(name: table.name)
        return sql
    }
}

/// An UPDATE or a DELETE of a table without a Swift type.
public struct DynamicChangeStatement: Executable {
    let table: String
    let head: SQL
    let condition: Condition?

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = head
        if let condition {
            sql.append(" WHERE ")
            condition._append(to: &sql)
        }
        return sql.resolved(for: dialect)
    }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [table] }
}

@available(*, unavailable, message: "add .where { … } to update some rows, or .everywhere to update all rows")
extension DynamicUpdate: Executable {
    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL { everywhere.sql(for: dialect) }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [] }
}

@available(*, unavailable, message: "add .where { … } to delete some rows, or .everywhere to delete all rows")
extension DynamicDelete: Executable {
    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL { everywhere.sql(for: dialect) }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [] }
}
