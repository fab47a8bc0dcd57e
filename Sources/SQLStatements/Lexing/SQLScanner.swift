package import SchemaModel

/// A cursor over the significant tokens of SQL text that is one type, one clause or one CREATE TABLE.
///
/// The contents of versioned comments are read as SQL. An unterminated string or comment counts as the end of the text.
package struct SQLScanner {
    private var lexer: SQLLexer
    /// The next token that the server parses; nil at the end.
    package private(set) var token: SQLToken?
    /// The end of the last token skipped.
    package private(set) var previousEnd = 0

    package init(_ bytes: [UInt8], dialect: SQLDialect = SQLDialect()) {
        lexer = SQLLexer(bytes, dialect: dialect)
        advance()
        previousEnd = 0
    }

    package init(_ text: String, dialect: SQLDialect = SQLDialect()) {
        self.init(Array(text.utf8), dialect: dialect)
    }

    package var dialect: SQLDialect { lexer.dialect }
    package var bytes: [UInt8] { lexer.bytes }
    package var isAtEnd: Bool { token == nil }
    /// The start of the next token.
    package var offset: Int { token?.range.lowerBound ?? lexer.end }
    /// The text from the next token to the end.
    package var rest: String { text(offset..<lexer.end) }
    /// Everything skipped so far.
    package var consumed: String { text(0..<previousEnd).trimmed }

    package func text(_ range: Range<Int>) -> String {
        String(decoding: lexer.bytes[range], as: UTF8.self)
    }

    package mutating func advance() {
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
    /// Skips the symbol if it comes next. Returns whether it does.
    package mutating func accept(_ symbol: StaticString) -> Bool {
        guard let token, token.kind == .symbol, lexer.isWord(token, symbol) else { return false }
        advance()
        return true
    }

    package func isNext(_ symbol: StaticString) -> Bool {
        guard let token, token.kind == .symbol else { return false }
        return lexer.isWord(token, symbol)
    }

    /// Skips the words, given in capitals, if all of them come next in this order. Returns whether they do.
    package mutating func accept(words: StaticString...) -> Bool {
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

    /// Reads a bare word in lower case.
    package mutating func word() -> String? {
        guard let word = peekWord() else { return nil }
        advance()
        return word
    }

    package func peekWord() -> String? {
        guard let token, token.kind == .word else { return nil }
        return lexer.text(token).lowercased()
    }

    /// Reads a name, quoted or bare, and keeps its case.
    package mutating func identifier() -> String? {
        guard let token else { return nil }
        switch token.kind {
        case .word:
            advance()
            return lexer.text(token)
        case .quotedIdentifier:
            let value = lexer.contents(of: token, escapes: false)
            advance()
            return String(decoding: value, as: UTF8.self)
        default: return nil
        }
    }

    /// Reads a parenthesised text and returns it without the parentheses, or nil if it is missing or never closes.
    package mutating func parenthesized() -> String? {
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
    package mutating func integer() -> Int? {
        guard let token, token.kind == .number, let value = Int(lexer.text(token)) else { return nil }
        advance()
        return value
    }

    /// Reads a string literal without a prefix and resolves its escapes.
    ///
    /// - Parameter escapes: Whether a backslash is an escape; nil means that the dialect decides.
    package mutating func stringLiteral(escapes: Bool? = nil) -> String? {
        literalBytes(escapes: escapes).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads the bytes of a string literal without a prefix. They need not be valid UTF-8.
    package mutating func literalBytes(escapes: Bool? = nil) -> [UInt8]? {
        guard let token, token.kind == .string else { return nil }
        let first = lexer.bytes[token.range.lowerBound]
        guard first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") else { return nil }
        let value = lexer.contents(of: token, escapes: escapes ?? !dialect.noBackslashEscapes)
        advance()
        return value
    }

    /// Reads the digits of `b'101'` or `x'1F'`. `prefix` must be in lower case.
    package mutating func prefixedLiteral(_ prefix: Character) -> String? {
        guard let token, token.kind == .string, token.range.count >= 3 else { return nil }
        let text = lexer.text(token)
        guard text.first?.lowercased() == String(prefix), text.dropFirst().first == "'" else { return nil }
        advance()
        return String(text.dropFirst(2).dropLast())
    }

    /// Reads the text of a number token in any form.
    package mutating func number() -> String? {
        guard let token, token.kind == .number else { return nil }
        advance()
        return lexer.text(token)
    }
}

extension String {
    /// The string without ASCII whitespace at both ends.
    package var trimmed: String {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { !$0.isSQLWhitespace }),
            let last = bytes.lastIndex(where: { !$0.isSQLWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
