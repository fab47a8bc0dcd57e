internal import SQLStatements
internal import ServerPort

/// Asks the server for facts about session state that the text of a statement does not show.
struct SessionQuestions {
    let executor: any QueryExecutor

    /// The bodies of all programs that statements may run without naming them; nil for one that this account may not
    /// read.
    ///
    /// - Throws: `ServerError`.
    func programs() throws -> [String?] {
        try executor.execute(
            """
            SELECT ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() UNION ALL \
            SELECT ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
            """
        ).rows.map { $0[0] }
    }

    /// Whether an INSERT is certain to make the server generate a number for a row, which `LAST_INSERT_ID()` then
    /// returns.
    ///
    /// - Throws: `ServerError`.
    func givesNumber(_ statement: SQLStatement, _ facts: StatementFacts) throws -> Bool {
        guard let table = facts.writes.first, let named = columns(of: statement.text) else { return false }
        let database = table.database.map { RunnerTables.literal($0) } ?? "DATABASE()"
        let name = RunnerTables.literal(table.name)
        let answers = try executor.execute(all: [
            """
            SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = \(database) AND TABLE_NAME = \(name) \
            AND EXTRA LIKE '%auto_increment%'
            """,
            // A trigger may assign the row's number itself.
            """
            SELECT 1 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = \(database) \
            AND EVENT_OBJECT_TABLE = \(name) AND ACTION_TIMING = 'BEFORE' AND EVENT_MANIPULATION = 'INSERT'
            """,
        ]).map(\.rows)
        guard let counter = answers[0].first?[0], answers[1].isEmpty else { return false }
        return !named.contains(counter.lowercased())
    }

    /// With these words, an INSERT may add no row, or a row whose number is given.
    private static let uncertain: [StaticString] = ["IGNORE", "DUPLICATE", "SELECT", "SET", "PARTITION"]

    /// The columns, in lower case, of `INSERT [INTO] t (columns) VALUES …`; nil for any other statement.
    private func columns(of text: String) -> Set<String>? {
        var lexer = SQLLexer(text, dialect: executor.dialect)
        guard let verb = lexer.nextReadable(), lexer.isWord(verb, "INSERT") else { return nil }
        var columns: Set<String>?
        var isList = false
        var hasValues = false
        while let token = lexer.nextReadable() {
            if Self.uncertain.contains(where: { lexer.isWord(token, $0) }) { return nil }
            if lexer.isWord(token, "VALUES") || lexer.isWord(token, "VALUE") { hasValues = true }
            if lexer.isWord(token, ")") { isList = false }
            if isList, let name = lexer.name(of: token) { columns?.insert(name.lowercased()) }
            if !hasValues, columns == nil, lexer.isWord(token, "(") { (columns, isList) = ([], true) }
        }
        return hasValues ? columns : nil
    }
}
