internal import ConnectionPool
internal import SwiftMig
internal import SwiftMigQueries

/// What a session writes at its next flush, in order.
struct ChangeQueue {
    enum Change {
        case insert(Insertion)
        case update(RowUpdate)
        case delete(RowDeletion)
        /// A statement that may find nothing to do.
        case statement(SQL, origin: Origin)
        /// A change that must not be made.
        case refused(DatabaseError)
    }

    private(set) var changes: [Change] = []

    var isEmpty: Bool { changes.isEmpty }

    /// Returns the changes, and forgets them.
    mutating func takeAll() -> [Change] {
        defer { changes = [] }
        return changes
    }

    mutating func append(_ change: Change) { changes.append(change) }

    /// Queues rows, in the same statement as those of the same table just before.
    mutating func append(_ insertion: Insertion) {
        if case .insert(var last) = changes.last, last.isContinued(by: insertion) {
            // Otherwise, the queue would hold the rows as well, and they would be copied.
            changes.removeLast()
            last.append(insertion)
            changes.append(.insert(last))
        } else {
            changes.append(.insert(insertion))
        }
    }

    /// Takes back the last change if it is an update of the same row that no version counts, and returns it.
    mutating func takeBackUpdate(of key: RowKey, in table: ModelTable) -> RowUpdate? {
        guard case .update(let last) = changes.last, last.table.model == table.model, last.key == key,
            last.version == nil
        else { return nil }
        changes.removeLast()
        return last
    }
}

/// Where a program has asked for a change.
struct Origin: CustomStringConvertible {
    /// The name of the session's function.
    let function: String
    let place: CallSite

    var description: String { "\(function) at \(place)" }
}

/// The UPDATE of one row.
struct RowUpdate {
    let table: ModelTable
    let key: RowKey
    /// The row as the session knew it before; nil if it has not read it.
    let before: Snapshots.Row?
    /// The values to write, by the places of their columns.
    let values: [(place: Int, value: SQLValue)]
    /// The version that the row must have.
    let version: SQLValue?
    let origin: Origin

    var sql: SQL {
        var assignments = values.map { quoted(table.layout.columns[$0.place].name) + " = ?" }
        if let version = table.versionColumn { assignments.append("\(version) = \(version) + 1") }
        return SQL(
            raw: "UPDATE \(quoted(table.name)) SET \(assignments.joined(separator: ", ")) WHERE ",
            values.map(\.value)
        ) + table.condition(key, version)
    }
}

/// The DELETE of one row.
struct RowDeletion {
    let table: ModelTable
    let key: RowKey
    /// The version that the row must have.
    let version: SQLValue?
    let origin: Origin

    var sql: SQL { SQL(raw: "DELETE FROM \(quoted(table.name)) WHERE ") + table.condition(key, version) }
}

extension ModelTable {
    fileprivate var versionColumn: String? { layout.version.map { quoted(layout.columns[$0].name) } }

    /// The condition that selects one row if nobody else has changed it.
    fileprivate func condition(_ key: RowKey, _ version: SQLValue?) -> SQL {
        guard let version, let column = versionColumn else { return condition(key) }
        return condition(key) + SQL(raw: " AND \(column) = ?", [version])
    }
}
