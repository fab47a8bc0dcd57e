internal import SchemaSQL

/// What was made of cells that repeat: a schema has thousands of columns, but tens that differ in more than their names.
struct RowCache<Value> {
    /// The cells that the values are made of. They stand side by side.
    let columns: Range<Int>
    /// The first row with each content, and what was made of it, by the hash of its cells.
    private var known: [UInt64: [(row: Int, value: Value)]] = [:]

    init(columns: Range<Int>) {
        self.columns = columns
    }

    /// The value of the row's cells, made once for rows that have the same in them.
    ///
    /// - Parameter rows: the same set in every call.
    mutating func value(_ rows: RowSet, _ row: Int, make: () -> Value) -> Value {
        let hash = rows.hash(row: row, columns: columns)
        if let entry = known[hash]?.first(where: { rows.hasSameCells($0.row, row, columns: columns) }) {
            return entry.value
        }
        let value = make()
        known[hash, default: []].append((row, value))
        return value
    }
}
