internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

extension AlterationPlan {
    /// What the changes of a table do to one column.
    private struct ColumnEdit {
        var oldName: String?
        var isAdded = false
        var isChanged = false
        /// FIRST or AFTER, if the column is added or moved.
        var place: String?
    }

    var columnClauses: [AlterClause] {
        var edits: [String: ColumnEdit] = [:]
        for change in alteration.changes where !isRenameInAdvance(change) && !goesAfterBackfill(change) {
            switch change {
            case .addColumn(let column, let previous):
                edits[column.name, default: ColumnEdit()].isAdded = true
                edits[column.name]?.place = place(after: previous, of: column)
            case .changeColumn(let before, let after):
                edits[after.name, default: ColumnEdit()].isChanged = true
                if rebuiltColumns.contains(after.name.lowercased()) {
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
        where column.rowTime != nil && rebuiltColumns.contains(column.name.lowercased())
            && edits[column.name]?.isAdded != true
        {
            edits[column.name] = ColumnEdit(isAdded: true, place: place(after: previousColumn(of: column), of: column))
        }
        return waitingNumbers
            + alteration.after.columns.compactMap { column in
                edits[column.name].map { AlterClause(.column, definition(of: beforeBackfill(column), $0)) }
            }
    }

    /// The columns that are defined anew. A definition gives every nullable column a default, at least NULL, and a
    /// separate ALTER drops the default of a column that has none.
    var redefinedColumns: [Column] {
        let names = Set(
            alteration.changes.compactMap { change in
                switch change {
                case .addColumn(let column, _), .changeColumn(_, let column), .moveColumn(let column, _): column.name
                default: nil
                }
            }
        )
        return alteration.after.columns.filter { names.contains($0.name) }
    }

    private func definition(of column: Column, _ edit: ColumnEdit) -> String {
        let definition = renderer.columnDefinition(column, in: alteration.after)
        let place = edit.place.map { " " + $0 } ?? ""
        if edit.isAdded, copiedColumns.contains(where: { $0.after.name == column.name }) {
            return "CHANGE COLUMN \(quoted(copyName(column))) \(definition) \(edit.place ?? "")".trimmed
        }
        if edit.isAdded { return "ADD COLUMN \(definition)\(place)" }
        guard let oldName = edit.oldName else { return "MODIFY COLUMN \(definition)\(place)" }
        // RENAME COLUMN keeps every attribute (MariaDB 10.5.2, MySQL 8.0).
        return edit.isChanged || edit.place != nil
            ? "CHANGE COLUMN \(quoted(oldName)) \(definition)\(place)"
            : "RENAME COLUMN \(quoted(oldName)) TO \(quoted(column.name))"
    }

    /// A column added at the end needs no position.
    private func place(after previous: String?, of column: Column, isMoving: Bool = false) -> String? {
        let isLast = alteration.after.columns.last?.name == column.name
        if isLast, !isMoving { return nil }
        return previous.map { "AFTER \(quoted($0))" } ?? "FIRST"
    }

    private func previousColumn(of column: Column) -> String? {
        let columns = alteration.after.columns
        guard let index = columns.firstIndex(where: { $0.name == column.name }), index > 0 else { return nil }
        return columns[index - 1].name
    }
}
