internal import SQLStatements
package import SchemaModel

/// A CREATE EVENT or ALTER EVENT changed so that the event does not run, because its body may refer to real data.
package struct DormantEvent: Hashable, Sendable {
    package private(set) var text: String
    package let name: String
    /// The new name, if ALTER EVENT renames the event.
    package private(set) var newName: String?
    /// Whether the original statement enables the event; nil if an ALTER EVENT does not say.
    package private(set) var isEnabled: Bool?

    /// Fails for any other statement.
    package init?(_ statement: String, dialect: SQLDialect) {
        var scanner = SQLScanner(statement, dialect: dialect)
        let verb = scanner.word()
        guard verb == "create" || verb == "alter" else { return nil }
        while scanner.acceptDefinitionOption() {}
        guard scanner.accept(words: "EVENT") else { return nil }
        _ = scanner.accept(words: "IF", "NOT", "EXISTS")
        guard let name = scanner.identifier() else { return nil }
        self.name = name
        text = statement
        isEnabled = verb == "create" ? true : nil
        while !scanner.isAtEnd {
            // `DISABLE` may be a name in there.
            if scanner.parenthesized() != nil || scanner.acceptVariable() { continue }
            let start = scanner.offset
            if scanner.accept(words: "DISABLE") {
                isEnabled = false
                return
            }
            if scanner.accept(words: "ENABLE") {
                isEnabled = true
                replace(start..<scanner.previousEnd, with: "DISABLE")
                return
            }
            if scanner.accept(words: "COMMENT") || scanner.accept(words: "DO") {
                if verb == "create" { replace(start..<start, with: "DISABLE ") }
                return
            }
            if scanner.accept(words: "RENAME", "TO") {
                newName = scanner.identifier()
            } else {
                scanner.advance()
            }
        }
    }

    private mutating func replace(_ range: Range<Int>, with word: String) {
        let bytes = Array(text.utf8)
        text = String(
            decoding: bytes[..<range.lowerBound] + Array(word.utf8) + bytes[range.upperBound...],
            as: UTF8.self
        )
    }
}

extension SQLScanner {
    /// Skips `@name` or `@@name`.
    fileprivate mutating func acceptVariable() -> Bool {
        guard accept("@") else { return false }
        _ = accept("@")
        _ = identifier() ?? stringLiteral()
        return true
    }
}
