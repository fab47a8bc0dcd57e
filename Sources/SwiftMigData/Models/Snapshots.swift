internal import SwiftMig

/// The rows of a transaction as its session has last read or written them. By them, `save` knows which columns have
/// changed.
struct Snapshots {
    /// What the session knows of a row.
    enum Row {
        case known(Snapshot)
        /// The session has deleted it.
        case deleted
    }

    struct Snapshot {
        var values: [SQLValue]
        /// The version of the row when it was read. The session itself may have written newer ones since.
        var firstVersion: SQLValue?
    }

    private struct ModelRows {
        let table: String
        var rows: [RowKey: Row] = [:]
        /// Rows that were read, and are not in `rows` yet. Most rows are never saved, and need no snapshot.
        var unread: [any RowBatch] = []
    }

    private var models: [ObjectIdentifier: ModelRows] = [:]

    /// Takes note of rows that were read.
    mutating func remember<Model: RowModel>(_ rows: [Model]) {
        if rows.isEmpty || Model.rowLayout.primaryKey.isEmpty { return }
        models[ObjectIdentifier(Model.self), default: ModelRows(table: Model.tableName)].unread.append(Rows(rows: rows))
    }

    /// What the session knows of a row; nil if it has not read it.
    mutating func row(_ key: RowKey, of table: ModelTable) -> Row? {
        lookThrough(table)
        return models[table.model]?.rows[key]
    }

    /// Takes note of what the session writes.
    mutating func set(_ row: Row, _ key: RowKey, of table: ModelTable) {
        lookThrough(table)
        models[table.model, default: ModelRows(table: table.name)].rows[key] = row
        // What another model of the same table has read is no longer true.
        for (model, rows) in models where model != table.model && rows.table == table.name { models[model] = nil }
    }

    /// Forgets a row that is about to be inserted again.
    mutating func forget(_ key: RowKey, of table: ModelTable) {
        lookThrough(table)
        models[table.model]?.rows[key] = nil
    }

    /// Forgets the rows of a table, which a statement may have changed.
    mutating func forget(table: String) {
        for (model, rows) in models where rows.table == table { models[model] = nil }
    }

    private mutating func lookThrough(_ table: ModelTable) {
        guard let batches = models[table.model]?.unread, !batches.isEmpty else { return }
        models[table.model]?.unread = []
        for values in batches.lazy.flatMap(\.rowValues) {
            let key = table.key(of: values)
            let version = table.layout.version.map { values[$0] }
            var snapshot = Snapshot(values: values, firstVersion: version)
            // The session's own changes remain its own, unless somebody else has changed the row since.
            if let place = table.layout.version, case .known(let old) = models[table.model]?.rows[key],
                old.values[place] == version
            {
                snapshot.firstVersion = old.firstVersion
            }
            models[table.model]?.rows[key] = .known(snapshot)
        }
    }
}

/// Rows of a model.
private protocol RowBatch {
    var rowValues: [[SQLValue]] { get }
}

private struct Rows<Model: RowModel>: RowBatch {
    let rows: [Model]
    var rowValues: [[SQLValue]] { rows.map(\.rowValues) }
}
