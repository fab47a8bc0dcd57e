package import SchemaModel

/// Splits SQL text into tokens as the server does, without copying the text.
///
/// It reads UTF-8, or any encoding whose bytes below 0x80 are ASCII, and works on byte ranges. The start and the end of
/// a versioned comment are tokens, and its contents are lexed as SQL.
package struct SQLLexer: Sendable {
    package let bytes: [UInt8]
    package let dialect: SQLDialect
    /// The offset of the next token.
    package private(set) var position: Int
    /// The offset at which lexing stops.
    package let end: Int
    /// The statement delimiter to report as a token, if any.
    package private(set) var delimiter: [UInt8]?
    /// Whether the delimiter counts only as a whole word, because it consists of letters and digits. `$$` also ends a
    /// word that touches it.
    private var delimiterIsWord = false
    private var versionedCommentStart: Int?

    /// Whether the next token is inside a versioned comment.
    package var isInVersionedComment: Bool { versionedCommentStart != nil }

    package init(
        _ bytes: [UInt8],
        range: Range<Int>? = nil,
        dialect: SQLDialect = SQLDialect(),
        delimiter: [UInt8]? = nil
    ) {
        self.bytes = bytes
        self.dialect = dialect
        position = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
        setDelimiter(delimiter)
    }

    package init(_ text: String, dialect: SQLDialect = SQLDialect()) {
        self.init(Array(text.utf8), dialect: dialect)
    }

    package mutating func setDelimiter(_ delimiter: [UInt8]?) {
        self.delimiter = delimiter
        delimiterIsWord = delimiter?.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit } ?? false
    }

    /// Continues at another offset, outside any comment.
    package mutating func move(to offset: Int) {
        position = offset
        versionedCommentStart = nil
    }

    /// Returns the next token, or nil at the end of the text.
    ///
    /// - Throws: `SQLLexerError` if a string, name or comment is not closed.
    package mutating func next() throws(SQLLexerError) -> SQLToken? {
        guard position < end else {
            if let start = versionedCommentStart { throw SQLLexerError(unterminated: .comment, offset: start) }
            return nil
        }
        let start = position
        let kind = try scan()
        return SQLToken(kind: kind, range: start..<position)
    }

    /// Returns the next token that the server parses, skipping whitespace, comments and versioned comment frames.
    package mutating func nextSignificant() throws(SQLLexerError) -> SQLToken? {
        while let token = try next() {
            if token.isSignificant { return token }
        }
        return nil
    }

    /// Returns the next significant token; nil at the end of the text, and at a string or comment that never ends.
    ///
    /// For a statement, in which nothing can be open, because the splitter has read it; and for a text that only the
    /// server has to understand.
    package mutating func nextReadable() -> SQLToken? { try? nextSignificant() }

    /// Returns the token's text, with invalid UTF-8 repaired.
    package func text(_ token: SQLToken) -> String {
        String(decoding: bytes[token.range], as: UTF8.self)
    }

    /// Returns the bytes between the quotes at both ends of a token, with doubled quotes undone.
    ///
    /// - Parameter escapes: Whether a backslash is an escape.
    package func contents(of token: SQLToken, escapes: Bool) -> [UInt8] {
        let quote = bytes[token.range.lowerBound]
        let end = token.range.upperBound - 1
        var contents: [UInt8] = []
        contents.reserveCapacity(token.range.count)
        var index = token.range.lowerBound + 1
        while index < end {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\\"), escapes, index < end {
                contents.append(Self.unescaped(bytes[index]))
                index += 1
            } else {
                contents.append(byte)
                if byte == quote { index += 1 }
            }
        }
        return contents
    }

    /// Returns the character for a backslash followed by this byte in a string literal.
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

    /// Returns the text between a token's quotes.
    package func unquoted(_ token: SQLToken) -> String {
        let escapes = token.kind == .string && !dialect.noBackslashEscapes
        return String(decoding: contents(of: token, escapes: escapes), as: UTF8.self)
    }

    /// Returns the unquoted name if the token can be a name, otherwise nil.
    ///
    /// Text in double quotes counts as a name, because an earlier statement may have set ANSI_QUOTES.
    package func name(of token: SQLToken) -> String? {
        switch token.kind {
        case .word: text(token)
        case .quotedIdentifier: unquoted(token)
        case .string where bytes[token.range.lowerBound] == UInt8(ascii: "\""): unquoted(token)
        default: nil
        }
    }

    /// Returns whether a token is this ASCII word or symbol, ignoring case. `word` must be in capitals.
    package func isWord(_ token: SQLToken, _ word: StaticString) -> Bool {
        guard token.kind == .word || token.kind == .symbol, token.range.count == word.utf8CodeUnitCount else {
            return false
        }
        return word.withUTF8Buffer { expected in
            var offset = token.range.lowerBound
            for byte in expected {
                if bytes[offset].asciiUppercased != byte { return false }
                offset += 1
            }
            return true
        }
    }
}

