/// Tracks the blocks of a routine body, so that a `;` inside a block does not end the statement.
///
/// BEGIN and END are not reserved words, IF and REPEAT are also functions, and CASE is also an expression, so a word
/// opens a block only where a statement can start. Bodies occur in CREATE PROCEDURE, FUNCTION, TRIGGER and EVENT, in
/// ALTER EVENT, and on MariaDB (since 10.1) at the top level: BEGIN NOT ATOMIC, IF, CASE, LOOP, WHILE, REPEAT, FOR.
struct CompoundTracker: Sendable {
    private enum Block: Sendable {
        case begin, ifStatement, caseStatement, caseExpression, loop, whileLoop, repeatLoop, forLoop
    }

    private enum Phase: Sendable {
        /// Nothing has been read yet.
        case start
        /// After `CREATE` or `ALTER` and its options, before the kind of object is known.
        case create
        /// In a routine, before its body.
        case header(Routine)
        case body
        /// In any other statement, which ends at the next `;`.
        case plain
    }

    private enum Routine: Sendable {
        /// The body starts after the parameters.
        case procedure
        /// The body starts after FOR EACH ROW.
        case trigger
        /// The body starts after DO.
        case event
    }

    private var phase = Phase.start
    private var blocks: [(kind: Block, start: Int)] = []
    /// The number of open parentheses.
    private var depth = 0
    /// Whether the next word starts a statement.
    private var atStatementStart = false
    /// Whether `atStatementStart` survives every word except one that starts a simple statement. It does in the
    /// characteristics before a body and in the conditions of a handler.
    private var startIsSticky = false
    /// Whether the last token was an END that closed a block. The keyword of that block may follow.
    private var afterEnd = false
    /// Whether the last token requires an operand, so that END is a column name.
    private var expectsOperand = false
    private var inDeclare = false
    private var inUntil = false
    private var previousWord = Word.other
    /// Whether the statement has syntax that is not tracked: a body or block in Oracle's syntax (`PROCEDURE p AS x INT;
    /// BEGIN …`, `PACKAGE p AS …`, `DECLARE x INT; BEGIN …`), or in another language (MySQL 9: `LANGUAGE
    /// JAVASCRIPT AS $$ … $$`).
    private var isForeign = false
    /// Whether the next token is the first one after a routine's parameters.
    private var afterParameters = false

    /// Whether a `;` here would be inside a block.
    var isOpen: Bool { !blocks.isEmpty }

    /// The same under a custom delimiter, where a body with untracked syntax extends to the delimiter.
    var isOpenForDelimiter: Bool { isOpen || isForeign }

    /// The offset of the innermost open block.
    var innermostStart: Int? { blocks.last?.start }

    /// Processes the next token of the statement. `lexer` is positioned after it.
    mutating func read(_ token: SQLToken, from lexer: SQLLexer) {
        if case .plain = phase { return }
        guard token.isSignificant else { return }
        let word = Word(token, lexer)
        defer { previousWord = word }
        // The second part of a qualified name and a variable are never keywords.
        if previousWord == .dot || previousWord == .at {
            if word != .at { expectsOperand = false }
            if !startIsSticky, case .body = phase { atStatementStart = false }
            return
        }
        switch phase {
        case .start: readFirst(word, token, lexer)
        case .create: readCreate(word)
        case .header(let routine): readHeader(routine, word, token, lexer)
        case .body: readBody(word, token, lexer)
        case .plain: return
        }
    }

    private mutating func readFirst(_ word: Word, _ token: SQLToken, _ lexer: SQLLexer) {
        switch word {
        case .create, .alter: phase = .create
        case .begin where Self.next(lexer) == .not: openBody(word, token, lexer)
        case .begin, .declare: readOracleBlock(word, lexer)
        case .ifWord, .caseWord, .loop, .whileWord, .repeatWord, .forWord: openBody(word, token, lexer)
        case .other where Self.next(lexer) == .colon && token.kind != .string:
            phase = .body
            atStatementStart = true
        default: phase = .plain
        }
    }

    /// Handles `BEGIN SELECT …` and `DECLARE x INT; BEGIN …`: with sql_mode=ORACLE (MariaDB), a block needs no NOT
    /// ATOMIC. `BEGIN` alone and `BEGIN WORK` start a transaction.
    private mutating func readOracleBlock(_ word: Word, _ lexer: SQLLexer) {
        phase = .plain
        isForeign = word == .declare || !Self.startsTransaction(lexer)
    }

    /// Returns whether only `WORK` or the end follows the BEGIN that `lexer` has just read.
    private static func startsTransaction(_ lexer: SQLLexer) -> Bool {
        var lexer = lexer
        guard let token = lexer.nextReadable() else { return true }
        return Word(token, lexer) == .semicolon || lexer.isWord(token, "WORK")
    }

