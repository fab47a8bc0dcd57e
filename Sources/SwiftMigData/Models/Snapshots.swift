internal import SwiftMig
internal import SwiftMigQueries

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

    private var models = ModelRows()
    /// What was read, and is not in `models` yet: most rows are never saved, and need no snapshot.
    private var unread: [any ReadRows] = []
    private var unreadCount = 0
    /// How many rows are remembered at most. Otherwise, a transaction that reads a large table in parts would keep all
    /// of it.
    private static let limit = 100_000

    /// Takes note of rows that were read.
    mutating func remember<Model: RowModel>(_ rows: [Model]) { append(RowsOfModel(rows: rows)) }

    /// Takes note of the rows of models among what was read.
    mutating func remember<Request: FetchRequest>(_ rows: [Request.Output], of request: Request) {
        append(RowsOfRequest(request: request, rows: rows))
    }

    private mutating func append(_ rows: some ReadRows) {
        if rows.count == 0 { return }
        unread.append(rows)
        unreadCount += rows.count
        while unreadCount > Self.limit, unread.count > 1 { unreadCount -= unread.removeFirst().count }
    }

    /// What the session knows of a row; nil if it has not read it.
    mutating func row(_ key: RowKey, of table: ModelTable) -> Row? {
        lookThrough()
        return models.tables[table.model]?.rows[key]
    }

    /// Takes note of what the session writes.
    mutating func set(_ row: Row, _ key: RowKey, of table: ModelTable) {
        lookThrough()
        models.tables[table.model, default: ModelRows.Rows(table: table.name)].rows[key] = row
        // What another model of the same table has read is no longer true.
        models.forget(table: table.name, but: table.model)
    }

    /// Forgets a row that is about to be inserted again.
    mutating func forget(_ key: RowKey, of table: ModelTable) {
        lookThrough()
        models.tables[table.model]?.rows[key] = nil
    }

    /// Forgets the rows of a table, which a statement may have changed.
    mutating func forget(table: String) {
        lookThrough()
        models.forget(table: table)
    }

    private mutating func lookThrough() {
        if unread.isEmpty { return }
        var visitor: any RowVisitor = models
        // Otherwise, the snapshots would be copied.
        models = ModelRows()
        for rows in unread { rows.visit(&visitor) }
        if let visited = visitor as? ModelRows { models = visited }
        unread = []
        unreadCount = 0
    }
}

/// The snapshots of the rows of each model.
private struct ModelRows: RowVisitor {
    struct Rows {
        let table: String
        var rows: [RowKey: Snapshots.Row] = [:]
    }

    var tables: [ObjectIdentifier: Rows] = [:]

    mutating func visit<Model: RowModel>(_ row: Model) {
        let table = ModelTable(Model.self)
        if table.layout.primaryKey.isEmpty { return }
        let values = row.rowValues
        let key = table.key(of: values)
        let version = table.layout.version.map { values[$0] }
        var snapshot = Snapshots.Snapshot(values: values, firstVersion: version)
        // The session's own changes remain its own, unless somebody else has changed the row since.
        if let place = table.layout.version, case .known(let old) = tables[table.model]?.rows[key],
            old.values[place] == version
        {
            snapshot.firstVersion = old.firstVersion
        }
        tables[table.model, default: Rows(table: table.name)].rows[key] = .known(snapshot)
    }

    mutating func forget(table: String, but kept: ObjectIdentifier? = nil) {
        for (model, rows) in tables where model != kept && rows.table == table { tables[model] = nil }
    }
}

/// Rows that were read together.
private protocol ReadRows {
    var count: Int { get }
    func visit(_ visitor: inout any RowVisitor)
}

private struct RowsOfModel<Model: RowModel>: ReadRows {
    let rows: [Model]
    var count: Int { rows.count }

    func visit(_ visitor: inout any RowVisitor) {
        for row in rows { visitor.visit(row) }
    }
}

private struct RowsOfRequest<Request: FetchRequest>: ReadRows {
    let request: Request
    let rows: [Request.Output]
    var count: Int { rows.count }

    func visit(_ visitor: inout any RowVisitor) {
        for row in rows { request._visit(row, &visitor) }
    }
}
