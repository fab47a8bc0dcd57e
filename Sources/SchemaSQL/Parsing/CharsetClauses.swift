package import SchemaModel

/// Which of character set and collation the text of a CREATE TABLE names for the table itself. The server fills in what is
/// left out, and what it shows afterwards no longer tells.
package struct CharsetClauses: Hashable, Sendable {
    package var namesCharset = false
    package var namesCollation = false

    /// What CREATE TABLE says after its columns; nil for another statement, and for a table made like, or from, another one.
    package init?(createTable text: String, dialect: SQLDialect = SQLDialect()) {
        var scanner = SQLScanner(text, dialect: dialect)
        guard scanner.accept(words: "CREATE") else { return nil }
        _ = scanner.accept(words: "OR", "REPLACE")
        guard scanner.accept(words: "TABLE") else { return nil }
        _ = scanner.accept(words: "IF", "NOT", "EXISTS")
        guard scanner.identifier() != nil else { return nil }
        while scanner.accept(".") { _ = scanner.identifier() }
        guard let columns = scanner.parenthesized(), !columns.lowercased().hasPrefix("like ") else { return nil }
        while !scanner.isAtEnd, scanner.peekWord() != "partition" {
            switch scanner.peekWord() {
            case "charset", "character": namesCharset = true
            case "collate": namesCollation = true
            case "select", "as": return nil
            default: break
            }
            scanner.advance()
        }
    }

    /// Whether the statement has a word about character sets anywhere.
    package static func areMentioned(in text: String, dialect: SQLDialect = SQLDialect()) -> Bool {
        var scanner = SQLScanner(text, dialect: dialect)
        while !scanner.isAtEnd {
            if ["charset", "character", "collate", "convert"].contains(scanner.peekWord() ?? "") { return true }
            scanner.advance()
        }
        return false
    }
}
