internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// Adds NOT NULL columns to tables with rows in three steps: add them as nullable, fill them, and then make them NOT
/// NULL and add their keys.
extension AlterationPlan {
    /// Returns the new columns to fill, and the changes of keys that are made after that.
    func findBackfills() -> (columns: [Backfill], keys: Set<TableChange>) {
        if filling == .none { return ([], []) }
        let backfills = alteration.changes.compactMap { change -> Backfill? in
            guard case .addColumn(let column, _) = change, filling == .all || column.type.isDate else { return nil }
            return Backfill(column, in: alteration, keyedColumns: keyedColumns, dialect: profile.dialect)
        }
        let waiting = waitingKeys(with: backfills.flatMap(\.keys))
        let isSameEngine = alteration.before.options.engine == alteration.after.options.engine
        let canWait = filling == .all && isSameEngine && waiting.allSatisfy(canWait)
        return canWait ? (backfills, Set(waiting)) : (backfills.filter(\.keys.isEmpty), [])
    }

    /// Returns the changes of keys to make last if those of the new columns are. The server needs a key for a foreign
    /// key (error 1553) and for AUTO_INCREMENT (1075) at every moment, so the old one waits for the new one.
    private func waitingKeys(with keys: [TableChange]) -> [TableChange] {
        if keys.isEmpty { return [] }
        let counting = (alteration.before.columns + alteration.after.columns).filter(\.isAutoIncrement)
        let needing = keyedColumns.union(counting.map { $0.name.lowercased() })
        return alteration.changes.filter { change in
            if keys.contains(change) { return true }
            switch change {
            case .changeIndex(let before, let after) where isVisibilityOnly(before, after): return false
            case .dropIndex(let index), .changeIndex(let index, _):
                return [.plain, .unique].contains(index.kind) && uses(needing, index)
                    && !goesInAdvance(index)
            case .changePrimaryKey(let key?, _): return uses(needing, key.parts)
            default: return false
            }
        }
    }

    /// Returns whether the key can change last. Neither its old nor its new definition may contain a period, a column
    /// that becomes AUTO_INCREMENT now, or a column that changes while the old key still exists.
    private func canWait(_ key: TableChange) -> Bool {
        var changing = rebuiltColumns.union(rowTimes).union(shortenedKeyColumns)
        var renamed: Set<String> = []
        for change in alteration.changes {
            switch change {
            case .addColumn(let column, _) where column.isAutoIncrement: changing.insert(column.name.lowercased())
            case .changeColumn(let before, let after)
            where before.type != after.type || before.charset != after.charset || before.collation != after.collation
                || before.generated != after.generated || !before.isAutoIncrement && after.isAutoIncrement:
                changing.insert(after.name.lowercased())
            case .renameColumn(let from, let column): renamed.formUnion([from.lowercased(), column.name.lowercased()])
            default: break
            }
        }
        var parts = key.uniqueKey ?? []
        switch key {
        case .changeIndex(let before, _) where goesInAdvance(before): return false
        case .changeIndex(let before, let after): parts = before.parts + after.parts
        case .dropIndex(let index): parts = index.parts
        case .changePrimaryKey(let before?, _): parts += before.parts
        default: break
        }
        return parts.allSatisfy { part in
            switch part.value {
            case .column(let name): !changing.contains(name.lowercased())
            case .expression(let text): SQLNames.mentioned(in: text).isDisjoint(with: changing.union(renamed))
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

    /// Returns the statements that give the columns their values.
    func filling(_ backfills: [Backfill]) -> [Statement] {
        let table = quoted(alteration.after.name)
        return backfills.map { backfill in
            let column = backfill.column.name
            let name = quoted(column)
            return Statement(
                update:
                    "UPDATE \(table) SET \(name) = \(backfill.placeholder)\(keepingTimes(alteration.after.columns)) "
                    + "WHERE \(name) IS NULL",
                remarks: [
                    "backfill: write here the value of \(column) for existing rows"
                        + (backfill.isUnique ? ", a different one for each" : "")
                ]
            )
        }
    }

    /// The final definitions of columns that had another one until the rows were filled.
    var closingColumns: [AlterClause] {
        alteration.after.columns.filter { beforeBackfill($0) != $0 }.map {
            AlterClause(.column, "MODIFY COLUMN " + renderer.columnDefinition($0, in: alteration.after), in: .closing)
        }
    }

    /// New values may be computed from dropped columns, and the keys of a new column need its values.
    func goesAfterBackfill(_ change: TableChange) -> Bool {
        if backfills.isEmpty { return false }
        return switch change {
        case .dropColumn(let column): column.rowTime == nil
        case .changeColumn(let before, let after): leavesPrimaryKey(after) && beforeBackfill(after) == before
        default: waitingKeys.contains(change)
        }
    }

    /// A column whose drop waits for the backfill loses AUTO_INCREMENT now, because its key is dropped now and another
    /// column may become AUTO_INCREMENT (error 1075).
    var waitingNumbers: [AlterClause] {
        alteration.changes.compactMap { change in
            guard case .dropColumn(var column) = change, column.isAutoIncrement, goesAfterBackfill(change) else {
                return nil
            }
            column.isAutoIncrement = false
            return AlterClause(.column, "MODIFY COLUMN " + renderer.columnDefinition(column, in: alteration.before))
        }
    }
}