// MARK: - Scanning

extension SQLLexer {
    private mutating func scan() throws(SQLLexerError) -> SQLToken.Kind {
        if let delimiter, matches(delimiter, at: position) {
            let after = position + delimiter.count
            if !delimiterIsWord || after >= end || !bytes[after].isSQLWordByte {
                position = after
                return .delimiter
            }
        }
        let byte = bytes[position]
        switch byte {
        case 0x20, 0x09...0x0D: return whitespace()
        case UInt8(ascii: "'"): return try string(start: position)
        case UInt8(ascii: "\""):
            return dialect.ansiQuotes ? try quotedIdentifier() : try string(start: position)
        case UInt8(ascii: "`"): return try quotedIdentifier()
        case UInt8(ascii: "#"): return lineComment()
        case UInt8(ascii: "-") where startsDashComment(): return lineComment()
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): return try blockComment()
        case UInt8(ascii: "*") where versionedCommentStart != nil && peek(1) == UInt8(ascii: "/"):
            versionedCommentStart = nil
            position += 2
            return .versionedCommentEnd
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return numberOrWord()
        case UInt8(ascii: ".") where peek(1)?.isASCIIDigit == true && !followsName():
            return fraction()
        default:
            if byte.isSQLWordByte { return try wordOrPrefixedString() }
            return symbol()
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        position + distance < end ? bytes[position + distance] : nil
    }

    private func matches(_ text: [UInt8], at offset: Int) -> Bool {
        guard offset + text.count <= end else { return false }
        for index in text.indices where bytes[offset + index] != text[index] { return false }
        return true
    }

    private mutating func whitespace() -> SQLToken.Kind {
        while position < end, bytes[position].isSQLWhitespace { position += 1 }
        return .whitespace
    }

    /// `--` starts a comment only before whitespace, a control character or the end: `5--3` is 8.
    private func startsDashComment() -> Bool {
        guard peek(1) == UInt8(ascii: "-") else { return false }
        guard let after = peek(2) else { return true }
        return after <= 0x20 || after == 0x7F
    }

    private mutating func lineComment() -> SQLToken.Kind {
        while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        return .comment
    }

