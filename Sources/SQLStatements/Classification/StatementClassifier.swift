package import SchemaModel

/// Determines from a statement's text what kind it is, what it names and what it destroys.
package struct StatementClassifier {
    private(set) var lexer: SQLLexer
    private(set) var token: SQLToken?
    var facts = StatementFacts(kind: .other)

    /// Classifies a statement. It never fails: an unrecognised statement is `.other`.
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

    mutating func advance() {
        // Text that cannot be lexed ends here. The server reports what is wrong with it.
        token = lexer.nextReadable()
    }

    func sees(_ word: StaticString) -> Bool {
        token.map { lexer.isWord($0, word) } ?? false
    }

    mutating func skip(_ word: StaticString) -> Bool {
        guard sees(word) else { return false }
        advance()
        return true
    }

    mutating func skipAny(_ words: StaticString...) {
        while words.contains(where: { sees($0) }) { advance() }
    }

    /// Reads a name and removes its quotes. Returns nil if the next token cannot be a name.
    mutating func identifier() -> String? {
        guard let token, let name = lexer.name(of: token) else { return nil }
        advance()
        return name
    }

    mutating func name() -> SQLName? {
        guard let first = identifier() else { return nil }
        guard skip("."), let second = identifier() else { return SQLName(first) }
        return SQLName(database: first, second)
    }

    mutating func names() -> [SQLName] {
        var names: [SQLName] = []
        repeat {
            guard let name = name() else { break }
            names.append(name)
        } while skip(",")
        return names
    }

    mutating func skipExists() {
        guard skip("IF") else { return }
        skipAny("NOT")
        if skip("EXISTS") { facts.isConditional = true }
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
        case .dml: classifyWrites(statement.word)
        case .session:
            if statement.word.isEqual(to: "SET") { classifySet() }
            if statement.word.isEqual(to: "USE") { facts.usedDatabase = identifier() }
        case .transactionStart:
            // A MariaDB block: BEGIN NOT ATOMIC, or with sql_mode=ORACLE any other word after BEGIN.
            if statement.word.isEqual(to: "BEGIN"), token != nil, !sees("WORK") {
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
        ("GET", .session),
        ("BEGIN", .transactionStart), ("START", .transactionStart),
        ("COMMIT", .transactionEnd), ("ROLLBACK", .transactionEnd),
        ("SAVEPOINT", .savepoint), ("RELEASE", .savepoint),
        ("LOCK", .sessionLock), ("UNLOCK", .sessionLock), ("XA", .sessionLock),
    ]

    /// Returns whether `[WORK] TO` follows `ROLLBACK`.
    private mutating func isSavepoint() -> Bool {
        skipAny("WORK")
        return sees("TO")
    }

    /// Handles statements that run other statements, whose text may not show what they destroy.
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

    static let writingVerbs: [StaticString] = ["INSERT", "REPLACE", "UPDATE", "DELETE"]

    private static let losingWords: [StaticString] = ["EXECUTE", "CALL", "DROP", "TRUNCATE"]

    /// Handles MariaDB's `SET STATEMENT name = value, … FOR`, which runs the statement after it.
    private mutating func classifySet() {
        guard skip("STATEMENT") else {
            facts.mayCommit = sees("PASSWORD") || sees("DEFAULT")
            while !facts.mayCommit, token != nil {
                facts.mayCommit = sees("AUTOCOMMIT")
                advance()
            }
            return
        }
        while token != nil, !sees("FOR") { advance() }
        guard skip("FOR") else { return }
        facts = StatementFacts(kind: .other)
        classify()
    }

    /// `WITH … SELECT` reads; `WITH … UPDATE` and `WITH … DELETE` write.
    private mutating func classifyWith() {
        var depth = 0
        while token != nil {
            if sees("(") { depth += 1 }
            if sees(")") { depth -= 1 }
            if depth == 0, let verb = Self.writingVerbs.first(where: { sees($0) }) {
                facts.kind = .dml
                advance()
                return classifyWrites(verb)
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
        } else if verb.isEqual(to: "ANALYZE"), !seesTables() {
            // MariaDB: ANALYZE runs the statement after it and reports how.
            while token != nil, !Self.writingVerbs.contains(where: { sees($0) }), !sees("SELECT") { advance() }
            facts.kind = .query
            guard let verb = Self.writingVerbs.first(where: { sees($0) }) else { return }
            facts.kind = .dml
            advance()
            classifyWrites(verb)
        } else if verb.isEqual(to: "REVOKE") {
            // Running it twice is an error: the grant no longer exists.
            facts.mayLeaveNoTrace = true
        } else {
            facts.isRepeatable = !verb.isEqual(to: "INSTALL") && !verb.isEqual(to: "UNINSTALL")
        }
    }

    /// Returns whether `[NO_WRITE_TO_BINLOG | LOCAL] TABLE` follows `ANALYZE`.
    private mutating func seesTables() -> Bool {
        skipAny("NO_WRITE_TO_BINLOG", "LOCAL")
        return sees("TABLE") || sees("TABLES")
    }

    /// Finds the object after `CREATE`, `ALTER` or `DROP`, skipping the options before it.
    private mutating func classifyDefinition(isDrop: Bool, isAlter: Bool) {
        var isTemporary = false
        var isReplacing = false
        while let current = token {
            if skip("TEMPORARY") {
                isTemporary = true
            } else if skip("REPLACE") {
                isReplacing = true
                facts.isReplacing = true
            } else if skip("TABLE") || skip("TABLES") {
                classifyTable(isDrop: isDrop, isAlter: isAlter, isTemporary: isTemporary)
                // MariaDB: CREATE OR REPLACE TABLE drops an existing table.
                if isReplacing, !isTemporary { facts.losses = facts.objects.map { .table($0.name) } }
                return
            } else if skip("INDEX") {
                return classifyIndex()
            } else if skip("USER") || skip("ROLE") || skip("SERVER") {
                skipExists()
                facts.isRepeatable = isAlter || isReplacing || facts.isConditional
                facts.mayLeaveNoTrace = !facts.isRepeatable
                return
            } else if isDrop, skip("PREPARE") {
                facts.kind = .session
                return
            } else if let kind = objectKind() {
                skipExists()
                // `ALTER DATABASE CHARACTER SET …` changes the current database.
                if kind == .database, isAlter, seesDatabaseOption() {
                    facts.isRepeatable = true
                    return
                }
                let names = isDrop && (kind == .view || kind == .sequence) ? names() : [name()].compactMap { $0 }
                facts.objects = names.map { SQLObject(kind, $0) }
                facts.isManyInOne = names.count > 1
                facts.isRemoval = isDrop
                facts.isCreation = !isDrop && !isAlter
                if kind == .trigger, !isAlter, !isDrop { facts.triggerTable = triggerTable() }
                if kind == .event, isAlter { addRename(to: .event) }
                if kind == .event, !isAlter, !isDrop { facts.mayLeaveNoTrace = happensOnce() }
                // A loadable function has no definition that the server shows.
                if kind == .function, !isAlter, !isDrop { facts.mayLeaveNoTrace = isOfLibrary() }
                if kind == .database, isDrop || isReplacing { facts.losses = names.map { .database($0.name) } }
                return
            } else {
                guard current.kind != .delimiter else { return }
                advance()
            }
        }
        // The kind of object is unknown, so its definition cannot be checked.
        facts.mayLeaveNoTrace = true
    }

    private func seesDatabaseOption() -> Bool {
        ["CHARACTER", "CHARSET", "COLLATE", "DEFAULT", "COMMENT", "ENCRYPTION", "READ"].contains { sees($0) }
    }

    /// The server drops a one-time event after it has run.
    private mutating func happensOnce() -> Bool {
        var happensOnce = false
        while token != nil, !sees("DO") {
            if sees("AT") { happensOnce = true }
            if sees("PRESERVE") { return false }
            // NOT PRESERVE
            if skip("NOT") { skipAny("PRESERVE") } else { advance() }
        }
        return happensOnce
    }

    /// Reads `BEFORE INSERT ON t`.
    private mutating func triggerTable() -> SQLName? {
        while token != nil, !sees("ON") { advance() }
        return skip("ON") ? name() : nil
    }

    private mutating func isOfLibrary() -> Bool {
        while token != nil, !sees("RETURNS") { advance() }
        guard skip("RETURNS") else { return false }
        advance()
        return sees("SONAME")
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
                facts.isRemoval = true
                facts.isManyInOne = tables.count > 1
            }
        } else if let table = name() {
            if isTemporary {
                facts.kind = .session
                facts.temporaryTables = [table]
                return
            }
            facts.objects = [SQLObject(.table, table)]
            facts.isCreation = !isAlter
            if isAlter { classifyAlterations(of: table) } else { classifyCreation() }
        }
    }

    /// Reads `CREATE INDEX … ON t` or `DROP INDEX … ON t`.
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
                // If two tables of the same shape swap names, the result looks the same.
                facts.mayLeaveNoTrace = true
            }
        }
    }
}

extension StaticString {
    func isEqual(to other: StaticString) -> Bool {
        withUTF8Buffer { left in other.withUTF8Buffer { left.elementsEqual($0) } }
    }
}
