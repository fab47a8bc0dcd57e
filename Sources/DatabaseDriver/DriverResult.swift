internal import CMariaDB
package import SwiftMig

/// What a statement has brought, read to its end. It must be read or dropped before the connection's next statement.
package struct DriverResult: ~Copyable {
    fileprivate enum Rows {
        case none
        case text(UnsafeMutablePointer<MYSQL_RES>)
        case binary(PreparedStatement)
        case copied(CopiedRows)
    }

    /// The columns; nil for a statement without rows.
    package let columns: ResultColumns?
    /// The rows that were changed, or found to need no change; for a query, the rows of the result.
    package let affectedRows: UInt64
    /// The number that the server gave to the first inserted row; 0 if it gave none.
    package let lastInsertID: UInt64
    package let warningCount: Int
    private let rows: Rows

    fileprivate init(_ results: CollectedResults, _ columns: ResultColumns?, _ rows: Rows) {
        self.columns = columns
        self.rows = rows
        affectedRows = results.affectedRows
        lastInsertID = results.lastInsertID
        warningCount = results.warningCount
    }

    deinit {
        switch rows {
        case .text(let result): mysql_free_result(result)
        case .binary(let statement) where !statement.isClosed: mysql_stmt_free_result(statement.handle)
        case .none, .copied, .binary: break
        }
    }

    /// Reads the rows in order. `body` reads the cells of one row.
    package borrowing func forEachRow(
        _ body: (inout RowReader) throws(ValueError) -> Void
    ) throws(ValueError) {
        guard let columns else { return }
        switch rows {
        case .none: break
        case .binary(let statement): try BinaryRows(of: statement.handle).forEach(columns, body)
        case .copied(let rows):
            for packet in rows.packets {
                var reader = RowReader(binary: packet, columns: columns)
                try body(&reader)
            }
        case .text(let result):
            mysql_data_seek(result, 0)
            while let cells = mysql_fetch_row(result), let lengths = mysql_fetch_lengths(result) {
                var reader = RowReader(text: cells, lengths: lengths, columns: columns)
                try body(&reader)
            }
        }
    }
}

extension DriverConnection {
    /// The result of the prepared statement that has just run.
    func result(of statement: PreparedStatement) -> DriverResult {
        guard let columns = results.columns else { return DriverResult(results, nil, .none) }
        if let rows = results.copiedRows { return DriverResult(results, columns, .copied(rows)) }
        return DriverResult(results, columns, .binary(statement))
    }

    /// The result of the text that has just run.
    func textResult() -> DriverResult {
        guard let result = results.text else { return DriverResult(results, nil, .none) }
        let fields = UnsafeBufferPointer(start: mysql_fetch_fields(result), count: Int(mysql_num_fields(result)))
        results.text = nil
        return DriverResult(results, ResultColumns(fields), .text(result))
    }
}
