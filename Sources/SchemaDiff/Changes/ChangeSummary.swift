internal import SchemaModel

/// A change as `check`, `diff` and `revision --autogenerate` report it.
package struct ChangeSummary: Hashable, Sendable {
    /// A stable name such as `add_column`.
    package var kind: String
    /// The table, column or other object that changes: `users`, or `users.email`.
    package var object: String
    /// One line for the user.
    package var summary: String
    package var hazards: [Hazard]
}

extension Change {
    package var summaries: [ChangeSummary] {
        switch self {
        case .createTable(let table):
            [ChangeSummary(kind: "add_table", object: table.name, summary: "add table \(table.name)", hazards: hazards)]
        case .dropTable(let table):
            [
                ChangeSummary(
                    kind: "drop_table",
                    object: table.name,
                    summary: "drop table \(table.name)",
                    hazards: hazards
                )
            ]
        case .renameTable(let from, let to):
            [ChangeSummary(kind: "rename_table", object: to, summary: "rename table \(from) to \(to)", hazards: [])]
        case .alterTable(let alteration): alteration.changes.map { $0.summary(in: alteration) }
        case .createObject(let object): [summary(of: object, "add")]
        case .dropObject(let object): [summary(of: object, "drop")]
        case .changeObject(let before, let after):
            [summary(of: after, "change", details: ObjectDifference.names(before, after).joined(separator: ", "))]
        }
    }

    private func summary(of object: StoredObject, _ verb: String, details: String? = nil) -> ChangeSummary {
        ChangeSummary(
            kind: "\(verb)_\(object.kind.rawValue)",
            object: object.name,
            summary: "\(verb) \(object.id)" + (details.map { ": \($0)" } ?? ""),
            hazards: hazards
        )
    }
}

extension TableChange {
    func summary(in alteration: TableAlteration) -> ChangeSummary {
        let table = alteration.after.name
        let (kind, name, text) = description(table: table)
        return ChangeSummary(
            kind: kind,
            object: name.map { "\(table).\($0)" } ?? table,
            summary: text,
            hazards: hazards(in: alteration)
        )
    }

    private func description(table: String) -> (kind: String, name: String?, text: String) {
        switch self {
        case .addColumn(let column, _): ("add_column", column.name, "add column \(table).\(column.name)")
        case .dropColumn(let column): ("drop_column", column.name, "drop column \(table).\(column.name)")
        case .changeColumn(let before, let after):
            (
                "change_column", after.name,
                "change column \(table).\(after.name): \(ColumnDifference.names(before, after).joined(separator: ", "))"
            )
        case .renameColumn(let from, let to):
            ("rename_column", to.name, "rename column \(table).\(from) to \(to.name)")
        case .moveColumn(let column, let after):
            (
                "move_column", column.name,
                "move column \(table).\(column.name) \(after.map { "after \($0)" } ?? "first")"
            )
        case .changePrimaryKey(nil, _): ("add_primary_key", nil, "add the primary key of \(table)")
        case .changePrimaryKey(_, nil): ("drop_primary_key", nil, "drop the primary key of \(table)")
        case .changePrimaryKey: ("change_primary_key", nil, "change the primary key of \(table)")
        case .addIndex(let index): ("add_index", index.name, "add \(index.noun) \(index.name) on \(table)")
        case .dropIndex(let index): ("drop_index", index.name, "drop \(index.noun) \(index.name) on \(table)")
        case .changeIndex(_, let index): ("change_index", index.name, "change \(index.noun) \(index.name) on \(table)")
        case .renameIndex(let from, let index):
            ("rename_index", index.name, "rename index \(from) on \(table) to \(index.name)")
        case .addForeignKey(let key): ("add_foreign_key", key.name, "add foreign key \(key.name) on \(table)")
        case .dropForeignKey(let key): ("drop_foreign_key", key.name, "drop foreign key \(key.name) on \(table)")
        case .changeForeignKey(_, let key):
            ("change_foreign_key", key.name, "change foreign key \(key.name) on \(table)")
        case .addCheck(let check): ("add_check", check.name, "add check \(check.name) on \(table)")
        case .dropCheck(let check): ("drop_check", check.name, "drop check \(check.name) on \(table)")
        case .changeCheck(_, let check): ("change_check", check.name, "change check \(check.name) on \(table)")
        case .changeOptions: ("change_table", nil, "change the options of table \(table)")
        case .changeComment: ("change_table", nil, "change the comment of table \(table)")
        case .changeSystemVersioning(nil, _): ("add_system_versioning", nil, "version the rows of table \(table)")
        case .changeSystemVersioning(_, nil):
            ("drop_system_versioning", nil, "end the versioning of table \(table)")
        case .changeSystemVersioning: ("change_system_versioning", nil, "change the versioning of table \(table)")
        case .changePeriod(_, let period?): ("change_period", nil, "set the period \(period.name) of table \(table)")
        case .changePeriod: ("drop_period", nil, "drop the period of table \(table)")
        case .changePartitioning(nil, _): ("add_partitioning", nil, "partition table \(table)")
        case .changePartitioning(_, nil): ("drop_partitioning", nil, "remove the partitioning of table \(table)")
        case .changePartitioning: ("change_partitioning", nil, "change the partitions of table \(table)")
        }
    }
}

extension Index {
    fileprivate var noun: String {
        switch kind {
        case .plain: "index"
        case .unique: "unique index"
        case .fulltext: "fulltext index"
        case .spatial: "spatial index"
        case .vector: "vector index"
        }
    }
}

/// Names the differences between two columns for the user.
enum ColumnDifference {
    static func names(_ before: Column, _ after: Column) -> [String] {
        let parts: [(String, Bool)] = [
            ("name", before.name != after.name),
            ("type", before.type != after.type),
            (after.isNullable ? "NULL allowed" : "NOT NULL", before.isNullable != after.isNullable),
            ("default", before.defaultValue != after.defaultValue),
            ("on update", before.onUpdate != after.onUpdate),
            ("auto_increment", before.isAutoIncrement != after.isAutoIncrement),
            ("generated", before.generated != after.generated),
            ("charset", before.charset != after.charset),
            ("collation", before.charset == after.charset && before.collation != after.collation),
            ("comment", before.comment != after.comment),
            ("visibility", before.isInvisible != after.isInvisible),
            ("check", before.check != after.check),
            ("srid", before.srid != after.srid),
            ("compression", before.isCompressed != after.isCompressed),
            ("system versioning", before.isUnversioned != after.isUnversioned || before.rowTime != after.rowTime),
            ("storage", before.format != after.format || before.storage != after.storage),
        ]
        return parts.filter(\.1).map(\.0)
    }
}
