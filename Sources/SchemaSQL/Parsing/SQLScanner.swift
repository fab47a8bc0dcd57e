internal import SchemaModel

/// A cursor over SQL text that is known to be one type, one clause or one CREATE TABLE.
///
/// It reads what the callers name and never looks at what they do not: an unknown clause stays text.
struct SQLScanner {
    let bytes: [UInt8]
    let dialect: SQLDialect
    var position = 0

    init(_ text: String, dialect: SQLDialect = SQLDialect()) {
        bytes = Array(text.utf8)
        self.dialect = dialect
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The text from the cursor to the end.
    var rest: String { text(position..<bytes.count) }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    mutating func skipSpace() {
        while position < bytes.count, bytes[position].isSQLSpace { position += 1 }
    }

    /// Whether the next byte, after space, is this one; steps over it when it is.
    mutating func accept(_ symbol: Character) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == symbol.asciiValue else { return false }
        position += 1
        return true
    }

    func peekByte() -> UInt8? {
        var index = position
        while index < bytes.count, bytes[index].isSQLSpace { index += 1 }
        return index < bytes.count ? bytes[index] : nil
    }

    /// The next bare word in lower case, without stepping over it.
    func peekWord() -> String? {
        var ahead = self
        return ahead.word()
    }

    /// The next bare word in lower case: letters, digits, `_`, `$` and bytes above ASCII, not starting with a digit.
    mutating func word() -> String? {
        skipSpace()
        let start = position
        guard start < bytes.count, bytes[start].isSQLWord, !bytes[start].isDigit else { return nil }
        while position < bytes.count, bytes[position].isSQLWord { position += 1 }
        return text(start..<position).lowercased()
    }

    /// Steps over the words when all of them come next, in this order and in any case.
    mutating func accept(words: String...) -> Bool {
        let start = position
        for expected in words where word() != expected {
            position = start
            return false
        }
        return true
    }

    mutating func integer() -> Int? {
        skipSpace()
        let start = position
        while position < bytes.count, bytes[position].isDigit { position += 1 }
        guard position > start, let value = Int(text(start..<position)) else {
            position = start
            return nil
        }
        return value
    }

    /// The value of a string literal in either kind of quotes, escapes resolved.
    mutating func stringLiteral() -> String? {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"")
        else { return nil }
        let start = position
        guard let value = quoted(by: bytes[position], escapes: !dialect.noBackslashEscapes) else {
            position = start
            return nil
        }
        return String(decoding: value, as: UTF8.self)
    }

    /// The bytes of a string literal, which need not be valid UTF-8.
    mutating func literalBytes() -> [UInt8]? {
        skipSpace()
        let start = position
        guard position < bytes.count, bytes[position] == UInt8(ascii: "'"),
            let value = quoted(by: bytes[position], escapes: !dialect.noBackslashEscapes)
        else {
            position = start
            return nil
        }
        return value
    }

    /// A name, in backquotes or bare; bare names keep their case.
    mutating func identifier() -> String? {
        skipSpace()
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "`") {
            guard let value = quoted(by: bytes[position], escapes: false) else {
                position = start
                return nil
            }
            return String(decoding: value, as: UTF8.self)
        }
        guard word() != nil else { return nil }
        return text(start..<position)
    }

    /// The text between the next parenthesis and its partner, without the two; nil when there is none or it never
    /// closes.
    mutating func parenthesized() -> String? {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "(") else { return nil }
        let start = position
        guard skipBalanced() else {
            position = start
            return nil
        }
        return text(start + 1..<position - 1)
    }

    /// Steps over one parenthesised group, strings and quoted names in it included.
    private mutating func skipBalanced() -> Bool {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "("):
                depth += 1
                position += 1
            case UInt8(ascii: ")"):
                depth -= 1
                position += 1
                if depth == 0 { return true }
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                let escapes = bytes[position] != UInt8(ascii: "`") && !dialect.noBackslashEscapes
                if quoted(by: bytes[position], escapes: escapes) == nil { return false }
            default:
                position += 1
            }
        }
        return false
    }

    /// Reads from an opening quote to its partner.
    private mutating func quoted(by quote: UInt8, escapes: Bool) -> [UInt8]? {
        position += 1
        var value: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == quote {
                guard position < bytes.count, bytes[position] == quote else { return value }
                position += 1
                value.append(quote)
            } else if byte == UInt8(ascii: "\\"), escapes, position < bytes.count {
                value.append(Self.unescaped(bytes[position]))
                position += 1
            } else {
                value.append(byte)
            }
        }
        return nil
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

extension UInt8 {
    var isSQLSpace: Bool { self == 32 || (9...13).contains(self) }
    var isDigit: Bool { (48...57).contains(self) }
    var isSQLWord: Bool {
        isDigit || (65...90).contains(self) || (97...122).contains(self) || self == 95 || self == 36 || self >= 128
    }
}
