public import SwiftMig

/// An UPDATE that has no condition yet: add ``where(_:)``, or ``everywhere`` for all rows.
///
/// ```swift
/// try await session.execute(User.update { [$0.age <- $0.age + 1] }.where { $0.username == "bob" })
/// ```
public struct Update<Model: RowModel>: Sendable {
    let assignments: [Assignment]

    /// Changes the rows that a condition holds for.
    public func `where`(_ condition: (Alias<Model>) -> Condition) -> ChangeStatement<Model> {
        everywhere.where(condition)
    }

    /// Changes all rows of the table.
    public var everywhere: ChangeStatement<Model> {
        var sql = SQL(raw: "UPDATE ")
        sql.append(name: Model.tableName)
        for (place, assignment) in assignments.enumerated() {
            sql.append(place == 0 ? " SET " : ", ")
            assignment.append(to: &sql)
        }
        return ChangeStatement(head: sql)
    }
}

/// A DELETE that has no condition yet: add ``where(_:)``, or ``everywhere`` for all rows.
///
/// ```swift
/// try await session.execute(User.delete().where { $0.age < 3 })
/// ```
public struct Delete<Model: RowModel>: Sendable {
    /// Deletes the rows that a condition holds for.
    public func `where`(_ condition: (Alias<Model>) -> Condition) -> ChangeStatement<Model> {
        everywhere.where(condition)
    }

    /// Deletes all rows of the table.
    public var everywhere: ChangeStatement<Model> {
        var sql = SQL(raw: "DELETE FROM ")
        sql.append(name: Model.tableName)
        return ChangeStatement(head: sql, isDeletion: true)
    }
}

/// An UPDATE or a DELETE that a session or an engine can execute.
public struct ChangeStatement<Model: RowModel>: Executable {
    let head: SQL
    /// Whether it is a DELETE.
    package let _isDeletion: Bool
    var condition: Condition?
    var orders = SQL()
    var limit: Int?

    init(head: SQL, isDeletion: Bool = false) {
        self.head = head
        _isDeletion = isDeletion
    }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }

    /// Changes only the rows that another condition holds for as well.
    public func `where`(_ condition: (Alias<Model>) -> Condition) -> Self {
        let other = condition(Alias())
        return with { $0.condition = $0.condition.map { $0 && other } ?? other }
    }

    /// Changes the rows in an order, which matters with ``limit(_:)``.
    public func order(_ keys: (Alias<Model>) -> Ordering) -> Self {
        let keys = keys(Alias()).sql
        return with { statement in
            if !statement.orders.isEmpty { statement.orders.append(", ") }
            statement.orders += keys
        }
    }

    /// Changes at most a number of rows.
    public func limit(_ count: Int) -> Self { with { $0.limit = Swift.max(0, count) } }

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = head
        if let condition {
            sql.append(" WHERE ")
            condition._append(to: &sql)
        }
        sql.append(orders: orders, limit: limit, offset: nil)
        return sql.resolved(for: dialect)
    }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [Model.tableName] }
}

@available(*, unavailable, message: "add .where { … } to update some rows, or .everywhere to update all rows")
extension Update: Executable {
    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL { everywhere.sql(for: dialect) }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [] }
}

@available(*, unavailable, message: "add .where { … } to delete some rows, or .everywhere to delete all rows")
extension Delete: Executable {
    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL { everywhere.sql(for: dialect) }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [] }
}

extension RowModel {
    /// Begins an UPDATE of rows in place, without reading them: `User.update { [$0.age <- 5] }.where { … }`.
    public static func update(_ assignments: (AssignableAlias<Self>) -> [Assignment]) -> Update<Self> {
        Update(assignments: assignments(AssignableAlias(alias: tableName)))
    }

    /// Begins a DELETE of rows without reading them: `User.delete().where { … }`.
    public static func delete() -> Delete<Self> { Delete() }
}
