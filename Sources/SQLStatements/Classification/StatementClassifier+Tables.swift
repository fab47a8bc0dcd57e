extension StatementClassifier {
    // MARK: CREATE TABLE

    /// Reads what follows the table name: `LIKE` and a table, or definitions and options, which may name the engine.
    mutating func classifyCreation() {
        var depth = skip("(") ? 1 : 0
        if skip("LIKE") {
            facts.likeTable = name()
            return
        }
        while token != nil {
            if sees("(") { depth += 1 }
            if sees(")") { depth -= 1 }
            if depth == 0, sees("SELECT") || sees("AS") { return }
            if depth == 0, skip("ENGINE") { return classifyEngine() }
            advance()
        }
    }

    /// Reads `[=] MyISAM`. The name may be in quotes.
    private mutating func classifyEngine() {
        _ = skip("=")
        guard let token else { return }
        facts.engine = token.kind == .string ? lexer.unquoted(token) : identifier()
    }

    // MARK: ALTER TABLE

    mutating func classifyAlterations(of table: SQLName) {
        var depth = 0
        var atClause = true
        while token != nil {
            if depth == 0, atClause {
                atClause = false
                if skip("DROP") {
                    classifyDrop(of: table)
                } else if skip("RENAME") {
                    classifyRename(of: table)
                } else if skip("CHANGE") {
                    classifyChange(of: table)
                } else if skip("TRUNCATE") {
                    classifyPartitions(of: table)
                } else if skip("EXCHANGE") {
                    classifyExchange()
                } else if sees("DISCARD") || sees("IMPORT") {
                    // Data files are swapped, but no definition changes.
                    facts.mayLeaveNoTrace = true
                    advance()
                } else if skip("ENGINE") {
                    classifyEngine()
                }
                continue
            }
            if depth == 0, facts.engine == nil, skip("ENGINE"), sees("=") {
                classifyEngine()
                continue
            }
            if sees("(") { depth += 1 }
            if sees(")") { depth -= 1 }
            if sees(",") { atClause = true }
            advance()
        }
    }

    /// Reads what follows `DROP`: a column, unless a keyword says otherwise.
    private mutating func classifyDrop(of table: SQLName) {
        if token?.kind == .word, !sees("COLUMN") {
            for word: StaticString in ["INDEX", "KEY", "PRIMARY", "FOREIGN", "CONSTRAINT", "CHECK", "SYSTEM"]
            where sees(word) { return }
            // PARTITION and PERIOD are not reserved on every server, but after DROP all servers read them as keywords.
            if sees("PERIOD") { return }
            if sees("PARTITION") { return classifyPartitions(of: table) }
        }
        _ = skip("COLUMN")
        skipExists()
        if let column = identifier() { facts.losses.append(.column(column, of: table)) }
    }

    /// Reads `PARTITION [IF EXISTS] a, b` or `PARTITION ALL`. A partition named ALL must be quoted.
    private mutating func classifyPartitions(of table: SQLName) {
        _ = skip("PARTITION")
        skipExists()
        if sees("ALL") {
            facts.losses.append(.rows(of: table))
            return
        }
        var names: [String] = []
        repeat {
            if let name = identifier() { names.append(name) }
        } while skip(",")
        facts.losses.append(.partitions(names, of: table))
    }

    private mutating func classifyRename(of table: SQLName) {
        if sees("INDEX") || sees("KEY") { return }
        if skip("COLUMN") {
            skipExists()
            if let old = identifier(), skip("TO"), let new = identifier() {
                facts.columnRenames.append(StatementFacts.ColumnRename(table: table, from: old, to: new))
            }
            return
        }
        _ = skip("TO") || skip("AS") || skip("=")
        guard let new = name() else { return }
        facts.objects.append(SQLObject(.table, new))
        facts.renames.append(StatementFacts.Rename(from: table, to: new))
    }

    /// Reads `CHANGE [COLUMN] [IF EXISTS] old new definition`.
    private mutating func classifyChange(of table: SQLName) {
        _ = skip("COLUMN")
        skipExists()
        guard let old = identifier(), let new = identifier(), old.lowercased() != new.lowercased() else { return }
        facts.columnRenames.append(StatementFacts.ColumnRename(table: table, from: old, to: new))
    }

    private mutating func classifyExchange() {
        // Rows are swapped, but no definition changes.
        facts.mayLeaveNoTrace = true
        while token != nil, !sees("TABLE") { advance() }
        if skip("TABLE"), let other = name() { facts.objects.append(SQLObject(.table, other)) }
    }
}
