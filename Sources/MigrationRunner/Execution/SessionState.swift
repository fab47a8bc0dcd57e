internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// The state of the session before a revision changed it, so that the next revision starts as if it ran alone.
struct SessionState: Sendable {
    /// The database that the session uses.
    let database: String
    /// Statements that restore the state.
    let restoring: [String]
    /// `max_allowed_packet`: how long a statement may be, in bytes.
    let longestStatement: Int
    /// How much of one text the journal may get at once, in bytes. Hexadecimal digits take twice as much, and the
    /// journal has three such texts besides the checksums of the statements.
    var longestText: Int { min(4 << 20, longestStatement / 8) }
    /// Whether SHOW CREATE prints names in backquotes and leaves nothing out. Setting `sql_mode` for it costs more than
    /// asking.
    let printsWholly: Bool
    /// `autocommit`
    let commitsByItself: Bool

    private static let variables = [
        "sql_mode", "foreign_key_checks", "unique_checks", "time_zone", "autocommit", "character_set_client",
        "character_set_results", "collation_connection",
    ]

    /// - Throws: `MigrationError.noDatabaseSelected`, `ServerError`.
    init(of executor: any QueryExecutor) throws {
        let columns = Self.variables.map { "@@SESSION.\($0)" }.joined(separator: ", ")
        let row = try executor.execute(
            "SELECT DATABASE(), \(columns), @@max_allowed_packet, @@SESSION.sql_quote_show_create"
        ).rows.first
        guard let row, let database = row[0] else { throw MigrationError.noDatabaseSelected }
        self.database = database
        let mode = row[1] ?? ""
        let others = ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "_OPTIONS", "ORACLE"]
        printsWholly = row.int(Self.variables.count + 2) == 1 && !others.contains { mode.contains($0) }
        commitsByItself = Self.variables.firstIndex(of: "autocommit").map { row[$0 + 1] == "1" } ?? true
        longestStatement = row.int(Self.variables.count + 1) ?? 0
        let assignments = Self.variables.enumerated().map { index, name in
            let value = row[index + 1]
            let literal = value.flatMap { Int($0) }.map(String.init) ?? RunnerTables.literal(value)
            return "SESSION \(name) = \(literal)"
        }
        restoring = [
            "SET \(assignments.joined(separator: ", "))",
            "USE \(SQLDialect().quotedIdentifier(database))",
        ]
    }
}
