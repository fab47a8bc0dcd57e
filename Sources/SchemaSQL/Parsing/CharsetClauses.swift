internal import SQLStatements
package import SchemaModel

/// Whether a CREATE TABLE names a character set and a collation for the table itself. The server fills in the missing
/// one, and its output does not tell which one that was.
package struct CharsetClauses: Hashable, Sendable {
    package var namesCharset = false
    package var namesCollation = false

    /// Reads the options after the columns. Fails for other statements, and for tables copied from tables or queries.
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

    /// Returns whether the statement mentions character sets anywhere.
    package static func areMentioned(in text: String, dialect: SQLDialect = SQLDialect()) -> Bool {
        var scanner = SQLScanner(text, dialect: dialect)
        while !scanner.isAtEnd {
            if ["charset", "character", "collate", "convert"].contains(scanner.peekWord() ?? "") { return true }
            scanner.advance()
        }
        return false
    }
}
