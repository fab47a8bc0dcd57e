internal import SchemaSQL

/// Values by the bytes of a cell, for cells that repeat: a schema has thousands of columns but tens of types and two
/// or three collations.
struct ByteCache<Value> {
    private var buckets: [UInt64: [(key: String, value: Value)]] = [:]

    /// The value of the cell's text, made once for each text.
    mutating func value<Failure: Error>(
        _ rows: RowSet,
        _ row: Int,
        _ column: Int,
        make: (String) throws(Failure) -> Value
    ) throws(Failure) -> Value? {
        let found: (hash: UInt64, value: Value?, text: String?) = rows.withBytes(row: row, column: column) { cell in
            guard let cell else { return (0, nil, nil) }
            let hash = Self.hash(cell)
            if let entry = buckets[hash]?.first(where: { $0.key.utf8.elementsEqual(cell) }) {
                return (hash, entry.value, nil)
            }
            return (hash, nil, String(decoding: cell, as: UTF8.self))
        }
        guard let text = found.text else { return found.value }
        let value = try make(text)
        buckets[found.hash, default: []].append((text, value))
        return value
    }

    /// FNV-1a.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}

/// Finds the table that a row belongs to. Rows of one table come together, so mostly it is the last one again.
struct TableFinder {
    private let positions: [String: Int]
    private var lastName = ""
    private var lastPosition: Int?

    init(_ positions: [String: Int]) {
        self.positions = positions
    }

    /// The table's place, or nil for one that is not looked at.
    mutating func position(_ rows: RowSet, _ row: Int, column: Int = 0) -> Int? {
        let isLast = rows.withBytes(row: row, column: column) { cell in
            cell.map { lastName.utf8.elementsEqual($0) } ?? false
        }
        if isLast { return lastPosition }
        guard let name = rows[row][column] else { return nil }
        lastName = name
        lastPosition = positions[name]
        return lastPosition
    }
}
