/// The rows of a result, all cells in one buffer: one copy from the network, none until a cell is asked for.
package struct RowSet: Sendable {
    package let columnNames: [String]
    package private(set) var count = 0
    private var bytes: [UInt8] = []
    /// Where each cell ends in `bytes`, row by row. A NULL repeats the end before it, with the sign bit set.
    private var ends: [Int] = []

    package init(columnNames: [String] = []) {
        self.columnNames = columnNames
    }

    /// Appends a cell; a row is complete when it has one for every column.
    package mutating func append(cell: UnsafeBufferPointer<UInt8>?) {
        if let cell {
            bytes.append(contentsOf: cell)
            ends.append(bytes.count)
        } else {
            ends.append(~bytes.count)
        }
        if ends.count % columnNames.count == 0 { count += 1 }
    }

    /// Appends a row of strings, for tests and recorded answers.
    package mutating func append(row: [String?]) {
        for cell in row {
            if var text = cell {
                text.withUTF8 { append(cell: $0) }
            } else {
                append(cell: nil)
            }
        }
    }

    /// The bytes of a cell, or nil for NULL.
    package func withBytes<Result>(
        row: Int,
        column: Int,
        _ body: (UnsafeBufferPointer<UInt8>?) throws -> Result
    ) rethrows -> Result {
        let cell = row * columnNames.count + column
        let end = ends[cell]
        if end < 0 { return try body(nil) }
        let before = cell == 0 ? 0 : ends[cell - 1]
        let start = before < 0 ? ~before : before
        return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
    }
}

extension RowSet: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { count }
    package subscript(index: Int) -> Row { Row(rows: self, index: index) }

    /// One row of a `RowSet`.
    package struct Row: Sendable {
        let rows: RowSet
        let index: Int

        /// The row's place in its set.
        package var place: Int { index }

        /// The cell as text, invalid UTF-8 repaired; nil for NULL.
        package subscript(column: Int) -> String? {
            rows.withBytes(row: index, column: column) { $0.map { String(decoding: $0, as: UTF8.self) } }
        }

        package func isNull(_ column: Int) -> Bool {
            rows.withBytes(row: index, column: column) { $0 == nil }
        }

        package func bytes(_ column: Int) -> [UInt8]? {
            rows.withBytes(row: index, column: column) { $0.map(Array.init) }
        }

        package func int(_ column: Int) -> Int? {
            self[column].flatMap { Int($0) }
        }
    }
}
