public import SwiftMig

/// An UPDATE of rows for which there are rows of another model. It has no condition yet: add ``where(_:)``.
public struct JoinedUpdate<Model: RowModel, Other: RowModel>: Sendable {
    let assignments: [Assignment]
    let other: Alias<Other>

    /// Changes the rows for which there is a row of the other model that a condition holds for.
    public func `where`(_ condition: (Alias<Model>, Alias<Other>) -> Condition) -> JoinedChangeStatement<Model> {
        var sql = SQL(raw: "UPDATE ")
        sql.append(name: Model.tableName)
        sql.append(", ")
        sql += other._source
        for (place, assignment) in assignments.enumerated() {
            sql.append(place == 0 ? " SET " : ", ")
            assignment.append(to: &sql, isQualified: true)
        }
        return JoinedChangeStatement(head: sql, condition: condition(Alias(), other))
    }
}

/// A DELETE of rows for which there are rows of another model. It has no condition yet: add ``where(_:)``.
public struct JoinedDelete<Model: RowModel, Other: RowModel>: Sendable {
    let other: Alias<Other>

    /// Deletes the rows for which there is a row of the other model that a condition holds for.
    public func `where`(_ condition: (Alias<Model>, Alias<Other>) -> Condition) -> JoinedChangeStatement<Model> {
        var sql = SQL(raw: "DELETE FROM ")
        sql.append(name: Model.tableName)
        sql.append(" USING ")
        sql.append(name: Model.tableName)
        sql.append(", ")
        sql += other._source
        return JoinedChangeStatement(head: sql, condition: condition(Alias(), other))
    }
}

/// An UPDATE or a DELETE that depends on another table.
public struct JoinedChangeStatement<Model: RowModel>: Executable {
    let head: SQL
    let condition: Condition

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = head
        sql.append(" WHERE ")
        condition._append(to: &sql)
        return sql.resolved(for: dialect)
    }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [Model.tableName] }
}

@available(*, unavailable, message: "add .where { … } to say which rows belong together")
extension JoinedUpdate: Executable {
    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL { SQL() }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [] }
}

@available(*, unavailable, message: "add .where { … } to say which rows belong together")
extension JoinedDelete: Executable {
    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL { SQL() }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [] }
}

extension RowModel {
    /// Begins an UPDATE of rows for which there are rows of another model.
    ///
    /// ```swift
    /// Order.update(using: Customer.self) { o, c in [o.discount <- c.discount] }.where { o, c in o.customerID == c.id }
    /// ```
    public static func update<Other: RowModel>(
        using _: Other.Type,
        as name: String = Other.tableName,
        _ assignments: (AssignableAlias<Self>, Alias<Other>) -> [Assignment]
    ) -> JoinedUpdate<Self, Other> {
        let other = Alias(Other.self, as: name)
        return JoinedUpdate(assignments: assignments(AssignableAlias(alias: tableName), other), other: other)
    }

    /// Begins a DELETE of rows for which there are rows of another model.
    ///
    /// ```swift
    /// Profile.delete(using: User.self).where { p, u in p.userID == u.id && u.isBlocked }
    /// ```
    public static func delete<Other: RowModel>(
        using _: Other.Type,
        as name: String = Other.tableName
    ) -> JoinedDelete<Self, Other> {
        JoinedDelete(other: Alias(Other.self, as: name))
    }
}
