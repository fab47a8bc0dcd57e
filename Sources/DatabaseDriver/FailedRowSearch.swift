internal import SQLStatements
internal import SchemaModel
internal import ServerPort
internal import SwiftMig

/// How the row is found for which a statement failed, when it was sent for many.
enum FailedRowSearch {
    /// Not at all.
    case none
    /// The server tells it.
    case told
    /// What the rows have done is undone, and they are sent one by one.
    case savepoint

    static let savepointName = "swiftmig_many"

    init(_ text: String, _ dialect: SQLDialect, isInTransaction: Bool) {
        self = Self.insertsOneRow(text, dialect) ? .told : isInTransaction ? .savepoint : .none
    }

    /// Whether the statement is an INSERT of one row. For others, the server counts the rows that it has read.
    private static func insertsOneRow(_ text: String, _ dialect: SQLDialect) -> Bool {
        var lexer = SQLLexer(text, dialect: dialect)
        var depth = 0
        var isFirst = true
        var afterValues = false
        while let token = lexer.nextReadable() {
            let word = String(decoding: lexer.bytes[token.range], as: UTF8.self).uppercased()
            if isFirst, word != "INSERT", word != "REPLACE" { return false }
            isFirst = false
            switch word {
            case "VALUES" where depth == 0, "VALUE" where depth == 0: afterValues = true
            case "(": depth += 1
            case ")":
                depth -= 1
                if afterValues, depth == 0 {
                    // Another row follows a comma.
                    guard let next = lexer.nextReadable() else { return true }
                    return !lexer.bytes[next.range].elementsEqual([UInt8(ascii: ",")])
                }
            default: break
            }
        }
        return false
    }
}

extension DriverConnection {
    /// Finds the row that is to blame for an error.
    func failedRow(
        _ text: String,
        _ rows: ArraySlice<[SQLValue]>,
        _ timeout: Duration?,
        _ way: FailedRowSearch,
        after error: DriverError
    ) async -> Int? {
        guard case .server(let failure) = error, !Set.concernsNoRow.contains(failure.code), isOpen else { return nil }
        defer { hasFailed = true }
        do {
            switch way {
            case .none: return nil
            case .told: return try await toldRow().map { rows.startIndex + $0 - 1 }
            case .savepoint:
                let undone = try await executeText("ROLLBACK TO SAVEPOINT \(FailedRowSearch.savepointName)")
                // 1196: a table without transactions was changed as well. Its rows cannot be changed twice.
                return undone.warningCount == 0 ? await firstFailure(text, rows, timeout) : nil
            }
        } catch {
            // An older server, or none any more. The error of the statement says more.
            return nil
        }
    }

    /// The number of the row that the server blames, from 1 on (MariaDB from 10.7 on).
    private func toldRow() async throws -> Int? {
        try await executeText("GET DIAGNOSTICS CONDITION 1 @swiftmig_row = ROW_NUMBER")
        var number: Int?
        let result = try await executeText("SELECT @swiftmig_row")
        try result.forEachRow { row throws(ValueError) in number = try row.next() }
        return number.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Runs a statement for one row after the other, until it fails.
    private func firstFailure(_ text: String, _ rows: ArraySlice<[SQLValue]>, _ timeout: Duration?) async -> Int? {
        for row in rows.indices {
            do {
                _ = try await execute(text, rows[row], timeout: timeout)
            } catch {
                if case .server = error { return row }
                return nil
            }
        }
        return nil
    }
}

extension Set<ServerErrorCode> {
    /// The statement has not run, has been ended, or has waited, or the whole transaction is gone.
    fileprivate static let concernsNoRow = notPreparable.union([
        .lockDeadlock, .recordChanged, .rollbackDuringCommit, .lockWaitTimeout, .queryInterrupted,
    ])
}
