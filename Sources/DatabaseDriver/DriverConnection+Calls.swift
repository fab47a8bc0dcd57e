internal import CMariaDB
internal import MariaDBClient
internal import ServerPort
internal import SwiftMig

/// What a command has brought so far.
struct CollectedResults {
    /// The first result with rows, in the text protocol.
    var text: UnsafeMutablePointer<MYSQL_RES>?
    /// Copies of the first rows of a statement that has several results, in the binary protocol.
    var copiedRows: CopiedRows?
    /// The columns of the first rows, in the binary protocol.
    var columns: ResultColumns?
    /// Whether the statement has other columns than when it was prepared, and the library cannot use it again.
    var hasOtherColumns = false
    /// How many results have arrived.
    var count = 0
    var affectedRows: UInt64 = 0
    var lastInsertID: UInt64 = 0
    var warningCount = 0
}

extension DriverConnection {
    /// Takes in what a call has returned. Runs on the thread that makes the calls.
    ///
    /// - Returns: The next call of the command; nil if the command has ended.
    func next(after call: LibraryCall) -> LibraryCall? {
        switch call {
        case .query: calls.status == 0 ? .storeResult : fail()
        case .storeResult: takeTextResult()
        case .nextResult: calls.status == 0 ? .storeResult : endOfResults()
        case .prepare: calls.status == 0 ? nil : failStatement()
        case .execute: calls.status == 0 || hasOtherColumns ? takeExecution() : failStatement()
        case .storeRows: calls.status == 0 ? takeRows() : failStatement()
        case .nextRows: calls.status == 0 ? takeExecution() : endOfStatementResults()
        case .fetch: calls.status == 0 || calls.status == MYSQL_NO_DATA ? nil : failStatement()
        case .ping, .resetConnection, .setOption: calls.status == 0 ? nil : fail()
        // The server does not answer it.
        case .closeStatement: nil
        }
    }

    private func fail() -> LibraryCall? {
        failure = ServerError(lastOf: calls.handle)
        return nil
    }

    private func failStatement() -> LibraryCall? {
        guard let statement = calls.statement else { return fail() }
        failure = ServerError(lastOf: statement)
        return nil
    }

    // MARK: The text protocol

    private func takeTextResult() -> LibraryCall? {
        // If an INSERT … RETURNING fails on MariaDB, the error comes with the rows, after the columns.
        if calls.result == nil, mysql_errno(calls.handle) != 0 { return fail() }
        // A CALL has the results of the procedure and one of its own. The first with rows is the caller's.
        if results.text == nil, let result = calls.result {
            results.text = result
        } else if let result = calls.result {
            mysql_free_result(result)
        }
        noteEffects(
            affectedRows: mysql_affected_rows(calls.handle),
            lastInsertID: mysql_insert_id(calls.handle)
        )
        calls.result = nil
        return mysql_more_results(calls.handle) != 0 ? .nextResult : nil
    }

    private func endOfResults() -> LibraryCall? {
        calls.status > 0 || mysql_errno(calls.handle) != 0 ? fail() : nil
    }

    private func noteEffects(affectedRows: UInt64, lastInsertID: UInt64) {
        results.count += 1
        if results.count == 1 {
            results.affectedRows = affectedRows
            results.lastInsertID = lastInsertID
        }
        results.warningCount = Int(mysql_warning_count(calls.handle))
    }

    // MARK: The binary protocol

    private func takeExecution() -> LibraryCall? {
        guard let statement = calls.statement else { return nil }
        results.hasOtherColumns = hasOtherColumns
        // Otherwise the library refuses to read the rows.
        if results.hasOtherColumns { statement.pointee.last_errno = 0 }
        // Of columns that have changed, the library updates only the types in the statement. The server may send none.
        let fields =
            calls.handle.pointee.fields != nil
            ? UnsafeBufferPointer(start: calls.handle.pointee.fields, count: Int(calls.handle.pointee.field_count))
            : UnsafeBufferPointer(start: statement.pointee.fields, count: Int(statement.pointee.field_count))
        if fields.isEmpty {
            noteEffects(
                affectedRows: mysql_stmt_affected_rows(statement),
                lastInsertID: mysql_stmt_insert_id(statement)
            )
            return nextStatementResult(statement)
        }
        if results.columns == nil {
            // A changed table can change the types of a statement that was prepared before.
            let known = prepared?.columns
            results.columns = known?.areStill(fields) ?? false ? known : ResultColumns(fields)
            prepared?.columns = results.columns
        }
        if case .execute(hasCursor: true) = command, statement.pointee.hasCursor { return nil }
        return .storeRows
    }

    private func takeRows() -> LibraryCall? {
        guard let statement = calls.statement else { return nil }
        let isFirst = results.count == 0
        noteEffects(
            affectedRows: mysql_stmt_num_rows(statement),
            lastInsertID: mysql_stmt_insert_id(statement)
        )
        guard mysql_stmt_more_results(statement) != 0 else { return nil }
        // The next result replaces these rows.
        if isFirst { results.copiedRows = CopiedRows(BinaryRows(of: statement)) }
        return .nextRows
    }

    /// Whether a table has got or lost a column since the statement was prepared. The rows are there nevertheless.
    private var hasOtherColumns: Bool {
        guard calls.status != 0, let statement = calls.statement else { return false }
        return mysql_stmt_errno(statement) == UInt32(CR_NEW_STMT_METADATA)
    }

    private func nextStatementResult(_ statement: UnsafeMutablePointer<MYSQL_STMT>) -> LibraryCall? {
        mysql_stmt_more_results(statement) != 0 ? .nextRows : nil
    }

    private func endOfStatementResults() -> LibraryCall? {
        calls.status > 0 ? failStatement() : nil
    }
}

extension ServerError {
    /// The last error of a prepared statement.
    init(lastOf statement: UnsafeMutablePointer<MYSQL_STMT>) {
        self.init(
            errno: Int(mysql_stmt_errno(statement)),
            sqlState: String(cString: mysql_stmt_sqlstate(statement)),
            message: String(cString: mysql_stmt_error(statement))
        )
    }
}

/// The rows that a statement has stored, as packets of the binary protocol. Valid until the statement's next call.
struct BinaryRows: Sequence, IteratorProtocol {
    private var row: UnsafeMutablePointer<MYSQL_ROWS>?

    init(of statement: UnsafeMutablePointer<MYSQL_STMT>) {
        row = statement.pointee.result.data
    }

    /// Reads the cells of each row.
    func forEach(
        _ columns: ResultColumns,
        _ body: (inout RowReader) throws(ValueError) -> Void
    ) throws(ValueError) {
        var rows = self
        guard let first = rows.next() else { return }
        var reader = RowReader(binary: first, columns: columns)
        try body(&reader)
        while let row = rows.next() {
            reader.start(binary: row)
            try body(&reader)
        }
    }

    mutating func next() -> UnsafeRawBufferPointer? {
        guard let current = row else { return nil }
        row = current.pointee.next
        return UnsafeRawBufferPointer(start: current.pointee.data, count: Int(current.pointee.length))
    }
}

/// Copies of rows that a statement will replace.
final class CopiedRows {
    let packets: [UnsafeRawBufferPointer]

    init(_ rows: BinaryRows) {
        packets = rows.map { row in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: row.count, alignment: 8)
            copy.copyMemory(from: row)
            return UnsafeRawBufferPointer(copy)
        }
    }

    deinit {
        packets.forEach { $0.deallocate() }
    }
}
