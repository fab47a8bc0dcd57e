package import SchemaModel

/// Splits a script into statements as the `mariadb` client does, including `DELIMITER` lines, with two improvements.
/// With the plain `;`, a routine body stays whole (see `CompoundTracker`). With another delimiter, a `;` outside a body
/// also ends a statement, because the server runs the statements that the client sends together one by one.
package struct StatementSplitter: Sendable {
    private let bytes: [UInt8]
    private let end: Int
    private var lexer: SQLLexer
    private var lines: LineCounter
    private var statements: [SQLStatement] = []
    private var comments: [SQLComment] = []
    /// The start of the current statement.
    private var start: Int?
    private var lastTokenEnd = 0
    private var containsSemicolon = false
    private var followsSemicolon = false
    /// With another delimiter, the end of the last token except `;`: in `END; //`, the `;` ends no statement.
    private var lastContentEnd = 0
    private var tracker = CompoundTracker()

    private init(_ bytes: [UInt8], range: Range<Int>, firstLine: Int, dialect: SQLDialect) {
        self.bytes = bytes
        end = range.upperBound
        lexer = SQLLexer(bytes, range: range, dialect: dialect, delimiter: Self.semicolon)
        lines = LineCounter(offset: range.lowerBound, line: firstLine)
    }

    private static let semicolon = [UInt8(ascii: ";")]

    /// Splits a part of a file. The part starts at the first column of line `firstLine`.
    ///
    /// - Throws: `SQLScriptError`.
    package static func split(
        _ bytes: [UInt8],
        range: Range<Int>? = nil,
        firstLine: Int = 1,
        dialect: SQLDialect = SQLDialect()
    ) throws(SQLScriptError) -> SQLScript {
        var splitter = StatementSplitter(
            bytes,
            range: range ?? bytes.indices,
            firstLine: firstLine,
            dialect: dialect
        )
        do throws(Failure) {
            return try splitter.run()
        } catch {
            throw splitter.located(error)
        }
    }

    /// - Throws: `SQLScriptError`.
    package static func split(
        _ text: String,
        firstLine: Int = 1,
        dialect: SQLDialect = SQLDialect()
    ) throws(SQLScriptError) -> SQLScript {
        try split(Array(text.utf8), firstLine: firstLine, dialect: dialect)
    }

    private enum Failure: Error {
        case lexer(SQLLexerError)
        case delimiter(Int)
        case severalInComment(Int)
    }

    private mutating func located(_ failure: Failure) -> SQLScriptError {
        switch failure {
        case .lexer(let error):
            let place = lines.place(of: error.offset, in: bytes)
            return .unterminated(error.unterminated, line: place.line, column: place.column)
        case .delimiter(let offset):
            let place = lines.place(of: offset, in: bytes)
            return .badDelimiter(line: place.line, column: place.column)
        case .severalInComment(let offset):
            let place = lines.place(of: offset, in: bytes)
            return .severalInComment(line: place.line, column: place.column)
        }
    }

    private mutating func run() throws(Failure) -> SQLScript {
        while let token = try read() {
            switch token.kind {
            case .whitespace: continue
            case .comment where start == nil: addComment(token)
            case .comment: continue
            case .delimiter where isPlain && tracker.isOpen || lexer.isInVersionedComment:
                try checkComment(at: token)
                tracker.read(token, from: lexer)
                containsSemicolon = true
                lastTokenEnd = token.range.upperBound
            case .delimiter:
                finishStatement()
                followsSemicolon = false
            case .word where start == nil && lexer.isWord(token, "DELIMITER"): try changeDelimiter(token)
            case .symbol where lexer.isWord(token, ";"):
                try checkComment(at: token)
                if tracker.isOpenForDelimiter || lexer.isInVersionedComment {
                    add(token)
                } else {
                    finishStatement()
                    followsSemicolon = true
                }
            default: add(token)
            }
        }
        if isPlain, let open = tracker.innermostStart {
            throw .lexer(SQLLexerError(unterminated: .block, offset: open))
        }
        finishStatement()
        return SQLScript(statements: statements, trailingComments: comments)
    }

    private var isPlain: Bool { lexer.delimiter == Self.semicolon }

    private mutating func read() throws(Failure) -> SQLToken? {
        do { return try lexer.next() } catch { throw .lexer(error) }
    }

    /// In a versioned comment, text after a `;` would be another statement, which cannot be split off.
    private func checkComment(at semicolon: SQLToken) throws(Failure) {
        guard lexer.isInVersionedComment, !tracker.isOpenForDelimiter else { return }
        // Only looks ahead: an error at a token shows when the splitter gets there.
        var lexer = lexer
        while lexer.isInVersionedComment, let token = try? lexer.next() {
            let isEmpty = !token.isSignificant || token.kind == .delimiter || lexer.isWord(token, ";")
            if !isEmpty { throw .severalInComment(semicolon.range.lowerBound) }
        }
    }

    private mutating func addComment(_ token: SQLToken) {
        let place = lines.place(of: token.range.lowerBound, in: bytes)
        var text = lexer.text(token)
        if text.utf8.last == UInt8(ascii: "\r") { text.unicodeScalars.removeLast() }
        comments.append(SQLComment(text: text, line: place.line, column: place.column))
    }

    private mutating func add(_ token: SQLToken) {
        if start == nil { start = token.range.lowerBound }
        let isSemicolon = token.kind == .symbol && bytes[token.range.lowerBound] == UInt8(ascii: ";")
        if !isSemicolon {
            // A `;` with nothing after it does not count.
            let followsSemicolon = lastTokenEnd > max(start ?? 0, lastContentEnd)
            if followsSemicolon { containsSemicolon = true }
            lastContentEnd = token.range.upperBound
        }
        lastTokenEnd = token.range.upperBound
        tracker.read(token, from: lexer)
    }

    private mutating func finishStatement() {
        defer {
            start = nil
            containsSemicolon = false
            tracker = CompoundTracker()
        }
        if !isPlain { lastTokenEnd = lastContentEnd }
        guard let start, start < lastTokenEnd else { return }
        let place = lines.place(of: start, in: bytes)
        statements.append(
            SQLStatement(
                text: String(decoding: bytes[start..<lastTokenEnd], as: UTF8.self),
                line: place.line,
                column: place.column,
                comments: comments,
                containsSemicolon: containsSemicolon,
                followsSemicolon: followsSemicolon
            )
        )
        comments = []
    }

    /// Reads the rest of a `DELIMITER` line. The new delimiter ends at the next blank and loses its quotes.
    private mutating func changeDelimiter(_ token: SQLToken) throws(Failure) {
        var offset = token.range.upperBound
        while offset < end, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
        var lineEnd = offset
        while lineEnd < end, bytes[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
        var argument = bytes[offset..<lineEnd].prefix { !$0.isSQLWhitespace }
        if argument.count > 2, let quote = argument.first, quote == argument.last, "'\"`".utf8.contains(quote) {
            argument = argument.dropFirst().dropLast()
        }
        guard !argument.isEmpty, !argument.contains(UInt8(ascii: "\\")) else {
            throw .delimiter(token.range.lowerBound)
        }
        followsSemicolon = false
        lexer.setDelimiter(Array(argument))
        lexer.move(to: lineEnd)
    }
}

/// Converts byte offsets, requested in ascending order, to lines and columns.
struct LineCounter: Sendable {
    private var offset: Int
    private var line: Int
    private var lineStart: Int

    /// `offset` is the first byte of line `line`.
    init(offset: Int, line: Int) {
        self.offset = offset
        self.line = line
        lineStart = offset
    }

    /// Returns the line and column, in characters, of an offset. Counts backwards from the previous one if necessary.
    mutating func place(of target: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        if target < offset {
            line -= bytes[target..<offset].count { $0 == UInt8(ascii: "\n") }
            offset = target
            lineStart = (bytes[..<target].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        }
        while offset < target {
            if bytes[offset] == UInt8(ascii: "\n") {
                line += 1
                lineStart = offset + 1
            }
            offset += 1
        }
        // Bytes 0b10xxxxxx continue a character.
        let column = 1 + bytes[lineStart..<target].count { $0 & 0xC0 != 0x80 }
        return (line, column)
    }
}
