internal import SQLStatements
internal import SchemaModel

/// What one statement reads from its session and leaves there, according to its text.
struct SessionUse {
    private(set) var reads = Set<SessionFact>()
    /// The facts that it may leave.
    private(set) var leaves = Set<SessionFact>()
    /// Whether it leaves them whatever the rows are.
    private(set) var isCertain = false
    /// Whether it leaves the same values when it is sent again to a session with the same settings.
    private(set) var isRepeatable = false
    /// Whether it changes the database or a server variable for this session.
    private(set) var isSetting = false
    /// Whether it changes the server or the account, not only the session: `SET GLOBAL`, `SET PASSWORD`.
    private(set) var changesServer = false

    private let lexer: SQLLexer
    private var tokens: [SQLToken] = []
    /// The places of the names that a SET assigns to.
    private var targets = Set<Int>()
    private var firstSelect: Int?

    init(of text: String, _ facts: StatementFacts, _ dialect: SQLDialect) {
        var lexer = SQLLexer(text, dialect: dialect)
        let isOpen = facts.kind == .session || facts.kind == .other
        if isOpen || Self.mentionsSession(text) {
            while let token = lexer.nextReadable() { tokens.append(token) }
        }
        self.lexer = lexer
        if facts.insertsRows {
            leaves.insert(.insertID)
            reads.insert(.nextInsertID)
        }
        switch facts.kind {
        case .dml, .query, .ddl, .transactionStart: reads.insert(.nextTransaction)
        case .session, .savepoint, .sessionLock, .transactionEnd, .other: break
        }
        if facts.kind == .query { leaves.insert(.foundRows) }
        // A procedure may leave anything.
        if facts.kind == .other { leaves.formUnion([.insertID, .foundRows]) }
        guard !tokens.isEmpty, facts.temporaryTables.isEmpty else { return }
        firstSelect = tokens.firstIndex { lexer.isWord($0, "SELECT") }
        // SET STATEMENT … FOR INSERT is an INSERT.
        let isSet = facts.kind == .session && sees("SET", at: 0)
        if isSet {
            readTargets()
            let isOfServer = tokens.indices.contains { Self.serverScopes.contains(word(at: $0)) }
            changesServer = isOfServer || ["PASSWORD", "ROLE", "DEFAULT", "RESOURCE"].contains(word(at: 1))
        }
        readVariables(facts.kind, isSet: isSet)
        for index in tokens.indices where !targets.contains(index) { readWord(at: index) }
        readPrepared(dialect)
        let varies = tokens.indices.contains { !targets.contains($0) && isVolatile(at: $0) }
        isCertain = isSet || sees("PREPARE", at: 0)
        isSetting = isSetting || sees("USE", at: 0)
        let readsRows = tokens.contains { lexer.isWord($0, "FROM") }
        let isAlone = facts.kind == .query && leaves.count > 1 && !readsRows
        isRepeatable = (isCertain || isSetting || isAlone) && !varies
        if facts.kind == .query, leaves == [.foundRows], !callsOthers { reads = [.nextTransaction] }
    }

    /// Whether a text can involve session state at all. Most do not, and need not be split into tokens.
    private static func mentionsSession(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.indices.contains { index in
                if bytes[index] == UInt8(ascii: "@") { return true }
                guard isInitial(bytes[index] | 0x20) else { return false }
                if index > 0, isWordByte(bytes[index - 1]) { return false }
                return words.contains { word in
                    index + word.count <= bytes.count
                        && word.indices.allSatisfy { bytes[index + $0] | 0x20 == word[$0] | 0x20 }
                }
            }
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return UInt8(ascii: "a")...UInt8(ascii: "z") ~= letter || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || byte == UInt8(ascii: "_")
    }

    private static let words = [
        "last_insert_id", "lastval", "row_count", "rand", "found_rows", "previous", "currval", "nextval", "next",
    ].map { Array($0.utf8) }

