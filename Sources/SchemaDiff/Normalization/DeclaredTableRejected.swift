package import SchemaModel
package import SchemaSQL

/// The server refused a declared table.
package struct DeclaredTableRejected: Error, Hashable, Sendable {
    package var table: Table
    package var error: ServerError

    package init(table: Table, error: ServerError) {
        self.table = table
        self.error = error
    }

    /// The most likely culprit: a column of a type that the server or swiftmig does not know, or that the message names.
    package var column: Column? {
        columnOfUnknownType ?? table.columns.first { $0.isOfUnknownType }
            ?? table.columns.first { error.message.contains("'\($0.name)'") || error.message.contains("`\($0.name)`") }
    }

    /// The first column whose type the server does not know. MariaDB (since 10.5) says so; MySQL and older servers have a
    /// syntax error that begins at the type.
    package var columnOfUnknownType: Column? {
        switch error.errno {
        case Self.unknownDataType:
            table.columns.first { error.message.lowercased().contains("'\($0.typeWord)'") }
        case Self.syntaxError:
            table.columns.first { column in
                error.message.firstRange(of: "near '").map { error.message[$0.upperBound...].lowercased() }
                    .map { Column.word(at: $0) == column.typeWord } ?? false
            }
        default: nil
        }
    }

    /// ER_UNKNOWN_DATA_TYPE of MariaDB, ER_PARSE_ERROR.
    private static let unknownDataType = 4161
    private static let syntaxError = 1064
}

extension Column {
    fileprivate var isOfUnknownType: Bool {
        if case .other = type { true } else { false }
    }

    /// The first word of the type, in lower case.
    fileprivate var typeWord: String { Self.word(at: type.documentSpelling.lowercased()) }

    fileprivate static func word(at text: String) -> String {
        String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
}
