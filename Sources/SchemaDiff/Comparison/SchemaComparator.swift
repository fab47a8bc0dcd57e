package import SchemaModel

/// Compares two normalised schemas, attribute by attribute.
package struct SchemaComparator {
    package init() {}

    /// Returns the changes that turn `before` into `after`: renames first, then the rest in table order.
    package func changes(from before: Schema, to after: Schema, renames: RenameMap) -> [Change] {
        var changes: [Change] = after.tables.compactMap { table in
            renames.tables[table.name].map { .renameTable(from: $0, to: table.name) }
        }
        let renamed = before.applying(renames)
        let old = TableIndex(renamed.tables)
        for table in after.tables {
            guard let existing = old[table.name] else {
                changes.append(.createTable(table))
                continue
            }
            let columnRenames = renames.columns[table.name] ?? [:]
            if existing == table, columnRenames.isEmpty { continue }
            let differences = TableComparator(before: existing, after: table, renames: columnRenames).changes()
            if !differences.isEmpty {
                changes.append(.alterTable(TableAlteration(before: existing, after: table, changes: differences)))
            }
        }
        let kept = Set(after.tables.map(\.name))
        for table in renamed.tables where !kept.contains(table.name) { changes.append(.dropTable(table)) }
        return changes + ObjectComparator.changes(from: renamed.objects, to: after.objects)
    }
}

/// Compares two tables of the same name.
struct TableComparator {
    let before: Table
    let after: Table
    /// Maps new column names to old ones. `before` already has the new names.
    let renames: [String: String]

    func changes() -> [TableChange] {
        // Versioning ends before anything else can change. It begins after everything except what requires it.
        let isFirst = before.systemVersioning != nil || after.columns.contains(where: \.isUnversioned)
        let versioning = versioningChanges()
        let columns = columnChanges()
        let (ends, others) = (columns.filter(\.dropsRowTime), columns.filter { !$0.dropsRowTime })
        let rest = others + keyChanges() + foreignKeyChanges() + checkChanges() + optionChanges()
        if isFirst { return versioning + ends + rest }
        func isPartitioning(_ change: TableChange) -> Bool {
            if case .changePartitioning = change { true } else { false }
        }
        return ends + rest.filter { !isPartitioning($0) } + versioning + rest.filter(isPartitioning)
    }

    // MARK: - Columns

    private func columnChanges() -> [TableChange] {
        let dropped = before.columns.filter { after.column(named: $0.name) == nil }
        var changes = dropped.map { TableChange.dropColumn($0) }

        let old = Dictionary(before.columns.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        let surviving = before.columns.map { $0.name.lowercased() }.filter { after.column(named: $0) != nil }
        let wanted = after.columns.map { $0.name.lowercased() }.filter { old[$0] != nil }
        // MariaDB (10.11, 11.8) does not allow moving the columns of the system period (errors 4130, 4134).
        let pinned = before.columns.filter { $0.rowTime != nil }.map { $0.name.lowercased() }
        let moving = ColumnOrder.moves(from: surviving, to: wanted, pinned: pinned)

        var previous: String?
        for column in after.columns {
            let key = column.name.lowercased()
            if let existing = old[key] {
                if let oldName = renames[column.name] { changes.append(.renameColumn(from: oldName, to: column)) }
                if existing != column { changes.append(.changeColumn(before: existing, after: column)) }
                if moving.contains(key) { changes.append(.moveColumn(column, after: previous)) }
            } else {
                changes.append(.addColumn(column, after: previous))
            }
            previous = column.name
        }
        return changes
    }

    // MARK: - Keys

    private func keyChanges() -> [TableChange] {
        var changes: [TableChange] = []
        if before.primaryKey != after.primaryKey {
            changes.append(.changePrimaryKey(before: before.primaryKey, after: after.primaryKey))
        }
        let (removed, added, changed) = pairs(before.indexes, after.indexes, name: \.name)
        // An index that differs only in its name is renamed, not rebuilt.
        var stillAdded = added
        for index in removed {
            let twin = stillAdded.firstIndex { candidate in
                var renamed = index
                renamed.name = candidate.name
                return renamed == candidate
            }
            if let twin {
                changes.append(.renameIndex(from: index.name, to: stillAdded.remove(at: twin)))
            } else {
                changes.append(.dropIndex(index))
            }
        }
        changes += stillAdded.map { .addIndex($0) }
        changes += changed.map { .changeIndex(before: $0, after: $1) }
        return changes
    }

    private func foreignKeyChanges() -> [TableChange] {
        let (removed, added, changed) = pairs(before.foreignKeys, after.foreignKeys, name: \.name)
        return removed.map { .dropForeignKey($0) } + added.map { .addForeignKey($0) }
            + changed.map { .changeForeignKey(before: $0, after: $1) }
    }

    private func checkChanges() -> [TableChange] {
        let (removed, added, changed) = pairs(before.checks, after.checks, name: \.name)
        return removed.map { .dropCheck($0) } + added.map { .addCheck($0) }
            + changed.map { .changeCheck(before: $0, after: $1) }
    }

    /// Matches elements by name, ignoring case as the servers do, and keeps the order of the given lists.
    private func pairs<Element: Equatable>(
        _ before: [Element],
        _ after: [Element],
        name: (Element) -> String
    ) -> (removed: [Element], added: [Element], changed: [(Element, Element)]) {
        let old = Dictionary(before.map { (name($0).lowercased(), $0) }) { first, _ in first }
        let new = Set(after.map { name($0).lowercased() })
        let removed = before.filter { !new.contains(name($0).lowercased()) }
        let added = after.filter { old[name($0).lowercased()] == nil }
        let changed = after.compactMap { element in
            old[name(element).lowercased()].flatMap { $0 == element ? nil : ($0, element) }
        }
        return (removed, added, changed)
    }

    // MARK: - The table itself

    private func versioningChanges() -> [TableChange] {
        if before.systemVersioning == after.systemVersioning { return [] }
        return [.changeSystemVersioning(before: before.systemVersioning, after: after.systemVersioning)]
    }

    private func optionChanges() -> [TableChange] {
        var changes: [TableChange] = []
        if before.options != after.options {
            changes.append(.changeOptions(before: before.options, after: after.options))
        }
        if before.comment != after.comment {
            changes.append(.changeComment(before: before.comment, after: after.comment))
        }
        if before.period != after.period {
            changes.append(.changePeriod(before: before.period, after: after.period))
        }
        if before.partitioning != after.partitioning {
            changes.append(.changePartitioning(before: before.partitioning, after: after.partitioning))
        }
        return changes
    }
}

extension TableChange {
    fileprivate var dropsRowTime: Bool {
        if case .dropColumn(let column) = self { column.rowTime != nil } else { false }
    }
}
