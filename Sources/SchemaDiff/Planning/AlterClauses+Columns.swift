internal import SchemaModel
internal import SchemaSQL

extension AlterClauses {
    struct ColumnEdit {
        var oldName: String?
        var isAdded = false
        var isChanged = false
        /// The place, when the column is added or moved: FIRST or AFTER.
        var place: String?
    }

    var backfills: [Backfill] {
        if filling == .none { return [] }
        return alteration.changes.compactMap { change in
            guard case .addColumn(let column, _) = change, filling == .all || column.type.isDate else { return nil }
            return Backfill(column, in: alteration, keyedColumns: keyedColumns, dialect: profile.dialect)
        }
    }

    /// Whether rows get the new column's values in a statement below.
    func isBackfilled(_ change: TableChange) -> Bool {
        guard case .addColumn(let column, _) = change else { return false }
        return backfills.contains { $0.column == column }
    }

    var backfilling: [Statement] {
        let table = quoted(alteration.after.name)
        let updates = backfills.map { backfill in
            let name = quoted(backfill.column.name)
            return Statement(
                update:
                    "UPDATE \(table) SET \(name) = \(backfill.placeholder)\(keepingTimes(alteration.after.columns)) "
                    + "WHERE \(name) IS NULL",
                remarks: ["backfill: write here what \(backfill.column.name) is to be in the rows that are there"]
            )
        }
        let definitions = backfills.map {
            "MODIFY COLUMN " + renderer.columnDefinition($0.column, in: alteration.after)
        }
        let dropped = alteration.changes.filter(goesAfterBackfill)
        let drops = dropped.compactMap { change -> String? in
            if case .dropColumn(let column) = change { "DROP COLUMN \(quoted(column.name))" } else { nil }
        }
        let remarks = backfills.map { "column \(alteration.after.name).\($0.column.name) becomes NOT NULL" }
        return updates + [Statement(clauses: drops + definitions, changes: dropped, remarks: remarks)]
    }

    /// New values may be made of those in columns that go.
    func goesAfterBackfill(_ change: TableChange) -> Bool {
        guard case .dropColumn(let column) = change else { return false }
        return column.rowTime == nil && !backfills.isEmpty
    }

    /// A column that waits for the backfill no longer counts: its key goes now, and another one may count (error 1075).
    private var waitingNumbers: [String] {
        alteration.changes.compactMap { change in
            guard case .dropColumn(var column) = change, column.isAutoIncrement, goesAfterBackfill(change) else {
                return nil
            }
            column.isAutoIncrement = false
            return "MODIFY COLUMN " + renderer.columnDefinition(column, in: alteration.before)
        }
    }

    func columnClauses(rebuilt: Set<String>) -> [String] {
        var edits: [String: ColumnEdit] = [:]
        for change in alteration.changes where !isRenameInAdvance(change) {
            switch change {
            case .addColumn(let column, let previous):
                edits[column.name, default: ColumnEdit()].isAdded = true
                edits[column.name]?.place = place(after: previous, of: column)
            case .changeColumn(let before, let after):
                edits[after.name, default: ColumnEdit()].isChanged = true
                if rebuilt.contains(after.name.lowercased()) {
                    edits[after.name]?.isAdded = true
                    edits[after.name]?.place = place(after: previousColumn(of: after), of: after)
                } else if before.name != after.name, edits[after.name]?.oldName == nil {
                    edits[after.name]?.oldName = before.name
                }
            case .renameColumn(let from, let to): edits[to.name, default: ColumnEdit()].oldName = from
            case .moveColumn(let column, let previous):
                edits[column.name, default: ColumnEdit()].place = place(after: previous, of: column, isMoving: true)
            default: break
            }
        }
        for column in alteration.after.columns
        where column.rowTime != nil && rebuilt.contains(column.name.lowercased()) && edits[column.name]?.isAdded != true
        {
            edits[column.name] = ColumnEdit(isAdded: true, place: place(after: previousColumn(of: column), of: column))
        }
        let nullable = Dictionary(uniqueKeysWithValues: backfills.map { ($0.column.name, $0.nullable) })
        return waitingNumbers
            + alteration.after.columns.compactMap { column in
                edits[column.name].map { clause(for: nullable[column.name] ?? column, $0) }
            }
    }

    /// A definition gives every nullable column a default, be it NULL: one that has none loses it in an ALTER of its own.
    var withdrawnDefaults: Statement {
        let columns = alteration.changes.compactMap { change -> Column? in
            switch change {
            case .addColumn(let column, _), .changeColumn(_, let column), .moveColumn(let column, _): column
            default: nil
            }
        }
        return Statement(
            clauses: renderer.withdrawnDefaults(of: columns),
            remarks: [CreateTableRenderer.withdrawalRemark]
        )
    }

    func clause(for column: Column, _ edit: ColumnEdit) -> String {
        let definition = renderer.columnDefinition(column, in: alteration.after)
        let place = edit.place.map { " " + $0 } ?? ""
        if edit.isAdded, copiedColumns.contains(where: { $0.after.name == column.name }) {
            return "CHANGE COLUMN \(quoted(copyName(column))) \(definition) \(edit.place ?? "")".trimmed
        }
        if edit.isAdded { return "ADD COLUMN \(definition)\(place)" }
        guard let oldName = edit.oldName else { return "MODIFY COLUMN \(definition)\(place)" }
        // RENAME COLUMN keeps every attribute by itself (MariaDB 10.5.2, MySQL 8.0).
        return edit.isChanged || edit.place != nil
            ? "CHANGE COLUMN \(quoted(oldName)) \(definition)\(place)"
            : "RENAME COLUMN \(quoted(oldName)) TO \(quoted(column.name))"
    }

    /// No place is written for a column added at the end, where it goes by itself.
    func place(after previous: String?, of column: Column, isMoving: Bool = false) -> String? {
        let isLast = alteration.after.columns.last?.name == column.name
        if isLast, !isMoving { return nil }
        return previous.map { "AFTER \(quoted($0))" } ?? "FIRST"
    }

    func previousColumn(of column: Column) -> String? {
        let columns = alteration.after.columns
        guard let index = columns.firstIndex(where: { $0.name == column.name }), index > 0 else { return nil }
        return columns[index - 1].name
    }
}