    private mutating func openBody(_ word: Word, _ token: SQLToken, _ lexer: SQLLexer) {
        phase = .body
        atStatementStart = true
        readBody(word, token, lexer)
    }

    private mutating func readCreate(_ word: Word) {
        switch word {
        case .procedure, .function: phase = .header(.procedure)
        case .trigger: phase = .header(.trigger)
        case .event: phase = .header(.event)
        case .table, .view, .index, .database, .user: phase = .plain
        default: break
        }
    }

    private mutating func readHeader(_ routine: Routine, _ word: Word, _ token: SQLToken, _ lexer: SQLLexer) {
        if word == .openParenthesis { depth += 1 }
        if word == .closeParenthesis { depth -= 1 }
        guard depth == 0 else { return }
        switch routine {
        case .procedure where word == .asWord || word == .isWord: isForeign = true
        case .procedure where word == .closeParenthesis:
            enterBody(sticky: true)
            afterParameters = true
        case .trigger where word == .row: enterBody(sticky: true)
        case .event where word == .doWord: enterBody(sticky: false)
        default: break
        }
    }

    private mutating func enterBody(sticky: Bool) {
        phase = .body
        atStatementStart = true
        startIsSticky = sticky
    }
}

// MARK: - Inside a body

extension CompoundTracker {
    private mutating func readBody(_ word: Word, _ token: SQLToken, _ lexer: SQLLexer) {
        let isStart = atStatementStart
        let followsEnd = afterEnd
        let hadOpenOperand = expectsOperand
        afterEnd = false
        expectsOperand = word.expectsOperand
        atStatementStart = startIsSticky
        if followsEnd, word.isBlockKeyword { return }
        // Oracle uses RETURN instead of RETURNS.
        let isReturn = afterParameters && lexer.isWord(token, "RETURN")
        let isForeignBody = isStart && startIsSticky && blocks.isEmpty && (word == .asWord || word == .isWord)
        if isReturn || isForeignBody { isForeign = true }
        afterParameters = false

        switch word {
        case .semicolon: startStatement()
        case .end: readEnd(token, lexer, isStart: isStart, hadOpenOperand: hadOpenOperand)
        case .caseWord: open(isStart ? .caseStatement : .caseExpression, token, startsStatement: false)
        case .then, .elseWord:
            if let block = blocks.last?.kind, block == .ifStatement || block == .caseStatement { startStatement() }
        case .doWord:
            readDo(isStart: isStart)
        case .handler where inDeclare:
            atStatementStart = true
            startIsSticky = true
        // The colon of a label.
        case .colon: atStatementStart = previousWord == .other
        case _ where isStart: readStart(word, token, lexer)
        default: break
        }
    }

    private mutating func startStatement() {
        atStatementStart = true
        startIsSticky = false
        inDeclare = false
        inUntil = false
    }

    private mutating func readDo(isStart: Bool) {
        if let block = blocks.last, block.kind == .whileLoop || block.kind == .forLoop {
            // The condition has ended. The block is now an ordinary loop, and a DO in it starts a statement.
            blocks[blocks.count - 1].kind = .loop
            startStatement()
        } else if isStart {
            leaveStart()
        }
    }

    /// Handles a word at a position where a statement can start.
    private mutating func readStart(_ word: Word, _ token: SQLToken, _ lexer: SQLLexer) {
        switch word {
        // CHARACTER SET and RETURNS SET(…) are part of a type.
        case .set where previousWord == .character: return
        case .not where previousWord == .begin: startIsSticky = true  // BEGIN NOT ATOMIC
        case .begin: open(.begin, token, startsStatement: true)
        case .ifWord: open(.ifStatement, token, startsStatement: false)
        case .loop: open(.loop, token, startsStatement: true)
        case .whileWord: open(.whileLoop, token, startsStatement: false)
        case .repeatWord: open(.repeatLoop, token, startsStatement: true)
        // In the conditions of a handler, FOR does not open a loop.
        case .forWord where !startIsSticky: open(.forLoop, token, startsStatement: false)
        case .declare:
            // Outside Oracle's syntax, a declaration is always inside a block.
            if blocks.isEmpty { isForeign = true }
            inDeclare = true
            leaveStart()
        case .until:
            inUntil = true
            leaveStart()
        case .set, .create, .alter, .simpleStatement: leaveStart()
        default: break
        }
    }

    private mutating func leaveStart() {
        atStatementStart = false
        startIsSticky = false
    }

    private mutating func open(_ block: Block, _ token: SQLToken, startsStatement: Bool) {
        blocks.append((block, token.range.lowerBound))
        if block != .caseExpression {
            atStatementStart = startsStatement
            startIsSticky = false
        }
    }

