internal import SchemaModel

/// A cursor over the significant tokens of SQL text that is known to be one type, one clause or one CREATE TABLE.
///
/// Versioned comments are read as the SQL that they hold. An open string or comment reads as the end of the text.
struct SQLScanner {
    private var lexer: SQLLexer
    /// The next token that the server parses, nil at the end.
    private(set) var token: SQLToken?
    /// Where the last token that was stepped over ends.
    private(set) var previousEnd = 0

    init(_ bytes: [UInt8], dialect: SQLDialect = SQLDialect()) {
        lexer = SQLLexer(bytes, dialect: dialect)
        advance()
        previousEnd = 0
    }

    init(_ text: String, dialect: SQLDialect = SQLDialect()) {
        self.init(Array(text.utf8), dialect: dialect)
    }

    var dialect: SQLDialect { lexer.dialect }
    var bytes: [UInt8] { lexer.bytes }
    var isAtEnd: Bool { token == nil }
    /// Where the next token starts.
    var offset: Int { token?.range.lowerBound ?? lexer.end }
    /// The text from the next token to the end.
    var rest: String { text(offset..<lexer.end) }
    /// Everything that was stepped over so far.
    var consumed: String { text(0..<previousEnd).trimmed }

    func text(_ range: Range<Int>) -> String {
        String(decoding: lexer.bytes[range], as: UTF8.self)
    }

    mutating func advance() {
        if let token { previousEnd = token.range.upperBound }
        do {
            token = try lexer.nextSignificant()
        } catch {
            token = nil
        }
    }
}

// MARK: - Words and symbols

extension SQLScanner {
    /// Whether the next token is this symbol; steps over it when it is.
    mutating func accept(_ symbol: StaticString) -> Bool {
        guard let token, token.kind == .symbol, lexer.isWord(token, symbol) else { return false }
        advance()
        return true
    }

    func isNext(_ symbol: StaticString) -> Bool {
        guard let token, token.kind == .symbol else { return false }
        return lexer.isWord(token, symbol)
    }

    /// Steps over the words, given in capitals, when all of them come next in this order.
    mutating func accept(words: StaticString...) -> Bool {
        let start = self
        for expected in words {
            guard let token, token.kind == .word, lexer.isWord(token, expected) else {
                self = start
                return false
            }
            advance()
        }
        return true
    }

    /// The next bare word in lower case.
    mutating func word() -> String? {
        guard let word = peekWord() else { return nil }
        advance()
        return word
    }

    func peekWord() -> String? {
        guard let token, token.kind == .word else { return nil }
        return lexer.text(token).lowercased()
    }

    /// A name, quoted or bare; it keeps its case.
    mutating func identifier() -> String? {
        guard let token else { return nil }
        switch token.kind {
        case .word:
            advance()
            return lexer.text(token)
        case .quotedIdentifier:
            let value = unquoted(token.range, escapes: false)
            advance()
            return String(decoding: value, as: UTF8.self)
        default: return nil
        }
    }

    /// The text between the next parenthesis and its partner, as it stands; nil when there is none or it never closes.
    mutating func parenthesized() -> String? {
        guard isNext("(") else { return nil }
        let start = self
        let contents = offset + 1
        var depth = 0
        while token != nil {
            if isNext("(") { depth += 1 }
            if isNext(")") {
                depth -= 1
                if depth == 0 {
                    let end = offset
                    advance()
                    return text(contents..<end).trimmed
                }
            }
            advance()
        }
        self = start
        return nil
    }
}

// MARK: - Literals

extension SQLScanner {
    mutating func integer() -> Int? {
        guard let token, token.kind == .number, let value = Int(lexer.text(token)) else { return nil }
        advance()
        return value
    }

    /// The value of a string literal without a prefix, escapes resolved.
    ///
    /// - Parameter escapes: whether a backslash is one; nil is as the dialect says.
    mutating func stringLiteral(escapes: Bool? = nil) -> String? {
        literalBytes(escapes: escapes).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a string literal without a prefix; they need not be valid UTF-8.
    mutating func literalBytes(escapes: Bool? = nil) -> [UInt8]? {
        guard let token, token.kind == .string else { return nil }
        let first = lexer.bytes[token.range.lowerBound]
        guard first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") else { return nil }
        let value = unquoted(token.range, escapes: escapes ?? !dialect.noBackslashEscapes)
        advance()
        return value
    }

    /// The digits of `b'101'` or `x'1F'`; `prefix` is given in lower case.
    mutating func prefixedLiteral(_ prefix: Character) -> String? {
        guard let token, token.kind == .string, token.range.count >= 3 else { return nil }
        let text = lexer.text(token)
        guard text.first?.lowercased() == String(prefix), text.dropFirst().first == "'" else { return nil }
        advance()
        return String(text.dropFirst(2).dropLast())
    }

    /// The text of a number token, whatever its form.
    mutating func number() -> String? {
        guard let token, token.kind == .number else { return nil }
        advance()
        return lexer.text(token)
    }

    /// The text between the quotes at both ends of the range.
    private func unquoted(_ range: Range<Int>, escapes: Bool) -> [UInt8] {
        let quote = lexer.bytes[range.lowerBound]
        let end = range.upperBound - 1
        var value: [UInt8] = []
        value.reserveCapacity(range.count)
        var index = range.lowerBound + 1
        while index < end {
            let byte = lexer.bytes[index]
            index += 1
            if byte == UInt8(ascii: "\\"), escapes, index < end {
                value.append(Self.unescaped(lexer.bytes[index]))
                index += 1
            } else {
                value.append(byte)
                if byte == quote { index += 1 }
            }
        }
        return value
    }

    /// What a backslash and this byte stand for in a string literal.
    private static func unescaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0"): 0
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "Z"): 26
        default: byte
        }
    }
}

extension String {
    /// Without the ASCII space at both ends.
    var trimmed: String {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { !$0.isSQLWhitespace }),
            let last = bytes.lastIndex(where: { !$0.isSQLWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
