internal import ServerPort

/// Caches values made from cells that repeat: of thousands of columns, only dozens differ in more than the name.
struct RowCache<Value> {
    /// The adjacent cells that a value is made from.
    let columns: Range<Int>
    /// By the hash of its cells, the first row with each content and its value.
    private var known: [Int: [(row: Int, value: Value)]] = [:]

    init(columns: Range<Int>) {
        self.columns = columns
    }

    /// Returns the value for the row's cells. It is made only once for rows with equal cells.
    ///
    /// - Parameter rows: The same row set in every call.
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
