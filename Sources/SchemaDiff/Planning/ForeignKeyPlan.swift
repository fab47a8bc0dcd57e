internal import SQLStatements
internal import SchemaModel

/// A foreign key and its table.
struct OwnedForeignKey: Hashable {
    var table: String
    var key: ForeignKey
}

/// Decides when each foreign key is dropped and added, so that no statement fails because of a key.
///
/// The servers refuse to change a column or drop an index that a foreign key needs (MariaDB and MySQL errors 1832,
/// 1833, 1553), to add a key with the name of one dropped in the same ALTER (1005 errno 121, 1826), and to create a key
/// to a missing table (1005 errno 150, 1824).
struct ForeignKeyPlan {
    /// Keys that separate statements drop before anything else.
    private(set) var droppedFirst: [OwnedForeignKey] = []
    /// Keys that the ALTER of their table drops.
    private(set) var droppedWithTable: Set<OwnedForeignKey> = []
    /// Keys that the CREATE TABLE or ALTER of their table adds.
    private(set) var addedWithTable: Set<OwnedForeignKey> = []
    /// Keys that separate statements add after all tables are changed.
    private(set) var addedLast: [OwnedForeignKey] = []
    /// Keys that are dropped and added again without a change.
    private(set) var restored: Set<OwnedForeignKey> = []

    private let alterations: [String: TableAlteration]
    private let flavor: ServerProfile.Flavor

    /// - Parameters:
    ///   - before: The schema before, with the new names of renamed tables and columns.
    ///   - creationOrder: The new tables, in the order of their CREATE TABLEs.
    init(
        from before: Schema,
        to after: Schema,
        alterations: [String: TableAlteration],
        creationOrder: [String],
        flavor: ServerProfile.Flavor
    ) {
        self.alterations = alterations
        self.flavor = flavor
        let old = Self.keys(of: before)
        let new = Self.keys(of: after)
        let oldSet = Set(old)
        let newSet = Set(new)
        let survivors = Set(after.tables.map(\.name))
        let creation = Dictionary(uniqueKeysWithValues: creationOrder.enumerated().map { ($1, $0) })
        let newNames = Set(new.map { $0.key.name.lowercased() })
        let oldNames = Set(old.map { $0.key.name.lowercased() })

        for owned in old {
            let isStaying = newSet.contains(owned)
            let isBlocking = blocks(owned)
            let isReplaced = newNames.contains(owned.key.name.lowercased())
            if !survivors.contains(owned.table) {
                if isBlocking || isReplaced { droppedFirst.append(owned) }
            } else if isStaying {
                guard isBlocking else { continue }
                droppedFirst.append(owned)
                addedLast.append(owned)
                restored.insert(owned)
            } else if isBlocking || isReplaced {
                droppedFirst.append(owned)
            } else {
                droppedWithTable.insert(owned)
            }
        }

        for owned in new where !oldSet.contains(owned) {
            let target = owned.key.referencedTable
            let isReady: Bool
            if let own = creation[owned.table] {
                let parent = owned.key.referencedDatabase == nil ? creation[target] : nil
                isReady = parent.map { $0 <= own } ?? !isParentInTheMaking(owned)
            } else {
                let isReplacing = oldNames.contains(owned.key.name.lowercased())
                isReady =
                    !isReplacing && !isParentInTheMaking(owned) && !becomesPartitioned(owned.table)
                    && !changesEngine(owned.table)
                    && !isReadWhileRenamed(owned.key.columns, of: owned.table)
            }
            if isReady { addedWithTable.insert(owned) } else { addedLast.append(owned) }
        }
    }

    private static func keys(of schema: Schema) -> [OwnedForeignKey] {
        schema.tables.flatMap { table in table.foreignKeys.map { OwnedForeignKey(table: table.name, key: $0) } }
    }

    /// Returns whether the key would make an alteration of the child or the parent fail.
    private func blocks(_ owned: OwnedForeignKey) -> Bool {
        becomesPartitioned(owned.table) || changesEngine(owned.table)
            || changesColumns(owned.key.columns, of: owned.table, isRefused: Self.isRefusedInChild)
            || isReadWhileRenamed(owned.key.columns, of: owned.table) || isParentChanging(owned)
    }

    /// MySQL renames a column that a generated column reads only together with that column's new expression, which
    /// copies the table (error 3108), and renames a column of a foreign key only without a copy (1846).
    private func isReadWhileRenamed(_ columns: [String], of table: String) -> Bool {
        guard flavor == .mysql, let alteration = alterations[table] else { return false }
        return !alteration.renamesReadByGenerated.isDisjoint(with: columns.map { $0.lowercased() })
    }

