package import SchemaModel

/// Finds names in SQL text by looking at the text alone.
package enum SQLNames {
    /// Returns every bare word and quoted name, in lower case. Stops at text that the lexer cannot read.
    package static func mentioned(in text: String, dialect: SQLDialect = SQLDialect()) -> Set<String> {
        var names: Set<String> = []
        var scanner = SQLScanner(text, dialect: dialect)
        while !scanner.isAtEnd {
            if let name = scanner.identifier() { names.insert(name.lowercased()) } else { scanner.advance() }
        }
        return names
    }

    /// Returns the names, in lower case, that a statement drops, renames or changes.
    package static func takenAway(by statement: String, dialect: SQLDialect = SQLDialect()) -> Set<String> {
        var names: Set<String> = []
        var scanner = SQLScanner(statement, dialect: dialect)
        while !scanner.isAtEnd {
            guard scanner.accept(words: "DROP") || scanner.accept(words: "RENAME") || scanner.accept(words: "CHANGE")
            else {
                scanner.advance()
                continue
            }
            let isList = scanner.accept(words: "PARTITION")
            let kinds: [StaticString] = ["COLUMN", "INDEX", "FOREIGN", "KEY", "CONSTRAINT", "CHECK", "IF", "EXISTS"]
            while kinds.contains(where: { scanner.accept(words: $0) }) {}
            repeat {
                if let name = scanner.identifier() { names.insert(name.lowercased()) }
            } while isList && scanner.accept(",")
        }
        return names
    }

    /// Returns the procedure that a `CALL` statement names, or nil for other statements.
    package static func called(by statement: String, dialect: SQLDialect = SQLDialect()) -> SQLName? {
        var scanner = SQLScanner(statement, dialect: dialect)
        guard scanner.accept(words: "CALL"), let first = scanner.identifier() else { return nil }
        guard scanner.accept("."), let name = scanner.identifier() else { return SQLName(first) }
        return SQLName(database: first, name)
    }

    /// Removes `database.` before names, quoted or not.
    ///
    /// The servers print it before every table of a view that uses more than one database.
    package static func withoutQualifier(_ database: String, in text: String) -> String {
        guard text.contains(database) else { return text }
        let quoted = SQLDialect().quotedIdentifier(database)
        var result: [UInt8] = []
        var lexer = SQLLexer(text)
        var isBehindDot = false
        do {
            while let token = try lexer.next() {
                let next = token.range.upperBound
                let isQualifier =
                    (token.kind == .quotedIdentifier && lexer.text(token) == quoted)
                    || (token.kind == .word && lexer.text(token) == database)
                if isQualifier, !isBehindDot, next < lexer.bytes.count, lexer.bytes[next] == UInt8(ascii: ".") {
                    lexer.move(to: next + 1)
                    continue
                }
                result += lexer.bytes[token.range]
                isBehindDot = lexer.bytes[next - 1] == UInt8(ascii: ".")
            }
        } catch {
            return text
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Removes trailing whitespace and semicolons.
    package static func withoutTerminator(_ text: String) -> String {
        var text = text.trimmed
        while text.utf8.last == UInt8(ascii: ";") { text = String(text.dropLast()).trimmed }
        return text
    }
}
