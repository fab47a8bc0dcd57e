package import SchemaModel

/// An expression as words, for comparisons that ignore quotes around names, case, blanks and outer parentheses.
package struct SQLWords: Hashable, Sendable {
    private enum Word: Hashable {
        case column(String)
        case other(String)
    }

    private var words: [Word] = []

    /// - Parameter columns: The names to treat as columns, however they are written.
    package init(_ text: String, columns: [String]) {
        let names = Dictionary(columns.map { ($0.lowercased(), $0) }) { first, _ in first }
        var scanner = SQLScanner(ExpressionText.withoutOuterParentheses(text))
        while let token = scanner.token {
            let start = scanner.offset
            switch token.kind {
            case .quotedIdentifier, .word:
                let isQuoted = token.kind == .quotedIdentifier
                let name = scanner.identifier() ?? ""
                // A word before a parenthesis is a function name.
                if let column = names[name.lowercased()], isQuoted || !scanner.isNext("(") {
                    words.append(.column(column))
                } else {
                    words.append(.other(isQuoted ? name : name.lowercased()))
                }
            default:
                scanner.advance()
                words.append(.other(scanner.text(start..<scanner.previousEnd)))
            }
        }
    }

    /// The column name, if the expression is just a column.
    package var column: String? {
        if words.count == 1, case .column(let name) = words[0] { name } else { nil }
    }

    /// Returns the words with names quoted, as the servers print function calls.
    package func text(_ dialect: SQLDialect) -> String {
        var text = ""
        var isAfterWord = false
        for word in words {
            switch word {
            case .column(let name):
                text += (isAfterWord ? " " : "") + dialect.quotedIdentifier(name)
                isAfterWord = true
            case .other(let other):
                let isWord = other.utf8.first.map { $0.isASCIIDigit || ($0 | 32) >= UInt8(ascii: "a") } ?? false
                text += (isAfterWord && isWord ? " " : "") + other
                isAfterWord = isWord
            }
        }
        return text
    }
}