    private mutating func blockComment() throws(SQLLexerError) -> SQLToken.Kind {
        let start = position
        if let frame = versionedFrameLength() {
            versionedCommentStart = start
            position += frame
            return .versionedCommentStart
        }
        let kind: SQLToken.Kind = peek(2) == UInt8(ascii: "+") ? .optimizerHint : .comment
        position += 2
        while position + 1 < end {
            if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                position += 2
                return kind
            }
            position += 1
        }
        throw SQLLexerError(unterminated: .comment, offset: start)
    }

    /// Returns the length of `/*!` or `/*M!` plus the version digits, or nil if there is no such frame here.
    private func versionedFrameLength() -> Int? {
        guard versionedCommentStart == nil else { return nil }
        var length = 2
        if peek(length) == UInt8(ascii: "M") { length += 1 }
        guard peek(length) == UInt8(ascii: "!") else { return nil }
        length += 1
        // MariaDB and MySQL read a version of five or six digits.
        let digitsEnd = length + 6
        while length < digitsEnd, let digit = peek(length), digit.isASCIIDigit { length += 1 }
        return length
    }

    private mutating func quotedIdentifier() throws(SQLLexerError) -> SQLToken.Kind {
        let start = position
        let quote = bytes[position]
        position += 1
        while position < end {
            if bytes[position] == quote {
                position += 1
                if position >= end || bytes[position] != quote { return .quotedIdentifier }
            }
            position += 1
        }
        throw SQLLexerError(unterminated: .quotedIdentifier, offset: start)
    }

    /// Reads a string from the quote at `position`. `start` is the start of the token, including any prefix.
    private mutating func string(start: Int) throws(SQLLexerError) -> SQLToken.Kind {
        let quote = bytes[position]
        position += 1
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\"), !dialect.noBackslashEscapes {
                position += 2
                continue
            }
            position += 1
            if byte == quote {
                if position >= end || bytes[position] != quote { return .string }
                position += 1
            }
        }
        position = end
        throw SQLLexerError(unterminated: .string, offset: start)
    }

    private mutating func wordOrPrefixedString() throws(SQLLexerError) -> SQLToken.Kind {
        let start = position
        skipWord()
        guard position < end else { return .word }
        let quote = bytes[position]
        guard quote == UInt8(ascii: "'") || (quote == UInt8(ascii: "\"") && !dialect.ansiQuotes) else { return .word }
        // N'…', x'…' and b'…' allow single quotes only; an introducer (_utf8mb4) allows both.
        if bytes[start] == UInt8(ascii: "_") { return try string(start: start) }
        let isPrefix = position == start + 1 && quote == UInt8(ascii: "'")
        guard isPrefix, "NnXxBb".utf8.contains(bytes[start]) else { return .word }
        return try string(start: start)
    }

    private mutating func skipWord() {
        let stop = delimiterIsWord ? nil : delimiter?.first
        while position < end, bytes[position].isSQLWordByte {
            if bytes[position] == stop, let delimiter, matches(delimiter, at: position) { return }
            position += 1
        }
    }

    /// Reads a number, or a name that starts with a digit (`2fa_codes` needs no quotes).
    private mutating func numberOrWord() -> SQLToken.Kind {
        let start = position
        if followsName() {
            skipWord()
            return .word
        }
        while position < end, bytes[position].isASCIIDigit { position += 1 }
        if position == start + 1, bytes[start] == UInt8(ascii: "0"), let radix = peek(0) {
            let isHex = radix == UInt8(ascii: "x")
            if isHex || radix == UInt8(ascii: "b") {
                let digits = position + 1
                skipWord()
                let isNumber = bytes[digits..<position].allSatisfy { isHex ? $0.isHexDigit : $0 & 0xFE == 0x30 }
                return position > digits && isNumber ? .number : .word
            }
        }
        // `1..10` is MariaDB's integer range in FOR, not `1.` and `.10`.
        if peek(0) == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") { return fraction() }
        if skipExponent() { return .number }
        if position < end, bytes[position].isSQLWordByte {
            let digitsEnd = position
            skipWord()
            return position > digitsEnd ? .word : .number
        }
        return .number
    }

    private mutating func fraction() -> SQLToken.Kind {
        position += 1
        while position < end, bytes[position].isASCIIDigit { position += 1 }
        _ = skipExponent()
        return .number
    }

    private mutating func skipExponent() -> Bool {
        guard let mark = peek(0), mark | 0x20 == UInt8(ascii: "e") else { return false }
        var length = 1
        if let sign = peek(1), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { length = 2 }
        guard peek(length)?.isASCIIDigit == true else { return false }
        position += length
        while position < end, bytes[position].isASCIIDigit { position += 1 }
        return true
    }

    /// Returns whether the `.` of a qualified name comes directly before: `t.1st`, or `` `t`.5 ``.
    private func followsName() -> Bool {
        if bytes[position] == UInt8(ascii: ".") {
            guard position > 0 else { return false }
            let before = bytes[position - 1]
            return before == UInt8(ascii: "`") || before.isSQLWordByte
        }
        guard position > 1, bytes[position - 1] == UInt8(ascii: ".") else { return false }
        let before = bytes[position - 2]
        return before == UInt8(ascii: "`") || before.isSQLWordByte
    }

    private static let longSymbols: [[UInt8]] = [
        "->>", "<=>", ":=", "<=", ">=", "<>", "!=", "||", "&&", "<<", ">>", "->", "..",
    ].map { Array($0.utf8) }

    private mutating func symbol() -> SQLToken.Kind {
        for symbol in Self.longSymbols where bytes[position] == symbol[0] && matches(symbol, at: position) {
            position += symbol.count
            return .symbol
        }
        position += 1
        return .symbol
    }
}

extension UInt8 {
    package var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    package var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    package var isHexDigit: Bool { isASCIIDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
    package var isSQLWhitespace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
    /// Whether the byte may occur in an unquoted name: letters, digits, `_`, `$` and everything beyond ASCII.
    package var isSQLWordByte: Bool { isASCIILetter || isASCIIDigit || self == 0x5F || self == 0x24 || self >= 0x80 }
    package var asciiUppercased: UInt8 { self >= 0x61 && self <= 0x7A ? self & 0xDF : self }
}
