internal import CMariaDB
internal import ServerPort
package import SwiftMig

/// A query whose rows the server keeps, and sends in batches.
///
/// Other statements may run on the connection between two batches. It must be closed before the connection is given to
/// somebody else.
package final class DriverCursor {
    package let columns: ResultColumns
    private let connection: DriverConnection
    private let statement: PreparedStatement
    private let limits: DriverConnection.Limits
    /// The first batch has arrived with the execution if the server has no cursor for the statement, as for SHOW.
    private var isBuffered: Bool
    private var isAtEnd = false

    fileprivate init(
        _ connection: DriverConnection,
        _ statement: PreparedStatement,
        _ columns: ResultColumns,
        _ limits: DriverConnection.Limits
    ) {
        self.connection = connection
        self.statement = statement
        self.columns = columns
        self.limits = limits
        isBuffered = !statement.handle.pointee.hasCursor
    }

    /// Asks the server for the next batch, in place of the last one.
    ///
    /// - Returns: Whether there are rows.
    package func fetch() async throws(DriverError) -> Bool {
        if isAtEnd { return false }
        if isBuffered {
            isAtEnd = true
        } else {
            isAtEnd = true
            isAtEnd = try await connection.fetchBatch(statement, limits)
        }
        return statement.handle.pointee.result.data != nil
    }

    /// Reads the rows of the batch in order.
    package func forEachRow(_ body: (inout RowReader) throws(ValueError) -> Void) throws(ValueError) {
        try BinaryRows(of: statement.handle).forEach(columns, body)
    }

    /// Lets the server forget the rows.
    package func close() async {
        isAtEnd = true
        guard !statement.isClosed else { return }
        await connection.close(statement)
    }
}

extension DriverConnection {
    /// Runs a query whose rows are read in batches.
    ///
    /// - Parameter batch: The number of rows of a batch.
    package func openCursor(
        _ text: String,
        _ values: [SQLValue],
        batch: Int,
        timeout: Duration?
    ) async throws(DriverError) -> DriverCursor {
        try requireOpen()
        let limits = Limits(timeout: timeout, isInterruptible: true)
        // The cache may not close it while rows are read.
        let statement = try await prepare(text, limits)
        do {
            var type = UInt(CURSOR_TYPE_READ_ONLY.rawValue)
            mysql_stmt_attr_set(statement.handle, STMT_ATTR_CURSOR_TYPE, &type)
            var count = UInt(clamping: max(1, batch))
            mysql_stmt_attr_set(statement.handle, STMT_ATTR_PREFETCH_ROWS, &count)
            try await send(statement, values, limits, hasCursor: true)
            return DriverCursor(self, statement, results.columns ?? ResultColumns([]), limits)
        } catch {
            await close(statement)
            throw error
        }
    }

    /// Asks for the next rows of a cursor, and leaves them in the statement.
    ///
    /// - Returns: Whether they are the last ones.
    fileprivate func fetchBatch(_ statement: PreparedStatement, _ limits: Limits) async throws(DriverError) -> Bool {
        try requireOpen()
        // The library asks the server when no row of the last batch is left.
        statement.handle.pointee.result_cursor = nil
        calls.statement = statement.handle
        await run(.fetch, timeout: limits.timeout, isInterruptible: limits.isInterruptible)
        try await check(statement.text, limits)
        if calls.status == MYSQL_NO_DATA {
            // What the library keeps is the batch before.
            statement.handle.pointee.result.data = nil
            return true
        }
        return statement.handle.pointee.upsert_status.server_status & UInt32(SERVER_STATUS_LAST_ROW_SENT) != 0
    }
}

extension MYSQL_STMT {
    /// Whether the server has kept the rows.
    var hasCursor: Bool { upsert_status.server_status & UInt32(SERVER_STATUS_CURSOR_EXISTS) != 0 }
}
