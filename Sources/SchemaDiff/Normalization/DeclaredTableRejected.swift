internal import SQLStatements
package import SchemaModel
internal import SchemaSQL
package import ServerPort

/// The server refused a declared table.
package struct DeclaredTableRejected: Error, Hashable, Sendable {
    package var table: Table
    package var error: ServerError

    package init(table: Table, error: ServerError) {
        self.table = table
        self.error = error
    }

    /// The most likely culprit: a column whose type the server or swiftmig does not know, or that the message names.
    package var column: Column? {
        columnOfUnknownType ?? table.columns.first { $0.isOfUnknownType }
            ?? table.columns.first { error.message.contains("'\($0.name)'") || error.message.contains("`\($0.name)`") }
            ?? table.columns.first { column in
                // If the value is inherited, the table is at fault.
                var words: [String] = []
                if let charset = column.charset, charset != table.options.charset { words.append(charset) }
                if let collation = column.collation, collation != table.options.collation { words.append(collation) }
                return words.contains { error.message.contains("'\($0)'") }
                    || column.expressions.contains(where: isCulprit)
            }
    }

    /// The check that the message is about, if it is not about a column.
    package var check: Check? {
        if column != nil { return nil }
        return table.checks.first { isCulprit($0.expression) }
    }

    /// Returns whether the expression uses the column that the message calls unknown, or has the syntax error.
    private func isCulprit(_ expression: String) -> Bool {
        switch error.code {
        case .unknownColumn, .checkOfUnknownColumn:
            let quoted = error.message.split(separator: "'", omittingEmptySubsequences: false)
            let name =
                quoted.count > 1 ? quoted[quoted.count > 3 && error.code == .checkOfUnknownColumn ? 3 : 1] : ""
            return SQLNames.mentioned(in: expression).contains(name.lowercased())
        case .syntaxError: return !ExpressionText.isComplete(expression)
        default: return false
        }
    }

    /// The first column whose type the server does not know. MariaDB (since 10.5) says so. MySQL and older servers
    /// report a syntax error that starts at the type.
    package var columnOfUnknownType: Column? {
        switch error.code {
        case .unknownDataType:
            table.columns.first { error.message.lowercased().contains("'\($0.typeWord)'") }
        case .syntaxError:
            table.columns.first { column in
                error.message.firstRange(of: "near '").map { error.message[$0.upperBound...].lowercased() }
                    .map { Column.word(at: $0) == column.typeWord } ?? false
            }
        default: nil
        }
    }
}

extension Column {
    /// The SQL expressions of the column.
    fileprivate var expressions: [String] {
        [generated?.expression, check, defaultValue?.expression].compactMap { $0 }
    }

    fileprivate var isOfUnknownType: Bool {
        if case .other = type { true } else { false }
    }

    /// The first word of the type, in lower case.
    fileprivate var typeWord: String { Self.word(at: type.documentSpelling.lowercased()) }

    fileprivate static func word(at text: String) -> String {
        String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
}
