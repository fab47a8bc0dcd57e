internal import SchemaModel
internal import SchemaSQL

/// What the server knows of what statements leave in their session and read there.
struct SessionQuestions {
    let executor: any QueryExecutor

    /// The bodies of all that statements may run without naming it.
    ///
    /// - Throws: `ServerError`.
    func programs() throws -> [String] {
        try executor.execute(
            """
            SELECT ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() UNION ALL \
            SELECT ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
            """
        ).rows.compactMap { $0[0] }
    }

    /// Whether the server makes a number for a row of an INSERT, so that `LAST_INSERT_ID()` tells of it.
    ///
    /// - Throws: `ServerError`.
    func givesNumber(_ statement: SQLStatement, _ facts: StatementFacts) throws -> Bool {
        guard facts.insertsRows, let table = facts.writes.first else { return false }
        let database = table.database.map { RunnerTables.literal($0) } ?? "DATABASE()"
        let columns = try executor.execute(
            """
            SELECT COLUMN_NAME, EXTRA LIKE '%auto_increment%' FROM information_schema.COLUMNS \
            WHERE TABLE_SCHEMA = \(database) AND TABLE_NAME = \(RunnerTables.literal(table.name))
            """
        ).rows
        // The revision will make it first, and knows why.
        if columns.first == nil { return true }
        guard let column = columns.first(where: { $0[1] == "1" })?[0] else { return false }
        let words = words(of: statement.text)
        if let named = words.columns { return !named.contains(column.lowercased()) }
        return words.mayLeaveOut
    }

    /// The columns that an INSERT names, in lower case, and whether its values may leave a number to the server.
    private func words(of text: String) -> (columns: Set<String>?, mayLeaveOut: Bool) {
        var lexer = SQLLexer(text, dialect: executor.dialect)
        var columns: Set<String>?
        var mayLeaveOut = false
        var isList = false
        var isBeforeValues = true
        while let token = try? lexer.nextSignificant() {
            if lexer.isWord(token, "NULL") || lexer.isWord(token, "DEFAULT") { mayLeaveOut = true }
            if lexer.isWord(token, "VALUES") || lexer.isWord(token, "VALUE") || lexer.isWord(token, "SELECT") {
                (isBeforeValues, isList) = (false, false)
            }
            if lexer.isWord(token, ")") { isList = false }
            if isList, token.kind == .word || token.kind == .quotedIdentifier {
                let name = token.kind == .word ? lexer.text(token) : String(lexer.text(token).dropFirst().dropLast())
                columns?.insert(name.lowercased())
            }
            if isBeforeValues, columns == nil, lexer.isWord(token, "(") { (columns, isList) = ([], true) }
        }
        return (columns, mayLeaveOut)
    }
}
