internal import DatabaseDriver
internal import SwiftMig
internal import SwiftMigQueries

extension Session {
    /// Finds the row that made an INSERT of several rows fail, because the servers do not always tell it.
    ///
    /// It inserts halves of the rows within a savepoint, which it rolls back.
    ///
    /// - Returns: nil if the failure has nothing to do with a row, or does not happen again.
    func wrongRow(
        of insertion: Insertion,
        in rows: Range<Int>,
        _ error: any Error,
        on connection: DriverConnection
    ) async throws -> Int? {
        if rows.count == 1 { return rows.lowerBound }
        guard let error = error as? DatabaseError, error.isAboutRow else { return nil }
        if case .decoding = error { return insertion.firstUnsendableRow(in: rows) }
        try await core.runPlain("SAVEPOINT wrong_row", on: connection)
        let row = await search(insertion, rows, on: connection)
        try await core.runPlain("ROLLBACK TO SAVEPOINT wrong_row", on: connection, isInterruptible: false)
        try await core.runPlain("RELEASE SAVEPOINT wrong_row", on: connection, isInterruptible: false)
        return row
    }

    private func search(_ insertion: Insertion, _ rows: Range<Int>, on connection: DriverConnection) async -> Int? {
        var rows = rows
        while rows.count > 1 {
            let middle = rows.lowerBound + rows.count / 2
            do {
                try await core.read(insertion.batch(rows.lowerBound..<middle).sql, on: connection, skip)
                // The rows before remain, because the wrong one may have the same key as one of them.
                rows = middle..<rows.upperBound
            } catch {
                guard let error = error as? DatabaseError, error.isAboutRow else { return nil }
                rows = rows.lowerBound..<middle
            }
        }
        return rows.lowerBound
    }
}

extension Insertion {
    /// What an error says about a row, and where the program asked for it.
    func words(onRow row: Int?) -> String {
        guard let row else { return origins.first.map { "\($0.origin)" } ?? "" }
        guard let place = origins.lastIndex(where: { $0.firstRow <= row }) else { return "row \(row)" }
        let (first, origin) = origins[place]
        let end = place + 1 < origins.count ? origins[place + 1].firstRow : rows.count
        let column = unsendableColumn(ofRow: row).map { ", column '\($0)'" } ?? ""
        return end - first == 1 ? "\(origin)\(column)" : "\(origin), row [\(row - first)]\(column)"
    }

    fileprivate func firstUnsendableRow(in range: Range<Int>) -> Int? {
        range.first { unsendableColumn(ofRow: $0) != nil }
    }

    /// The column whose value no server can take.
    private func unsendableColumn(ofRow row: Int) -> String? {
        zip(columns, rows[row]).first { _, value in
            do throws(ValueError) {
                try value?.check()
                return false
            } catch {
                return true
            }
        }?.0
    }
}

extension DatabaseError {
    /// Whether the error is about a value of a row, and the transaction goes on.
    fileprivate var isAboutRow: Bool {
        switch self {
        case .uniqueViolation, .foreignKeyViolation, .notNullViolation, .checkViolation, .dataTooLong,
            .valueOutOfRange, .decoding, .other:
            true
        default: false
        }
    }
}
