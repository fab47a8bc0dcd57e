package import SchemaModel

/// Tells from a statement's text what kind it is, what it names and what it destroys.
package struct StatementClassifier {
    private var lexer: SQLLexer
    private var token: SQLToken?
    private var facts = StatementFacts(kind: .other)

    /// Never fails: what cannot be told is `.other`.
    package static func facts(of statement: String, dialect: SQLDialect = SQLDialect()) -> StatementFacts {
        var classifier = StatementClassifier(lexer: SQLLexer(statement, dialect: dialect))
        classifier.advance()
        classifier.classify()
        return classifier.facts
    }

    private init(lexer: SQLLexer) {
        self.lexer = lexer
    }

    // MARK: Reading

    private mutating func advance() {
        // Text that cannot be cut into tokens ends here; the server will say what is wrong with it.
        token = try? lexer.nextSignificant()
    }

    private func sees(_ word: StaticString) -> Bool {
        token.map { lexer.isWord($0, word) } ?? false
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        guard sees(word) else { return false }
        advance()
        return true
    }

    private mutating func skipAny(_ words: StaticString...) {
        while words.contains(where: { sees($0) }) { advance() }
    }

    /// A name, quotes taken off; nil when something else stands here.
    private mutating func identifier() -> String? {
        guard let token, token.kind == .word || token.kind == .quotedIdentifier else { return nil }
        var text = lexer.text(token)
        if token.kind == .quotedIdentifier { text = Self.unquoted(text) }
        advance()
        return text
    }

    private static func unquoted(_ text: String) -> String {
        guard let quote = text.unicodeScalars.first else { return text }
        var name = ""
        var skips = false
        for scalar in text.unicodeScalars.dropFirst().dropLast() {
            skips = scalar == quote && !skips
            if !skips { name.unicodeScalars.append(scalar) }
        }
        return name
    }

    private mutating func name() -> SQLName? {
        guard let first = identifier() else { return nil }
        guard skip("."), let second = identifier() else { return SQLName(first) }
        return SQLName(database: first, second)
    }

    private mutating func names() -> [SQLName] {
        var names: [SQLName] = []
        repeat {
            guard let name = name() else { break }
            names.append(name)
        } while skip(",")
        return names
    }

    private mutating func skipExists() {
        guard skip("IF") else { return }
        skipAny("NOT")
        skipAny("EXISTS")
    }

    // MARK: Kinds

    private mutating func classify() {
        while skip("(") {}
        let statement = Self.kinds.first { sees($0.word) }
        guard let statement else { return classifyOther() }
        facts.kind = statement.kind
        advance()
        switch statement.kind {
        case .ddl: classifyDDL(statement.word)
        case .transactionStart:
            // MariaDB: BEGIN NOT ATOMIC
            if sees("NOT") {
                facts.kind = .other
                classifyOther()
            }
        case .transactionEnd: if isSavepoint() { facts.kind = .savepoint }
        case .query: if statement.word.isEqual(to: "WITH") { classifyWith() }
        default: break
        }
    }

    private static let kinds: [(word: StaticString, kind: StatementFacts.Kind)] = [
        ("INSERT", .dml), ("UPDATE", .dml), ("DELETE", .dml), ("REPLACE", .dml), ("LOAD", .dml), ("DO", .dml),
        ("SELECT", .query), ("SHOW", .query), ("EXPLAIN", .query), ("DESCRIBE", .query), ("DESC", .query),
        ("VALUES", .query), ("TABLE", .query), ("WITH", .query), ("HELP", .query),
        ("CREATE", .ddl), ("ALTER", .ddl), ("DROP", .ddl), ("RENAME", .ddl), ("TRUNCATE", .ddl), ("ANALYZE", .ddl),
        ("OPTIMIZE", .ddl), ("REPAIR", .ddl), ("CHECK", .ddl), ("FLUSH", .ddl), ("GRANT", .ddl), ("REVOKE", .ddl),
        ("INSTALL", .ddl), ("UNINSTALL", .ddl), ("RESET", .ddl), ("CACHE", .ddl),
        ("SET", .session), ("USE", .session), ("PREPARE", .session), ("DEALLOCATE", .session),
        ("BEGIN", .transactionStart), ("START", .transactionStart),
        ("COMMIT", .transactionEnd), ("ROLLBACK", .transactionEnd),
        ("SAVEPOINT", .savepoint), ("RELEASE", .savepoint),
        ("LOCK", .sessionLock), ("UNLOCK", .sessionLock), ("XA", .sessionLock),
    ]

    /// `ROLLBACK [WORK] TO …`
    private mutating func isSavepoint() -> Bool {
        skipAny("WORK")
        return sees("TO")
    }

    /// Statements that run others: what they destroy is not written in them, or not for certain.
    private mutating func classifyOther() {
        while token != nil {
            let isReplacing = skip("OR") && sees("REPLACE")
            let verb = isReplacing ? "REPLACE" : Self.losingWords.first { sees($0) }
            if let verb {
                facts.losses = [.unknown(verb.description)]
                return
            }
            if token != nil { advance() }
        }
    }

    private static let losingWords: [StaticString] = ["EXECUTE", "CALL", "DROP", "TRUNCATE"]

    /// `WITH … SELECT` reads, `WITH … UPDATE` and `WITH … DELETE` write.
    private mutating func classifyWith() {
        var depth = 0
        while token != nil {
            if sees("(") { depth += 1 }
            if sees(")") { depth -= 1 }
            if depth == 0, sees("UPDATE") || sees("DELETE") || sees("INSERT") || sees("REPLACE") {
                facts.kind = .dml
                return
            }
            if depth == 0, sees("SELECT") { return }
            advance()
        }
    }

    // MARK: DDL

    private mutating func classifyDDL(_ verb: StaticString) {
        if verb.isEqual(to: "CREATE") || verb.isEqual(to: "ALTER") || verb.isEqual(to: "DROP") {
            classifyDefinition(isDrop: verb.isEqual(to: "DROP"), isAlter: verb.isEqual(to: "ALTER"))
        } else if verb.isEqual(to: "RENAME") {
            classifyRename()
        } else if verb.isEqual(to: "TRUNCATE") {
            skipAny("TABLE")
            facts.isRepeatable = true
            guard let table = name() else { return }
            facts.objects = [SQLObject(.table, table)]
            facts.losses = [.rows(of: table)]
        } else {
            facts.isRepeatable = !verb.isEqual(to: "INSTALL") && !verb.isEqual(to: "UNINSTALL")
        }
    }

    /// `CREATE`, `ALTER` or `DROP`: finds what, over the options before it.
    private mutating func classifyDefinition(isDrop: Bool, isAlter: Bool) {
        var isTemporary = false
        var isReplacing = false
        while let current = token {
            if skip("TEMPORARY") {
                isTemporary = true
            } else if skip("REPLACE") {
                isReplacing = true
            } else if skip("TABLE") || skip("TABLES") {
                classifyTable(isDrop: isDrop, isAlter: isAlter, isTemporary: isTemporary)
                // MariaDB: CREATE OR REPLACE TABLE drops the one that is there.
                if isReplacing, !isTemporary { facts.losses = facts.objects.map { .table($0.name) } }
                return
            } else if skip("INDEX") {
                return classifyIndex()
            } else if skip("USER") || skip("ROLE") || skip("SERVER") {
                facts.mayLeaveNoTrace = true
                return
            } else if let kind = objectKind() {
                skipExists()
                let names = isDrop && kind == .view ? names() : [name()].compactMap { $0 }
                facts.objects = names.map { SQLObject(kind, $0) }
                facts.isManyInOne = names.count > 1
                if kind == .event, isAlter { addRename(to: .event) }
                if kind == .database, isDrop || isReplacing { facts.losses = names.map { .database($0.name) } }
                return
            } else {
                guard current.kind != .delimiter else { return }
                advance()
            }
        }
        // An unknown kind of object: nothing to look at.
        facts.mayLeaveNoTrace = true
    }

    private mutating func objectKind() -> SQLObject.Kind? {
        if skip("VIEW") { return .view }
        if skip("TRIGGER") { return .trigger }
        if skip("PROCEDURE") { return .procedure }
        if skip("FUNCTION") { return .function }
        if skip("EVENT") { return .event }
        if skip("SEQUENCE") { return .sequence }
        if skip("DATABASE") || skip("SCHEMA") { return .database }
        return nil
    }

    private mutating func addRename(to kind: SQLObject.Kind) {
        while token != nil {
            if skip("RENAME"), skip("TO"), let new = name() {
                facts.objects.append(SQLObject(kind, new))
                return
            }
            if sees("DO") { return }
            advance()
        }
    }

    private mutating func classifyTable(isDrop: Bool, isAlter: Bool, isTemporary: Bool) {
        skipExists()
        if isDrop {
            let tables = names()
            facts.isDrop = true
            if isTemporary {
                facts.kind = .session
                facts.temporaryTables = tables
            } else {
                facts.objects = tables.map { SQLObject(.table, $0) }
                facts.losses = tables.map { .table($0) }
                facts.isManyInOne = tables.count > 1
            }
        } else if let table = name() {
            if isTemporary {
                facts.kind = .session
                facts.temporaryTables = [table]
                return
            }
            facts.objects = [SQLObject(.table, table)]
            facts.createsTable = !isAlter
            if isAlter { classifyAlterations(of: table) }
        }
    }

    /// `CREATE INDEX … ON t`, `DROP INDEX … ON t`
    private mutating func classifyIndex() {
        while token != nil {
            if skip("ON") {
                if let table = name() { facts.objects = [SQLObject(.table, table)] }
                return
            }
            advance()
        }
    }

    private mutating func classifyRename() {
        guard skip("TABLE") || skip("TABLES") else {
            facts.mayLeaveNoTrace = true
            return
        }
        skipExists()
        repeat {
            guard let old = name() else { break }
            // MariaDB: [WAIT n | NOWAIT]
            while token != nil, !sees("TO") { advance() }
            guard skip("TO"), let new = name() else { break }
            facts.renames.append(StatementFacts.Rename(from: old, to: new))
        } while skip(",")
        var seen = Set<SQLName>()
        for name in facts.renames.flatMap({ [$0.from, $0.to] }) {
            if seen.insert(name).inserted {
                facts.objects.append(SQLObject(.table, name))
            } else {
                // Two tables of one shape that change places look the same afterwards.
                facts.mayLeaveNoTrace = true
            }
        }
    }

    // MARK: ALTER TABLE

    private mutating func classifyAlterations(of table: SQLName) {
        var depth = 0
        var atClause = true
        while token != nil {
            if depth == 0, atClause {
                atClause = false
                if skip("DROP") {
                    classifyDrop(of: table)
                } else if skip("RENAME") {
                    classifyRename(of: table)
                } else if skip("TRUNCATE") {
                    facts.losses.append(.rows(of: table))
                } else if skip("EXCHANGE") {
                    classifyExchange()
                }
                continue
            }
            if sees("(") { depth += 1 }
            if sees(")") { depth -= 1 }
            if sees(",") { atClause = true }
            advance()
        }
    }

    /// Behind `DROP`: a column, unless a word says what else.
    private mutating func classifyDrop(of table: SQLName) {
        if token?.kind == .word, !sees("COLUMN") {
            for word: StaticString in ["INDEX", "KEY", "PRIMARY", "FOREIGN", "CONSTRAINT", "CHECK", "SYSTEM"]
            where sees(word) { return }
            // PARTITION and PERIOD are not reserved on every server, but DROP reads them as keywords on all.
            if sees("PERIOD") { return }
            if sees("PARTITION") {
                facts.losses.append(.rows(of: table))
                return
            }
        }
        _ = skip("COLUMN")
        skipExists()
        if let column = identifier() { facts.losses.append(.column(column, of: table)) }
    }

    private mutating func classifyRename(of table: SQLName) {
        for word: StaticString in ["COLUMN", "INDEX", "KEY"] where sees(word) { return }
        _ = skip("TO") || skip("AS") || skip("=")
        guard let new = name() else { return }
        facts.objects.append(SQLObject(.table, new))
        facts.renames.append(StatementFacts.Rename(from: table, to: new))
    }

    private mutating func classifyExchange() {
        // Rows change places; no definition does.
        facts.mayLeaveNoTrace = true
        while token != nil, !sees("TABLE") { advance() }
        if skip("TABLE"), let other = name() { facts.objects.append(SQLObject(.table, other)) }
    }
}

extension StaticString {
    fileprivate func isEqual(to other: StaticString) -> Bool {
        withUTF8Buffer { left in other.withUTF8Buffer { left.elementsEqual($0) } }
    }
}
