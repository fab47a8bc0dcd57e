/// The rows of a result. All cells share one buffer, so they are copied once from the network and again only when read.
package struct RowSet: Sendable {
    package let columnNames: [String]
    package private(set) var count = 0
    private var bytes: [UInt8] = []
    /// The end of each cell in `bytes`, row by row. A NULL repeats the previous end with all bits inverted.
    private var ends: [Int] = []

    package init(columnNames: [String] = []) {
        self.columnNames = columnNames
    }

    /// Appends a cell. A row is complete when it has a cell for every column.
    package mutating func append(cell: UnsafeBufferPointer<UInt8>?) {
        if let cell {
            bytes.append(contentsOf: cell)
            ends.append(bytes.count)
        } else {
            ends.append(~bytes.count)
        }
        if ends.count % columnNames.count == 0 { count += 1 }
    }

    /// Appends a row of strings, for tests and recorded results.
    package mutating func append(row: [String?]) {
        for cell in row {
            if var text = cell {
                text.withUTF8 { append(cell: $0) }
            } else {
                append(cell: nil)
            }
        }
    }

    /// Calls `body` with the bytes of a cell, or with nil for NULL.
    package func withBytes<Result>(
        row: Int,
        column: Int,
        _ body: (UnsafeBufferPointer<UInt8>?) throws -> Result
    ) rethrows -> Result {
        let cell = row * columnNames.count + column
        let end = ends[cell]
        if end < 0 { return try body(nil) }
        let start = start(ofCell: cell)
        return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
    }

    /// Returns a cell as text, like `self[row][column]`. Use it in long loops, because a `Row` retains the set.
    package func text(row: Int, column: Int) -> String? {
        withBytes(row: row, column: column) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    private func start(ofCell cell: Int) -> Int {
        cell == 0 ? 0 : Self.offset(ends[cell - 1])
    }

    private static func offset(_ end: Int) -> Int { end < 0 ? ~end : end }

    // MARK: - Adjacent cells

    /// Returns a hash of the bytes of some adjacent cells.
    package func hash(row: Int, columns: Range<Int>) -> Int {
        withBytes(row: row, columns: columns) { bytes in
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
            return hasher.finalize()
        }
    }

    /// Returns whether two rows are equal in these adjacent cells.
    package func hasSameCells(_ row: Int, _ other: Int, columns: Range<Int>) -> Bool {
        let (first, second) = (row * columnNames.count, other * columnNames.count)
        let distance = start(ofCell: second + columns.lowerBound) - start(ofCell: first + columns.lowerBound)
        for column in columns {
            let (end, otherEnd) = (ends[first + column], ends[second + column])
            let isSame = (end < 0) == (otherEnd < 0) && Self.offset(end) + distance == Self.offset(otherEnd)
            guard isSame else { return false }
        }
        return withBytes(row: row, columns: columns) { bytes in
            withBytes(row: other, columns: columns) { bytes.hasSameBytes(as: $0) }
        }
    }

    private func withBytes<Result>(
        row: Int,
        columns: Range<Int>,
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        let cell = row * columnNames.count
        let range = start(ofCell: cell + columns.lowerBound)..<start(ofCell: cell + columns.upperBound)
        return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Returns whether both contain the same bytes. The loop has no early exit, so that the compiler can vectorise it.
    package func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<count { difference |= self[index] ^ other[index] }
        return difference == 0
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

        /// The row's index in its set.
        package var place: Int { index }

        /// The cell as text, with invalid UTF-8 repaired; nil for NULL.
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
