internal import SchemaModel
internal import SchemaSQL

/// Adds NOT NULL columns to tables with rows in three steps: add them as nullable, fill them, and then make them NOT
/// NULL and add their keys.
extension AlterClauses {
    func findBackfills() -> [Backfill] {
        if filling == .none { return [] }
        return alteration.changes.compactMap { change in
            guard case .addColumn(let column, _) = change, filling == .all || column.type.isDate,
                let backfill = Backfill(column, in: alteration, keyedColumns: keyedColumns, dialect: profile.dialect)
            else { return nil }
            return backfill.keys.isEmpty || filling == .all && backfill.keys.allSatisfy(canWait) ? backfill : nil
        }
    }

    /// Returns whether the key can be added last. It must not contain a period, a rebuilt column, or a column that
    /// becomes AUTO_INCREMENT now (error 1075).
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

    /// Returns whether a later statement fills the new column.
    func isBackfilled(_ change: TableChange) -> Bool {
        guard case .addColumn(let column, _) = change else { return false }
        return backfills.contains { $0.column == column }
    }

    /// Returns the column in its state before the rows are filled.
    func beforeBackfill(_ column: Column) -> Column {
        var column = column
        if backfills.contains(where: { $0.column.name == column.name }) { column.isNullable = true }
        if leavesPrimaryKey(column) { column.isNullable = false }
        return column
    }

    /// While a column is part of the old primary key, it must be NOT NULL (error 1171).
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

    /// New values may be computed from dropped columns, and the keys of a new column need its values. An index that a
    /// foreign key uses may be dropped only when such a key can replace it (error 1553).
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

    /// A column whose drop waits for the backfill loses AUTO_INCREMENT now, because its key is dropped now and another
    /// column may become AUTO_INCREMENT (error 1075).
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
