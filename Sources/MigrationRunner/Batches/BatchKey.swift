internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Why a statement cannot be run in ranges of a key.
package enum BatchProblem: Error, Hashable, Sendable {
    case noColumn(String, table: String)
    /// The statement would skip rows whose key is NULL.
    case nullable(String, table: String)
    /// Without an index that begins with the key, each range would read the whole table.
    case noIndex(String, table: String)
    /// Values of this type have no order that a literal can be compared by.
    case unsuitableType(String, column: String)
    /// The statement writes to a table without transactions, so a range and its mark cannot commit together.
    case noTransactions
    /// The interrupted run used another key.
    case otherKey(String)
}

/// The key that a batch is split by: the queries for its ranges, and the conditions that the statement gets.
struct BatchKey: Hashable, Sendable {
    private enum Kind: Hashable, Sendable {
        case number, time, text, bytes
    }

    private let settings: BatchSettings
    private let kind: Kind

    /// Identifies the key in the journal.
    var source: String { "\(table).\(quoted(settings.key))" }

    private var table: String {
        (settings.table.database.map { quoted($0) + "." } ?? "") + quoted(settings.table.name)
    }

    private func quoted(_ name: String) -> String { SQLDialect().quotedIdentifier(name) }

    /// Looks the column up in the database.
    ///
    /// - Throws: `BatchProblem`, `ServerError`.
    init(_ settings: BatchSettings, _ executor: any QueryExecutor) throws {
        self.settings = settings
        let database = settings.table.database.map { RunnerTables.literal($0) } ?? "DATABASE()"
        let place =
            "TABLE_SCHEMA = \(database) AND TABLE_NAME = \(RunnerTables.literal(settings.table.name)) "
            + "AND COLUMN_NAME = \(RunnerTables.literal(settings.key))"
        let results = try executor.execute(all: [
            "SELECT DATA_TYPE, IS_NULLABLE FROM information_schema.COLUMNS WHERE \(place)",
            "SELECT 1 FROM information_schema.STATISTICS WHERE \(place) AND SEQ_IN_INDEX = 1 AND INDEX_TYPE = 'BTREE' LIMIT 1",
        ])
        let (column, table) = (settings.key, settings.table.name)
        guard let row = results[0].rows.first else { throw BatchProblem.noColumn(column, table: table) }
        let type = row[0]?.lowercased() ?? ""
        guard let kind = Self.kinds[type] else { throw BatchProblem.unsuitableType(type, column: column) }
        if row[1] == "YES" { throw BatchProblem.nullable(column, table: table) }
        if results[1].rows.isEmpty { throw BatchProblem.noIndex(column, table: table) }
        self.kind = kind
    }

    private static let kinds: [String: Kind] = [
        "tinyint": .number, "smallint": .number, "mediumint": .number, "int": .number, "bigint": .number,
        "decimal": .number, "year": .number, "date": .time, "datetime": .time, "timestamp": .time, "time": .time,
        "char": .text, "varchar": .text, "uuid": .text, "binary": .bytes, "varbinary": .bytes,
    ]

    // MARK: Questions

    /// The key in the form that the journal keeps: bytes become hexadecimal digits.
    private func selected(_ expression: String) -> String { kind == .bytes ? "HEX(\(expression))" : expression }

    /// Selects the smallest and the largest key. Both are NULL if the table is empty.
    var bounds: String {
        let column = quoted(settings.key)
        return "SELECT \(selected("MIN(\(column))")), \(selected("MAX(\(column))")) FROM \(table)"
    }

    /// Selects the key at which the next range ends. The last range gives no row.
    func end(after position: BatchPosition) -> String {
        let column = quoted(settings.key)
        let lower = position.done.map { "\(column) > \(literal($0)) AND " } ?? ""
        return """
            SELECT \(selected(column)) FROM \(table) WHERE \(lower)\(column) <= \(literal(position.last)) \
            ORDER BY \(column) LIMIT 1 OFFSET \(settings.size - 1)
            """
    }

    /// The condition for the rows after `position` up to `end`.
    func condition(after position: BatchPosition, to end: String) -> String {
        let column = (settings.alias.map { quoted($0) + "." } ?? "") + quoted(settings.key)
        let lower = position.done.map { "\(column) > \(literal($0)) AND " } ?? ""
        return "(\(lower)\(column) <= \(literal(end)))"
    }

    private func literal(_ value: String) -> String {
        switch kind {
        case .number: return value
        case .bytes: return "X'\(value)'"
        case .time: return "'\(value)'"
        case .text:
            // A literal with an introducer takes the column's collation. CONVERT would not.
            let digits = value.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "_utf8mb4 X'\(digits)'"
        }
    }
}
