internal import ServerPort

/// Finds the table of a row. Rows of the same table are adjacent, so it is usually the previous one.
struct TableFinder {
    private let positions: [String: Int]
    private var lastRow: Int?
    private var lastPosition: Int?

    init(_ positions: [String: Int]) {
        self.positions = positions
    }

    /// Returns the table's position, or nil for a table that is not inspected.
    ///
    /// - Parameters:
    ///   - rows: The same row set in every call.
    ///   - column: The position of the table's name, the same in every call.
    mutating func position(_ rows: RowSet, _ row: Int, column: Int = 0) -> Int? {
        if let lastRow, rows.hasSameCells(row, lastRow, columns: column..<column + 1) { return lastPosition }
        lastRow = row
        lastPosition = rows.text(row: row, column: column).flatMap { positions[$0] }
        return lastPosition
    }
}
