package import SchemaModel

/// What can be said about the text of an expression without knowing what it means.
package enum ExpressionText {
    /// The text without the parentheses that enclose all of it, however many: `((1 + 2))` is `1 + 2`.
    package static func withoutOuterParentheses(_ text: String) -> String {
        let text = text.trimmed
        guard text.utf8.first == UInt8(ascii: "(") else { return text }
        // One pass, for a text may have thousands of them.
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

    /// Whether the text is one name, one literal or one call: what the servers print without parentheses of its own.
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

    /// The expression of a DEFAULT so that it stays one where it is read again: in parentheses where it would be taken for a
    /// value, NULL or the time of the INSERT, all of which MySQL keeps apart from expressions.
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

    /// Whether quotes and parentheses are closed and no operator stands at the end: the least that an expression is.
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

    /// The text, which servers print with backslash escapes, as a session of the given dialect reads it.
    package static func requoted(_ text: String, for dialect: SQLDialect) -> String {
        guard dialect.noBackslashEscapes, text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var lexer = SQLLexer(text)
        var result = ""
        // An expression that a server printed has no open string; what cannot be read is left as it is.
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
