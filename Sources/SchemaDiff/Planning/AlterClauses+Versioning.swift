internal import SchemaModel

/// When the history of a MariaDB table begins and ends in relation to its other changes.
extension AlterClauses {
    /// Versioning ends in a separate ALTER before it starts in another form (MariaDB error 4135), before the partitions
    /// of its history change (4131), and before the table enters or leaves InnoDB (4120).
    var reversioning: Statement? {
        guard alteration.before.systemVersioning != nil, endsHistory else { return nil }
        let columns = alteration.changes.filter { change in
            switch change {
            case .dropColumn(let column), .changeColumn(let column, _), .renameColumn(_, let column):
                column.rowTime != nil
            default: change.isOfSystemVersioning
            }
        }
        let indexes = alteration.before.indexes.filter { uses(rowTimes, $0) }.map { "DROP INDEX \(quoted($0.name))" }
        var oldNames: [String: String] = [:]
        for case .renameColumn(let from, let to) in alteration.changes { oldNames[to.name] = from }
        let names = alteration.before.columns.filter { $0.rowTime != nil }
            .map { "DROP COLUMN \(quoted(oldNames[$0.name] ?? $0.name))" }
        return Statement(
            clauses: indexes + ["DROP SYSTEM VERSIONING"] + names,
            changes: columns,
            remarks: columns.isEmpty
                ? ["the versioning of table \(alteration.after.name) ends before its engine changes"] : []
        )
    }

    func findRowTimes() -> Set<String> {
        guard alteration.before.systemVersioning != nil, endsHistory else { return [] }
        return Set(alteration.before.columns.filter { $0.rowTime != nil }.map { $0.name.lowercased() })
    }

    /// Only a column of an already versioned table can be WITHOUT SYSTEM VERSIONING (MariaDB error 4124).
    var beginsHistoryFirst: Bool {
        alteration.before.systemVersioning == nil && alteration.after.systemVersioning?.columns == nil
            && alteration.after.systemVersioning != nil && alteration.after.columns.contains(where: \.isUnversioned)
    }

    var endsHistory: Bool {
        let before = alteration.before
        let after = alteration.after
        if before.systemVersioning != after.systemVersioning { return true }
        // The server cannot change the name or kind of a period column (MariaDB 4125, 4134).
        let changesEnds = alteration.changes.contains { change in
            switch change {
            case .changeColumn(let column, _): column.rowTime != nil
            case .renameColumn(_, let column): column.rowTime != nil
            default: false
            }
        }
        if changesEnds { return true }
        guard before.options.engine != after.options.engine else { return false }
        return [before, after].contains { $0.options.engine?.lowercased() == "innodb" }
    }
}

extension TableChange {
    var isOfSystemVersioning: Bool {
        if case .changeSystemVersioning = self { true } else { false }
    }
}