    /// Partitioned tables cannot have foreign keys on either side (MariaDB and MySQL error 1506), so keys are dropped
    /// before a table is partitioned and added after its partitioning is removed.
    private func becomesPartitioned(_ table: String) -> Bool {
        guard let alteration = alterations[table] else { return false }
        return (alteration.before.partitioning == nil) != (alteration.after.partitioning == nil)
    }

    /// A table with a foreign key on either side cannot leave InnoDB, not even in the ALTER that drops the key (MariaDB
    /// error 1217, MySQL 3776). A table that moves to InnoDB can have keys only afterwards (1005 errno 150, 1824).
    private func changesEngine(_ table: String) -> Bool {
        guard let alteration = alterations[table] else { return false }
        return alteration.before.options.engine != alteration.after.options.engine
    }

    private func isParentChanging(_ owned: OwnedForeignKey) -> Bool {
        guard owned.key.referencedDatabase == nil else { return false }
        let parent = owned.key.referencedTable
        return becomesPartitioned(parent) || changesEngine(parent)
            || changesColumns(owned.key.referencedColumns, of: parent, isRefused: isRefusedInParent)
            || isReadWhileRenamed(owned.key.referencedColumns, of: parent)
            || losesSupport(of: owned.key.referencedColumns, in: parent)
    }

    /// Returns whether the parent is ready for a new key only after its alteration. An existing key follows a renamed
    /// column automatically.
    private func isParentInTheMaking(_ owned: OwnedForeignKey) -> Bool {
        if isParentChanging(owned) { return true }
        guard owned.key.referencedDatabase == nil else { return false }
        let names = owned.key.referencedColumns.map { $0.lowercased() }
        return alterations[owned.key.referencedTable]?.changes.contains { change in
            if case .renameColumn(_, let column) = change { names.contains(column.name.lowercased()) } else { false }
        } ?? false
    }

    private func changesColumns(
        _ names: [String],
        of table: String,
        isRefused: (Column, Column) -> Bool
    ) -> Bool {
        guard let alteration = alterations[table] else { return false }
        let names = Set(names.map { $0.lowercased() })
        return alteration.changes.contains { change in
            switch change {
            case .changeColumn(let before, let after):
                names.contains(after.name.lowercased()) && isRefused(before, after)
            case .dropColumn(let column), .addColumn(let column, _): names.contains(column.name.lowercased())
            default: false
            }
        }
    }

    /// MariaDB 10.11 and 11.8 report 1832 for any change of type, and MySQL 9 reports 3780 if the types then differ.
    /// All three allow a new nullability, default, comment, visibility or position.
    private static func isRefusedInChild(_ before: Column, _ after: Column) -> Bool {
        before.type != after.type || before.charset != after.charset || before.collation != after.collation
            || before.generated != after.generated
    }

    /// MySQL (9.7) also reports 1833 when AUTO_INCREMENT is added or removed.
    private func isRefusedInParent(_ before: Column, _ after: Column) -> Bool {
        Self.isRefusedInChild(before, after) || before.isNullable != after.isNullable
            || flavor == .mysql && before.isAutoIncrement != after.isAutoIncrement
    }

    /// Returns whether the parent's alteration replaces a key that indexes the referenced columns.
    private func losesSupport(of columns: [String], in table: String) -> Bool {
        guard let alteration = alterations[table] else { return false }
        return alteration.changes.contains { change in
            switch change {
            case .changePrimaryKey: true
            case .dropIndex(let index), .changeIndex(let index, _):
                index.parts.first?.columnName?.lowercased() == columns.first?.lowercased()
            case .addIndex(let index): index.parts.first?.columnName?.lowercased() == columns.first?.lowercased()
            default: false
            }
        }
    }
}

extension TableAlteration {
    /// The new names, in lower case, of renamed columns that a generated column reads.
    var renamesReadByGenerated: Set<String> {
        var read: Set<String> = []
        for column in before.columns {
            if let generated = column.generated { read.formUnion(SQLNames.mentioned(in: generated.expression)) }
        }
        let renamed = changes.compactMap { change -> String? in
            guard case .renameColumn(let from, let to) = change, read.contains(from.lowercased()) else { return nil }
            return to.name.lowercased()
        }
        return Set(renamed)
    }
}
