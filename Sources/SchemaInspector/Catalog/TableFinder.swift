internal import SchemaSQL

/// Finds the table that a row belongs to. Rows of one table come together, so mostly it is the last one again.
struct TableFinder {
    private let positions: [String: Int]
    private var lastRow: Int?
    private var lastPosition: Int?

    init(_ positions: [String: Int]) {
        self.positions = positions
    }

    /// The table's place, or nil for one that is not looked at.
    ///
    /// - Parameters:
    ///   - rows: the same set in every call.
    ///   - column: the place of the table's name, the same in every call.
    mutating func position(_ rows: RowSet, _ row: Int, column: Int = 0) -> Int? {
        if let lastRow, rows.hasSameCells(row, lastRow, columns: column..<column + 1) { return lastPosition }
        lastRow = row
        lastPosition = rows.text(row: row, column: column).flatMap { positions[$0] }
        return lastPosition
    }
}