    /// Called for every byte of a script.
    private static func isInitial(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "l"), UInt8(ascii: "r"), UInt8(ascii: "f"), UInt8(ascii: "p"), UInt8(ascii: "c"),
            UInt8(ascii: "n"):
            true
        default: false
        }
    }

    // MARK: Tokens

    private func sees(_ word: StaticString, at index: Int) -> Bool {
        tokens.indices.contains(index) && lexer.isWord(tokens[index], word)
    }

    private func word(at index: Int) -> String {
        guard tokens.indices.contains(index), tokens[index].kind == .word else { return "" }
        return lexer.text(tokens[index]).uppercased()
    }

    private func isFunction(at index: Int) -> Bool { sees("(", at: index + 1) }

    private func isFunctionWithoutArguments(at index: Int) -> Bool {
        isFunction(at: index) && sees(")", at: index + 2)
    }

    /// `@@name`, `@@SESSION.name`
    private func isSystemVariable(at index: Int) -> Bool {
        let start = sees(".", at: index - 1) ? index - 2 : index
        return sees("@", at: start - 1) && sees("@", at: start - 2)
    }

    // MARK: SET

    private static let serverScopes: Set<String> = ["GLOBAL", "PERSIST", "PERSIST_ONLY"]
    private static let scopes = serverScopes.union(["SESSION", "LOCAL"])

    /// Finds the names that are assigned to, and classifies those that are not user variables.
    private mutating func readTargets() {
        var depth = 0
        for index in tokens.indices {
            if sees("(", at: index) { depth += 1 }
            if sees(")", at: index) { depth -= 1 }
            guard depth == 0, index == 0 || sees(",", at: index) else { continue }
            var place = index + 1
            while sees("@", at: place) || sees(".", at: place) || Self.scopes.contains(word(at: place)) { place += 1 }
            let isUserVariable = sees("@", at: place - 1) && !sees("@", at: place - 2)
            guard !isUserVariable else { continue }
            targets.insert(place)
            switch word(at: place) {
            case "TRANSACTION" where place == 1: leaves.insert(.nextTransaction)
            case "INSERT_ID": leaves.insert(.nextInsertID)
            case "LAST_INSERT_ID", "IDENTITY": leaves.insert(.insertID)
            case "RAND_SEED1", "RAND_SEED2": leaves.insert(.randomSeed)
            case "TIMESTAMP": leaves.insert(.clock)
            default: isSetting = true
            }
        }
    }

    /// `SET TRANSACTION`
    var opensTransaction: Bool { leaves.contains(.nextTransaction) }

    /// `SET TRANSACTION READ ONLY`
    var isReadOnly: Bool { tokens.indices.contains { sees("READ", at: $0) && sees("ONLY", at: $0 + 1) } }

    // MARK: Words

    private mutating func readWord(at index: Int) {
        switch word(at: index) {
        case "LAST_INSERT_ID" where isFunctionWithoutArguments(at: index): reads.insert(.insertID)
        case "LAST_INSERT_ID" where isFunction(at: index): leaves.insert(.insertID)
        case "LAST_INSERT_ID", "IDENTITY": if isSystemVariable(at: index) { reads.insert(.insertID) }
        case "WARNING_COUNT", "ERROR_COUNT": if isSystemVariable(at: index) { reads.insert(.lastStatement) }
        case "ROW_COUNT" where isFunctionWithoutArguments(at: index): reads.insert(.lastStatement)
        case "DIAGNOSTICS" where sees("GET", at: 0): reads.insert(.lastStatement)
        case "FOUND_ROWS" where isFunctionWithoutArguments(at: index): reads.insert(.foundRows)
        case "RAND" where isFunctionWithoutArguments(at: index): reads.insert(.randomSeed)
        case "LASTVAL", "CURRVAL", "PREVIOUS": reads.insert(.sequenceValue)
        case "NEXTVAL": leaves.insert(.sequenceValue)
        case "NEXT" where sees("VALUE", at: index + 1): leaves.insert(.sequenceValue)
        default: break
        }
    }

    private mutating func readPrepared(_ dialect: SQLDialect) {
        let name = word(at: 1).lowercased()
        if sees("EXECUTE", at: 0), name == "immediate" {
            for token in tokens where token.kind == .string {
                let use = SessionUse(of: lexer.unquoted(token), StatementFacts(kind: .other), dialect)
                reads.formUnion(use.reads)
                leaves.formUnion(use.leaves)
            }
        }
        if sees("PREPARE", at: 0) { leaves.insert(.prepared(name)) }
        if sees("PREPARE", at: 1), sees("DEALLOCATE", at: 0) || sees("DROP", at: 0) {
            reads.insert(.prepared(word(at: 2).lowercased()))
        }
        if sees("EXECUTE", at: 0), name != "immediate" { reads.insert(.prepared(name)) }
    }

    // MARK: User variables

    private mutating func readVariables(_ kind: StatementFacts.Kind, isSet: Bool) {
        // If the text does not tell reading from assigning, it may do both.
        let isOpaque = kind == .other || sees("LOAD", at: 0)
        var depth = 0
        var isTarget = false
        var follows = false
        for index in tokens.indices {
            if sees("(", at: index) { depth += 1 }
            if sees(")", at: index) { depth -= 1 }
            if isSet, depth == 0, index == 0 || sees(",", at: index) { isTarget = true; continue }
            if sees("INTO", at: index) || index == 0 && sees("GET", at: 0) { follows = true; continue }
            guard let name = variable(at: index) else {
                // `INTO @a, @b`
                if sees("GET", at: 0) { continue }
                if !sees("@", at: index), !sees(",", at: index), variable(at: index - 1) == nil { follows = false }
                if !sees("@", at: index) { isTarget = false }
                continue
            }
            let isAssigned = isTarget || follows || sees(":=", at: index + 1) || assigns(after: index)
            if isAssigned || isOpaque { leaves.insert(.variable(name)) }
            if !isAssigned || isOpaque { reads.insert(.variable(name)) }
            isTarget = false
        }
    }

    /// Whether `:=` follows, which the lexer may give as two symbols.
    private func assigns(after index: Int) -> Bool {
        sees(":", at: index + 1) && sees("=", at: index + 2)
    }

    /// The name after a single `@`; not that of `@@x`, and not the host of `'user'@'host'`.
    private func variable(at index: Int) -> String? {
        guard sees("@", at: index - 1), !sees("@", at: index - 2), tokens.indices.contains(index) else { return nil }
        let token = tokens[index]
        if index > 1 {
            let before = tokens[index - 2]
            let touches = before.range.upperBound == tokens[index - 1].range.lowerBound
            if touches, [.word, .quotedIdentifier, .string].contains(before.kind) { return nil }
        }
        switch token.kind {
        case .word: return lexer.text(token).lowercased()
        case .quotedIdentifier, .string: return lexer.unquoted(token).lowercased()
        default: return nil
        }
    }

    // MARK: Volatile expressions

    private static let volatileWords: Set<String> = [
        "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "LOCALTIMESTAMP", "UTC_TIMESTAMP",
        "UTC_DATE", "UTC_TIME", "LAST_INSERT_ID", "IDENTITY", "ERROR_COUNT", "WARNING_COUNT",
    ]

    /// Functions whose result depends only on their arguments. Any other may read rows, the clock or the previous
    /// statement.
    private static let steadyFunctions: Set<String> = [
        "ABS", "CAST", "CEIL", "CEILING", "CHAR", "CHAR_LENGTH", "COALESCE", "CONCAT", "CONCAT_WS", "CONVERT", "DATE",
        "FLOOR", "FROM_UNIXTIME", "GREATEST", "HEX", "IF", "IFNULL", "IN", "INSTR", "JSON_ARRAY", "JSON_OBJECT",
        "LEAST",
        "LEFT", "LENGTH", "LOCATE", "LOWER", "LPAD", "LTRIM", "MD5", "MOD", "NULLIF", "REPLACE", "RIGHT", "ROUND",
        "RPAD",
        "RTRIM", "SELECT", "SHA1", "SHA2", "STR_TO_DATE", "SUBSTR", "SUBSTRING", "SUBSTRING_INDEX", "TIMESTAMP", "TRIM",
        "UNHEX", "UPPER",
    ]

    private func isVolatile(at index: Int) -> Bool {
        let word = word(at: index)
        if word.isEmpty { return false }
        switch word {
        // A FROM after SELECT reads rows. Elsewhere it belongs to an ordinary expression.
        case "FROM": return firstSelect.map { $0 < index } ?? false
        case "TIMESTAMP", "INSERT_ID", "RAND_SEED1", "RAND_SEED2": if isSystemVariable(at: index) { return true }
        case "UNIX_TIMESTAMP": return isFunctionWithoutArguments(at: index)
        default: break
        }
        return Self.volatileWords.contains(word) || isFunction(at: index) && !Self.steadyFunctions.contains(word)
    }

    private static let sessionFunctions: Set<String> = ["LAST_INSERT_ID", "ROW_COUNT", "FOUND_ROWS", "RAND", "LASTVAL"]

    /// Whether the text calls a stored function, which may do anything with its arguments.
    private var callsOthers: Bool {
        tokens.indices.contains { index in
            let word = word(at: index)
            return !word.isEmpty && isFunction(at: index) && !Self.steadyFunctions.contains(word)
                && !Self.sessionFunctions.contains(word)
        }
    }
}

extension RunnerTables {
    /// The same tables, prepared for statements that may set the time of their session.
    func timed(for statements: [SQLStatement], _ dialect: SQLDialect) -> RunnerTables {
        var tables = self
        tables.setsTime = statements.contains { statement in
            let facts = StatementClassifier.facts(of: statement.text, dialect: dialect)
            return facts.kind == .session && SessionUse(of: statement.text, facts, dialect).leaves.contains(.clock)
        }
        return tables
    }
}
