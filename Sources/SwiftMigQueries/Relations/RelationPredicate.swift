public import SwiftMig

/// A condition on what belongs to a row: `User.where(User.articles.any { $0.title.contains("x") })`.
///
/// A relation's `any` and `has` make one. It is an `EXISTS`, so each row is found once, however many rows belong to it.
public struct RelationPredicate<Model: RowModel>: Sendable {
    fileprivate let condition: @Sendable (Alias<Model>) -> Condition

    /// The condition for the rows of a table, to combine it with others:
    ///
    /// ```swift
    /// User.where { u in u.age > 18 && !User.articles.any().of(u) }
    /// ```
    public func of(_ table: Alias<Model>) -> Condition { condition(table) }

    /// The opposite condition: nothing belongs to the row.
    public static prefix func ! (predicate: RelationPredicate) -> RelationPredicate {
        RelationPredicate { !predicate.condition($0) }
    }

    /// Both conditions.
    public static func && (left: RelationPredicate, right: RelationPredicate) -> RelationPredicate {
        RelationPredicate { left.condition($0) && right.condition($0) }
    }

    /// At least one of the conditions.
    public static func || (left: RelationPredicate, right: RelationPredicate) -> RelationPredicate {
        RelationPredicate { left.condition($0) || right.condition($0) }
    }
}

extension Query {
    /// Returns the rows to which certain other rows belong.
    public func `where`(_ predicate: RelationPredicate<Model>) -> Self { self.where { predicate.of($0) } }
}

extension RowModel {
    /// The rows to which certain other rows belong.
    public static func `where`(_ predicate: RelationPredicate<Self>) -> Query<Self, Self> { all.where(predicate) }
}

extension HasMany where Model: RowModel, Target: RowModel {
    /// Whether any row of the relation meets a condition.
    public func any(
        _ condition: @escaping @Sendable (Alias<Target>) -> Condition
    ) -> RelationPredicate<Model> {
        RelatedTable(foreignKey.columns, Self.keyColumns).predicate(condition)
    }

    /// Whether there is any row of the relation.
    public func any() -> RelationPredicate<Model> {
        RelatedTable<Model, Target>(foreignKey.columns, Self.keyColumns).predicate(nil)
    }

    private static var keyColumns: [String] { Model.rowLayout.keyColumns }
}

extension HasOne where Model: RowModel, Target: RowModel {
    /// Whether there is a row of the relation that meets a condition.
    public func has(
        _ condition: @escaping @Sendable (Alias<Target>) -> Condition
    ) -> RelationPredicate<Model> {
        RelatedTable(foreignKey.columns, Model.rowLayout.keyColumns).predicate(condition)
    }

    /// Whether there is a row of the relation.
    public func has() -> RelationPredicate<Model> {
        RelatedTable<Model, Target>(foreignKey.columns, Model.rowLayout.keyColumns).predicate(nil)
    }
}

extension BelongsTo where Model: RowModel, Target: RowModel {
    /// Whether the row belongs to a row that meets a condition.
    public func has(
        _ condition: @escaping @Sendable (Alias<Target>) -> Condition
    ) -> RelationPredicate<Model> {
        RelatedTable(Target.rowLayout.keyColumns, foreignKey.columns).predicate(condition)
    }

    /// Whether the row belongs to any row.
    public func has() -> RelationPredicate<Model> {
        RelatedTable<Model, Target>(Target.rowLayout.keyColumns, foreignKey.columns).predicate(nil)
    }
}

extension ManyToMany where Model: RowModel, Target: RowModel {
    /// Whether any row of the relation meets a condition.
    public func any(
        _ condition: @escaping @Sendable (Alias<Target>) -> Condition
    ) -> RelationPredicate<Model> {
        table.predicate(condition)
    }

    /// Whether there is any row of the relation.
    public func any() -> RelationPredicate<Model> { table.predicate(nil) }

    private var table: RelatedTable<Model, Target> {
        RelatedTable(
            Target.rowLayout.keyColumns,
            Model.rowLayout.keyColumns,
            link: (through, foreignKeys.model.columns, foreignKeys.target.columns)
        )
    }
}

extension RowLayout {
    /// The names of the primary key's columns, in its order.
    var keyColumns: [String] { primaryKey.map { columns[$0].name } }
}

/// The table of a relation's target within a condition on the rows of its model.
private struct RelatedTable<Model: RowModel, Target: RowModel>: Sendable {
    /// The columns of the target that belong to ``ownColumns`` or, with a link, to its second columns.
    let targetColumns: [String]
    /// The columns of the model.
    let ownColumns: [String]
    /// The table between the two, its columns for the model, and those for the target.
    let link: (table: String, own: [String], target: [String])?

    init(_ targetColumns: [String], _ ownColumns: [String], link: (String, [String], [String])? = nil) {
        self.targetColumns = targetColumns
        self.ownColumns = ownColumns
        self.link = link
    }

    func predicate(_ condition: (@Sendable (Alias<Target>) -> Condition)?) -> RelationPredicate<Model> {
        RelationPredicate { own in
            let target = Alias<Target>(as: freeName(Target.tableName, besides: [own._alias]))
            var sql = SQL(raw: "EXISTS (SELECT 1 FROM ")
            if let link {
                let name = freeName(link.table, besides: [own._alias, target._alias])
                sql += SQL(table: link.table, as: name)
                // The rows of the table between have the keys of both.
                if condition != nil {
                    sql.append(" INNER JOIN ")
                    sql += target._source
                    sql.append(" ON ")
                    sql.append(pairs: targetColumns, of: target._alias, link.target, of: name)
                }
                sql.append(" WHERE ")
                sql.append(pairs: ownColumns, of: own._alias, link.own, of: name)
            } else {
                sql += target._source
                sql.append(" WHERE ")
                sql.append(pairs: ownColumns, of: own._alias, targetColumns, of: target._alias)
            }
            if let condition = condition?(target) {
                sql.append(" AND ")
                if condition._precedence == .and {
                    sql += condition.sql
                } else {
                    condition.append(to: &sql, within: .and)
                }
            }
            sql.append(")")
            return Expr(sql, .primary)
        }
    }
}

/// A table's name, with a number if it is the name of another table: a relation may lead to its own table.
private func freeName(_ name: String, besides others: [String]) -> String {
    var number = 1
    var free = name
    while others.contains(free) {
        free = "\(name)_\(number)"
        number += 1
    }
    return free
}

extension SQL {
    fileprivate mutating func append(
        pairs columns: [String],
        of table: String,
        _ otherColumns: [String],
        of otherTable: String
    ) {
        for (place, (column, other)) in zip(columns, otherColumns).enumerated() {
            if place > 0 { append(" AND ") }
            append(column: column, of: table)
            append(" = ")
            append(column: other, of: otherTable)
        }
    }
}
