/// The constants that a Python module assigns to names at its top level.
///
/// Reads strings, None, and tuples, lists and sets of them, also across lines, comments and annotations. Skips all
/// other code with its strings and brackets.
struct PythonConstants {
    indirect enum Value: Hashable, Sendable {
        case none
        case text(String)
        case list([Value])
        /// A value that only Python can evaluate.
        case computed
    }

    /// The string at the beginning of the module.
    private(set) var docstring: String?
    private(set) var values: [String: (value: Value, line: Int)] = [:]

    init(_ text: String) {
        var reader = PythonReader(text)
        reader.readModule(into: &values, docstring: &docstring)
    }
}

private struct PythonReader {
    typealias Value = PythonConstants.Value

    private let characters: [Character]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        characters = Array(text)
        if characters.first == "\u{FEFF}" { position = 1 }
    }

    private var current: Character? { position < characters.count ? characters[position] : nil }

    private func peek(_ offset: Int) -> Character? {
        position + offset < characters.count ? characters[position + offset] : nil
    }

    private mutating func advance() {
        if current?.isNewline == true { line += 1 }
        position += 1
    }

    mutating func readModule(into values: inout [String: (value: Value, line: Int)], docstring: inout String?) {
        var isFirst = true
        while let character = current {
            if character.isNewline || character == "#" {
                skipLine()
                continue
            }
            if isFirst, let text = string() {
                docstring = text
            } else if Self.beginsName(character) {
                let start = line
                let name = word()
                if skipToAssignment() { values[name] = (expression(), start) }
            }
            isFirst = false
            skipLine()
        }
    }

    // MARK: Lines

    /// Skips to the end of the logical line.
    private mutating func skipLine() {
        var depth = 0
        while let character = current {
            if character == "#" {
                while let next = current, !next.isNewline { _ = next; advance() }
            } else if character == "\\" {
                advance()
                if current != nil { advance() }
            } else if character.isNewline {
                advance()
                if depth <= 0 { return }
            } else if isAtString {
                _ = string()
            } else {
                if "([{".contains(character) { depth += 1 }
                if ")]}".contains(character) { depth -= 1 }
                advance()
            }
        }
    }

    private mutating func skipBlanks(acrossLines: Bool) {
        while let character = current {
            if character == "\\", peek(1)?.isNewline == true {
                advance()
                advance()
            } else if acrossLines, character == "#" {
                while let next = current, !next.isNewline { _ = next; advance() }
            } else if character == " " || character == "\t" || character == "\u{0C}"
                || acrossLines && character.isNewline
            {
                advance()
            } else {
                return
            }
        }
    }

    /// Skips `=`, or an annotation and `=`; returns false if the line is not an assignment.
    private mutating func skipToAssignment() -> Bool {
        skipBlanks(acrossLines: false)
        if current == ":" {
            advance()
            var depth = 0
            while let character = current, !character.isNewline || depth > 0 {
                if depth == 0, character == "=" { break }
                if isAtString {
                    _ = string()
                    continue
                }
                if "([{".contains(character) { depth += 1 }
                if ")]}".contains(character) { depth -= 1 }
                advance()
            }
        }
        guard current == "=", peek(1) != "=" else { return false }
        advance()
        return true
    }

    // MARK: Values

    private static func beginsName(_ character: Character) -> Bool { character == "_" || character.isLetter }

    private mutating func word() -> String {
        var word = ""
        while let character = current, Self.beginsName(character) || character.isNumber {
            word.append(character)
            advance()
        }
        return word
    }

    /// Reads the value after `=`. A comma makes it a tuple.
    private mutating func expression() -> Value {
        let first = item(acrossLines: false)
        skipBlanks(acrossLines: false)
        guard current == "," else { return endsHere ? first : .computed }
        var items = [first]
        while current == "," {
            advance()
            skipBlanks(acrossLines: false)
            if endsHere { break }
            items.append(item(acrossLines: false))
            skipBlanks(acrossLines: false)
        }
        return endsHere ? .list(items) : .computed
    }

    private var endsHere: Bool { current == nil || current?.isNewline == true || current == "#" || current == ";" }

    private mutating func item(acrossLines: Bool) -> Value {
        skipBlanks(acrossLines: acrossLines)
        guard let character = current else { return .computed }
        if isAtString {
            var text = ""
            while isAtString {
                guard let part = string() else { return .computed }
                text += part
                skipBlanks(acrossLines: acrossLines)
            }
            return .text(text)
        }
        if let closing = ["(": ")", "[": "]", "{": "}"][character] { return brackets(Character(closing)) }
        guard Self.beginsName(character) else { return .computed }
        return word() == "None" ? .none : .computed
    }

    private mutating func brackets(_ closing: Character) -> Value {
        let isParenthesis = closing == ")"
        advance()
        var items: [Value] = []
        var hasComma = false
        while true {
            skipBlanks(acrossLines: true)
            if current == closing { break }
            items.append(item(acrossLines: true))
            skipBlanks(acrossLines: true)
            if current == "," {
                hasComma = true
                advance()
            } else if current != closing {
                return .computed
            }
        }
        advance()
        if isParenthesis, !hasComma, let only = items.first { return only }
        return .list(items)
    }

    // MARK: Strings

    private var isAtString: Bool { stringPrefix != nil }

    /// The letters before the quotes.
    private var stringPrefix: String? {
        var prefix = ""
        for offset in 0..<3 {
            guard let character = peek(offset) else { return nil }
            if character == "\"" || character == "'" { return prefix }
            guard "rRbBuUfFtT".contains(character) else { return nil }
            if offset == 0, position > 0, Self.beginsName(characters[position - 1]) { return nil }
            prefix.append(character)
        }
        return nil
    }

    /// Reads a string literal; returns nil if only Python can evaluate it.
    private mutating func string() -> String? {
        guard let prefix = stringPrefix?.lowercased() else { return nil }
        position += prefix.count
        guard let quote = current else { return nil }
        let isTriple = peek(1) == quote && peek(2) == quote
        for _ in 0..<(isTriple ? 3 : 1) { advance() }
        var text = ""
        while let character = current {
            if character == "\\" {
                advance()
                text += prefix.contains("r") ? "\\" + (current.map(String.init) ?? "") : ""
                if prefix.contains("r") { advance() } else { text += escaped() }
            } else if character == quote, !isTriple || peek(1) == quote && peek(2) == quote {
                for _ in 0..<(isTriple ? 3 : 1) { advance() }
                break
            } else if character.isNewline, !isTriple {
                return nil
            } else {
                text.append(character)
                advance()
            }
        }
        return prefix.contains("f") || prefix.contains("t") || prefix.contains("b") ? nil : text
    }

    /// Reads the rest of an escape sequence after the backslash.
    private mutating func escaped() -> String {
        guard let character = current else { return "" }
        advance()
        switch character {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "\\", "'", "\"": return String(character)
        case "x": return scalar(digits: 2)
        case "u": return scalar(digits: 4)
        case "U": return scalar(digits: 8)
        case _ where character.isNewline: return ""
        default: return "\\" + String(character)
        }
    }

    private mutating func scalar(digits: Int) -> String {
        let text = String(characters[position..<min(position + digits, characters.count)])
        guard text.count == digits, let number = UInt32(text, radix: 16), let scalar = Unicode.Scalar(number) else {
            return ""
        }
        position += digits
        return String(scalar)
    }
}