    private mutating func readEnd(_ token: SQLToken, _ lexer: SQLLexer, isStart: Bool, hadOpenOperand: Bool) {
        guard let block = blocks.last?.kind else { return }
        switch block {
        case .caseExpression: if hadOpenOperand { return }
        case .repeatLoop: guard isStart || (inUntil && Self.next(lexer) == .repeatWord) else { return }
        default: guard isStart else { return }
        }
        blocks.removeLast()
        afterEnd = block != .caseExpression
        inUntil = false
        leaveStart()
    }

    /// Returns the next significant token after the position of `lexer`.
    private static func next(_ lexer: SQLLexer) -> Word {
        var lexer = lexer
        guard let token = lexer.nextReadable() else { return .other }
        return Word(token, lexer)
    }
}

// MARK: - Words

extension CompoundTracker {
    /// The words and symbols that matter here.
    private enum Word: Sendable {
        case create, alter, procedure, function, trigger, event, table, view, index, database, user
        case row, doWord, begin, not, ifWord, caseWord, loop, whileWord, repeatWord, forWord, until
        case asWord, isWord
        case then, elseWord, when, end, declare, handler, set, character
        /// A word that starts a statement without a body.
        case simpleStatement
        case semicolon, colon, comma, dot, at, openParenthesis, closeParenthesis, otherSymbol
        case other

        var isBlockKeyword: Bool {
            switch self {
            case .ifWord, .caseWord, .loop, .whileWord, .repeatWord, .forWord: true
            default: false
            }
        }

        /// Whether an operand must follow in an expression.
        var expectsOperand: Bool {
            switch self {
            case .caseWord, .when, .then, .elseWord, .not, .isWord, .comma, .openParenthesis, .otherSymbol: true
            default: false
            }
        }

        init(_ token: SQLToken, _ lexer: SQLLexer) {
            switch token.kind {
            case .delimiter: self = .semicolon
            case .symbol: self = Self.symbol(token, lexer)
            case .word where token.range.count <= 10: self = Self.word(token, lexer)
            default: self = .other
            }
        }

        private static func symbol(_ token: SQLToken, _ lexer: SQLLexer) -> Word {
            guard token.range.count == 1 else { return .otherSymbol }
            return switch lexer.bytes[token.range.lowerBound] {
            case UInt8(ascii: ";"): .semicolon
            case UInt8(ascii: ":"): .colon
            case UInt8(ascii: ","): .comma
            case UInt8(ascii: "."): .dot
            case UInt8(ascii: "@"): .at
            case UInt8(ascii: "("): .openParenthesis
            case UInt8(ascii: ")"): .closeParenthesis
            default: .otherSymbol
            }
        }

        private static func word(_ token: SQLToken, _ lexer: SQLLexer) -> Word {
            let text = String(decoding: lexer.bytes[token.range].map(\.asciiUppercased), as: UTF8.self)
            return words[text] ?? .other
        }

        private static let words: [String: Word] = {
            var words: [String: Word] = [
                "CREATE": .create, "ALTER": .alter, "PROCEDURE": .procedure, "FUNCTION": .function,
                "PACKAGE": .function,
                "TRIGGER": .trigger, "EVENT": .event, "TABLE": .table, "VIEW": .view, "INDEX": .index,
                "DATABASE": .database, "SCHEMA": .database, "USER": .user, "ROLE": .user, "SERVER": .user,
                "SEQUENCE": .table, "ROW": .row, "DO": .doWord, "BEGIN": .begin, "NOT": .not, "IF": .ifWord,
                "ELSEIF": .other, "CASE": .caseWord, "LOOP": .loop, "WHILE": .whileWord, "REPEAT": .repeatWord,
                "FOR": .forWord, "UNTIL": .until, "THEN": .then, "ELSE": .elseWord, "WHEN": .when, "END": .end,
                "DECLARE": .declare, "HANDLER": .handler, "SET": .set, "CHARACTER": .character, "RETURNS": .character,
                "AND": .otherSymbol, "OR": .otherSymbol, "XOR": .otherSymbol, "IN": .otherSymbol, "LIKE": .otherSymbol,
                "BETWEEN": .otherSymbol, "DIV": .otherSymbol, "MOD": .otherSymbol, "IS": .isWord, "AS": .asWord,
            ]
            let simple = [
                "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "CALL", "RETURN", "SIGNAL", "RESIGNAL", "WITH",
                "VALUES",
                "TRUNCATE", "DROP", "EXECUTE", "PREPARE", "DEALLOCATE", "OPEN", "FETCH", "CLOSE", "LEAVE", "ITERATE",
                "GET",
                "START", "COMMIT", "ROLLBACK", "LOAD", "RENAME", "GRANT", "REVOKE", "ANALYZE", "SHOW", "FLUSH", "KILL",
                "OPTIMIZE", "CHECK", "EXPLAIN", "DESCRIBE",
            ]
            for word in simple { words[word] = .simpleStatement }
            return words
        }()
    }
}
