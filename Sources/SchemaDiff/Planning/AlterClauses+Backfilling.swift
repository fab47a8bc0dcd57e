internal import SchemaModel
internal import SchemaSQL

/// New columns that are NOT NULL come to rows in three steps: nullable, filled, and then NOT NULL and in their keys.
extension AlterClauses {
    var columnsToFill: [Backfill] {
        if filling == .none { return [] }
        return alteration.changes.compactMap { change in
            guard case .addColumn(let column, _) = change, filling == .all || column.type.isDate,
                let backfill = Backfill(column, in: alteration, keyedColumns: keyedColumns, dialect: profile.dialect)
            else { return nil }
            return backfill.keys.isEmpty || filling == .all && backfill.keys.allSatisfy(canWait) ? backfill : nil
        }
    }

    /// Whether a key can come last: it has no period, and no column that counts from now on (error 1075) or is made anew.
    private func canWait(_ key: TableChange) -> Bool {
        let counting = alteration.changes.compactMap { change -> Column? in
            switch change {
            case .addColumn(let column, _) where column.isAutoIncrement: column
            case .changeColumn(let before, let after) where after.isAutoIncrement && !before.isAutoIncrement: after
            default: nil
            }
        }
        let needed = rebuiltColumns.union(rowTimes).union(shortenedKeyColumns)
            .union(counting.map { $0.name.lowercased() })
        var parts = key.uniqueKey ?? []
        switch key {
        case .changeIndex(let before, _) where indexesGoingInAdvance.contains(before): return false
        case .changeIndex(let before, _): parts += before.parts
        case .changePrimaryKey(let before?, _): parts += before.parts
        default: break
        }
        return parts.allSatisfy { part in
            switch part.value {
            case .column(let name): !needed.contains(name.lowercased())
            case .expression: true
            case .period: false
            }
        }
    }

    /// Whether rows get the new column's values in a statement below.
    func isBackfilled(_ change: TableChange) -> Bool {
        guard case .addColumn(let column, _) = change else { return false }
        return backfills.contains { $0.column == column }
    }

    /// The column as it is until the rows have their values.
    func beforeBackfill(_ column: Column) -> Column {
        var column = column
        if backfills.contains(where: { $0.column.name == column.name }) { column.isNullable = true }
        if leavesPrimaryKey(column) { column.isNullable = false }
        return column
    }

    /// A column is NOT NULL as long as the old primary key has it (error 1171).
    private func leavesPrimaryKey(_ column: Column) -> Bool {
        column.isNullable
            && waitingKeys.contains { change in
                guard case .changePrimaryKey(let key?, _) = change else { return false }
                return key.parts.contains { $0.columnName?.lowercased() == column.name.lowercased() }
            }
    }

    private var waitingKeys: [TableChange] { backfills.flatMap(\.keys) }

    var backfilling: [Statement] {
        let table = quoted(alteration.after.name)
        let updates = backfills.map { backfill in
            let column = backfill.column.name
            let name = quoted(column)
            return Statement(
                update:
                    "UPDATE \(table) SET \(name) = \(backfill.placeholder)\(keepingTimes(alteration.after.columns)) "
                    + "WHERE \(name) IS NULL",
                remarks: [
                    "backfill: write here what \(column) is to be in the rows that are there"
                        + (backfill.isUnique ? ": each needs a value of its own" : "")
                ]
            )
        }
        let waiting = alteration.changes.filter(goesAfterBackfill)
        let drops = waiting.compactMap { change -> String? in
            switch change {
            case .dropColumn(let column): "DROP COLUMN \(quoted(column.name))"
            case .changePrimaryKey(.some, _): "DROP PRIMARY KEY"
            case .dropIndex(let index), .changeIndex(let index, _): "DROP INDEX \(quoted(index.name))"
            default: nil
            }
        }
        let definitions = alteration.after.columns.filter { beforeBackfill($0) != $0 }
            .map { "MODIFY COLUMN " + renderer.columnDefinition($0, in: alteration.after) }
        let keys = waiting.compactMap { change -> String? in
            switch change {
            case .changePrimaryKey(_, let key?): "ADD " + renderer.primaryKeyDefinition(key)
            case .addIndex(let index), .changeIndex(_, let index): "ADD " + renderer.indexDefinition(index)
            default: nil
            }
        }
        let remarks = backfills.map { "column \(alteration.after.name).\($0.column.name) becomes NOT NULL" }
        return updates + [Statement(clauses: drops + definitions + keys, changes: waiting, remarks: remarks)]
    }

    /// New values may be made of those in columns that go, and the keys of a new column need its values. An index that a
    /// foreign key uses may go only when such a key can take its place (error 1553).
    func goesAfterBackfill(_ change: TableChange) -> Bool {
        if backfills.isEmpty { return false }
        return switch change {
        case .dropColumn(let column): column.rowTime == nil
        case .changeColumn(let before, let after): leavesPrimaryKey(after) && beforeBackfill(after) == before
        case .changePrimaryKey, .addIndex, .changeIndex: waitingKeys.contains(change)
        case .dropIndex(let index): !waitingKeys.isEmpty && uses(keyedColumns, index)
        default: false
        }
    }

    /// A column that waits for the backfill no longer counts: its key goes now, and another one may count (error 1075).
    var waitingNumbers: [String] {
        alteration.changes.compactMap { change in
            guard case .dropColumn(var column) = change, column.isAutoIncrement, goesAfterBackfill(change) else {
                return nil
            }
            column.isAutoIncrement = false
            return "MODIFY COLUMN " + renderer.columnDefinition(column, in: alteration.before)
        }
    }
}
