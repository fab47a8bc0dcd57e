internal import SwiftMig
internal import SwiftMigQueries

/// The INSERT of any number of rows.
struct Insertion {
    let table: String
    /// The columns of which rows may have values.
    let columns: [String]
    /// The values of each row, one for each column; nil for the column's default.
    private(set) var rows: [[SQLValue?]]
    /// Where the program asked for rows, and the place of the first of them.
    private(set) var origins: [(firstRow: Int, origin: Origin)]
    /// What the statement says after the rows.
    var ending: SQL = ""

    init(table: String, columns: [String], rows: [[SQLValue?]], origin: Origin) {
        self.table = table
        self.columns = columns
        self.rows = rows
        origins = [(0, origin)]
    }

    /// The rows of a model, without the columns that the server computes.
    init<New: NewRow>(_ new: [New], origin: Origin) {
        let layout = New.Model.rowLayout
        let places = layout.columns.indices.filter { !layout.columns[$0].isGenerated }
        let version = layout.version
        let rows = new.map { row in
            let values = row.newValues
            // The first version of a row is 1.
            return places.map { values[$0] ?? ($0 == version ? .int(1) : nil) }
        }
        self.init(
            table: New.Model.tableName,
            columns: places.map { layout.columns[$0].name },
            rows: rows,
            origin: origin
        )
    }

    /// Whether another insertion may become part of this one.
    func isContinued(by other: Insertion) -> Bool {
        table == other.table && columns == other.columns && ending.text.isEmpty && other.ending.text.isEmpty
    }

    mutating func append(_ other: Insertion) {
        origins += other.origins.map { (rows.count + $0.firstRow, $0.origin) }
        rows += other.rows
    }

    // MARK: Statements

    /// The places of the columns that at least one row has a value for. The statement names no others.
    private var usedPlaces: [Int] {
        var isUsed = [Bool](repeating: false, count: columns.count)
        var unused = columns.count
        for row in rows {
            if unused == 0 { break }
            for place in columns.indices where !isUsed[place] && row[place] != nil {
                isUsed[place] = true
                unused -= 1
            }
        }
        return columns.indices.filter { isUsed[$0] }
    }

    /// A part of the rows as one statement.
    struct Batch {
        let rows: Range<Int>
        let sql: SQL
    }

    /// Calls `body` with one statement after the other. Statements of the same number of full rows have the same text,
    /// so that the server prepares it once.
    func forEachBatch(_ limits: Limits, _ body: (Batch) async throws -> Void) async throws {
        let text = StatementText(self, places: usedPlaces)
        var start = 0
        while start < rows.count {
            let count = limits.count(of: rows[start...].lazy.map { text.values(of: $0) }, columns: text.places.count)
            try await body(batch(start..<start + count, text))
            start += count
        }
    }

    /// Some of the rows as one statement.
    func batch(_ range: Range<Int>) -> Batch { batch(range, StatementText(self, places: usedPlaces)) }

    private func batch(_ range: Range<Int>, _ text: StatementText) -> Batch {
        var tuples: [String] = []
        var values: [SQLValue] = []
        tuples.reserveCapacity(range.count)
        values.reserveCapacity(range.count * text.places.count)
        for row in rows[range] {
            let rowValues = text.values(of: row)
            tuples.append(text.tuple(rowValues))
            for case let value? in rowValues { values.append(value) }
        }
        return Batch(
            rows: range,
            sql: SQL(raw: text.beginning + tuples.joined(separator: ", "), values) + ending
        )
    }

    private struct StatementText {
        let places: [Int]
        let beginning: String
        private let fullTuple: String

        init(_ insertion: Insertion, places: [Int]) {
            self.places = places
            let names = places.map { quoted(insertion.columns[$0]) }.joined(separator: ", ")
            beginning = "INSERT INTO \(quoted(insertion.table)) (\(names)) VALUES "
            fullTuple = "(" + places.map { _ in "?" }.joined(separator: ", ") + ")"
        }

        func values(of row: [SQLValue?]) -> [SQLValue?] { places.map { row[$0] } }

        func tuple(_ values: [SQLValue?]) -> String {
            if values.allSatisfy({ $0 != nil }) { return fullTuple }
            return "(" + values.map { $0 == nil ? "DEFAULT" : "?" }.joined(separator: ", ") + ")"
        }
    }
}

extension Insertion {
    /// How large a statement may be.
    struct Limits {
        /// The server's `max_allowed_packet`.
        var bytes: Int
        /// Whether values are written as literals, in which every byte may need two.
        var hasLiterals = false
        /// The most rows of a statement. More of them are hardly faster.
        var rows = 1000
        /// The most placeholders of a prepared statement.
        static let placeholders = 65_535

        /// How many of the rows fit into one statement: the most rows, a half of them, a quarter and so on, so that
        /// there are few different statements. At least one.
        func count(of rows: some Collection<[SQLValue?]>, columns: Int) -> Int {
            let most = max(1, min(self.rows, Self.placeholders / max(columns, 1)))
            // The command's header, and the beginning and the end of the statement.
            var free = bytes - 8192
            var fitting = 0
            for row in rows.prefix(most) {
                free -= row.reduce(2) { $0 + size(of: $1) }
                if free < 0 { break }
                fitting += 1
            }
            if fitting == most || fitting == rows.count { return fitting }
            var count = most
            while count > max(fitting, 1) { count /= 2 }
            return count
        }

        /// The bytes of a value in the packet: with its type, its length and its placeholder or literal.
        private func size(of value: SQLValue?) -> Int {
            let bytes =
                switch value {
                case .text(let text): text.utf8.count
                case .bytes(let bytes): bytes.count
                case .decimal: 40
                default: 26
                }
            return (hasLiterals ? 2 * bytes : bytes) + 16
        }
    }
}
