internal import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Why a statement cannot be run in ranges of a key.
package enum BatchProblem: Error, Hashable, Sendable {
    case noColumn(String, table: String)
    /// Rows without a key would be passed over.
    case nullable(String, table: String)
    /// Without an index that begins with it, each range would read the whole table.
    case noIndex(String, table: String)
    /// Values of this type have no order that a literal can be compared by.
    case unsuitableType(String, column: String)
    /// A table that the statement writes to has no transactions, so a range cannot be done together with its mark.
    case noTransactions
    /// The interrupted run counted off by something else.
    case otherKey(String)
}

/// The key that a batch counts off by: the questions that it asks, and the conditions that it gives the statement.
struct BatchKey: Hashable, Sendable {
    private enum Kind: Hashable, Sendable {
        case number, time, text, bytes
    }

    private let settings: BatchSettings
    private let kind: Kind

    /// Identifies it in the journal.
    var source: String { "\(table).\(quoted(settings.key))" }

    private var table: String {
        (settings.table.database.map { quoted($0) + "." } ?? "") + quoted(settings.table.name)
    }

    private func quoted(_ name: String) -> String { SQLDialect().quotedIdentifier(name) }

    /// Looks at the column.
    ///
    /// - Throws: `BatchProblem`, `ServerError`.
    init(_ settings: BatchSettings, _ executor: any QueryExecutor) throws {
        self.settings = settings
        let database = settings.table.database.map { RunnerTables.literal($0) } ?? "DATABASE()"
        let place =
            "TABLE_SCHEMA = \(database) AND TABLE_NAME = \(RunnerTables.literal(settings.table.name)) "
            + "AND COLUMN_NAME = \(RunnerTables.literal(settings.key))"
        let results = try executor.execute(batch: [
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

    /// The key as it is kept: bytes as digits.
    private func selected(_ expression: String) -> String { kind == .bytes ? "HEX(\(expression))" : expression }

    /// Gives the smallest and the largest key; NULL of an empty table.
    var bounds: String {
        let column = quoted(settings.key)
        return "SELECT \(selected("MIN(\(column))")), \(selected("MAX(\(column))")) FROM \(table)"
    }

    /// Gives the key at which the next range ends; no row where it is the last.
    func end(after position: BatchPosition) -> String {
        let column = quoted(settings.key)
        let lower = position.done.map { "\(column) > \(literal($0)) AND " } ?? ""
        return """
            SELECT \(selected(column)) FROM \(table) WHERE \(lower)\(column) <= \(literal(position.last)) \
            ORDER BY \(column) LIMIT 1 OFFSET \(settings.size - 1)
            """
    }

    /// The condition for the rows behind `position` up to `end`.
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
            // With an introducer a literal gives way to the column's collation, as CONVERT would not.
            let digits = value.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "_utf8mb4 X'\(digits)'"
        }
    }
}
