package import SchemaModel

/// Operations on the text of an expression that need no knowledge of its meaning.
package enum ExpressionText {
    /// Removes every pair of parentheses that encloses the whole text: `((1 + 2))` becomes `1 + 2`.
    package static func withoutOuterParentheses(_ text: String) -> String {
        let text = text.trimmed
        guard text.utf8.first == UInt8(ascii: "(") else { return text }
        // A single pass, because a text may have thousands of parentheses.
        var lexer = SQLLexer(text)
        var tokens: [SQLToken] = []
        var open: [Int] = []
        var partners: [Int: Int] = [:]
        do {
            while let token = try lexer.nextSignificant() {
                if lexer.isWord(token, "(") {
                    open.append(tokens.count)
                } else if lexer.isWord(token, ")"), let start = open.popLast() {
                    partners[start] = tokens.count
                }
                tokens.append(token)
            }
        } catch {
            return text
        }
        var depth = 0
        while partners[depth] == tokens.count - 1 - depth { depth += 1 }
        guard depth > 0 else { return text }
        let inner = tokens[depth - 1].range.upperBound..<tokens[tokens.count - depth].range.lowerBound
        return String(decoding: lexer.bytes[inner], as: UTF8.self).trimmed
    }

    /// Returns whether the text is one name, literal or call, which the servers print without parentheses.
    package static func isSelfContained(_ text: String) -> Bool {
        var scanner = SQLScanner(text)
        if scanner.token?.kind == .string || scanner.token?.kind == .number {
            scanner.advance()
            return scanner.isAtEnd
        }
        guard scanner.identifier() != nil else { return false }
        while scanner.accept(".") {
            guard scanner.identifier() != nil else { return false }
        }
        _ = scanner.parenthesized()
        return scanner.isAtEnd
    }

    /// Returns the expression of a DEFAULT in a form that is read back as an expression. It adds parentheses where the
    /// text would be read as a value, NULL or the time of the INSERT, which MySQL distinguishes from expressions.
    package static func asDefault(_ text: String) -> String {
        var scanner = SQLScanner(text)
        _ = scanner.accept("-")
        let isLiteral = scanner.token?.kind == .string || scanner.token?.kind == .number
        let isWord = ["null", "true", "false"].contains(scanner.peekWord() ?? "")
        if isLiteral || isWord {
            scanner.advance()
        } else {
            guard scanner.accept(words: "NOW") else { return text }
            _ = scanner.parenthesized()
        }
        return scanner.isAtEnd ? "(" + text + ")" : text
    }

    /// Returns whether quotes and parentheses are closed and the text does not end with an operator. Any expression
    /// meets these conditions.
    package static func isComplete(_ text: String) -> Bool {
        var lexer = SQLLexer(text)
        var depth = 0
        var last = ""
        do {
            while let token = try lexer.next() {
                if token.kind == .whitespace || token.kind == .comment { continue }
                last = token.kind == .symbol || token.kind == .word ? lexer.text(token).lowercased() : "value"
                if last == "(" { depth += 1 }
                if last == ")" { depth -= 1 }
                if depth < 0 { return false }
            }
        } catch {
            return false
        }
        let isOpen = ["and", "or", "not", "xor", "like", "between", "in", "is"].contains(last)
        return depth == 0 && !last.isEmpty && !isOpen
            && (last == ")" || !last.allSatisfy { $0.isPunctuation || $0.isSymbol })
    }

    /// Converts text that a server printed with backslash escapes for a session with the given dialect.
    package static func requoted(_ text: String, for dialect: SQLDialect) -> String {
        guard dialect.noBackslashEscapes, text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var lexer = SQLLexer(text)
        var result = ""
        // An expression printed by a server has no open string. Text that cannot be read stays unchanged.
        while let token = try? lexer.next() {
            let piece = lexer.text(token)
            guard token.kind == .string, let quote = piece.firstIndex(of: "'") else {
                result += piece
                continue
            }
            var scanner = SQLScanner(String(piece[quote...]))
            let bytes = scanner.literalBytes() ?? []
            result += piece[..<quote] + dialect.quotedLiteral(String(decoding: bytes, as: UTF8.self))
        }
        return result
    }
}
