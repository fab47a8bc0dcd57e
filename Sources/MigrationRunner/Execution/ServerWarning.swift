internal import DiagnosticModel
package import SchemaSQL

/// A warning or note of the server about a statement that it ran.
package struct ServerWarning: Hashable, Sendable {
    /// `Warning` or `Note`, in the server's words.
    package var level: String
    package var errno: Int
    package var message: String
    /// The statement that the warning is about.
    package var statement: SQLStatement
    package var index: Int
    /// How many other warnings of the same statement were left out.
    package var others = 0

    private static let most = 10
    static let question = "SHOW WARNINGS LIMIT \(most)"

    /// - Parameters:
    ///   - rows: The answer to `question`.
    ///   - count: The number of all warnings of the statement.
    static func read(_ rows: RowSet, count: Int, _ statement: SQLStatement, index: Int) -> [ServerWarning] {
        var warnings = rows.compactMap { row -> ServerWarning? in
            let errno = row.int(1) ?? 0
            // The notes that IF EXISTS and IF NOT EXISTS produce.
            if row[0] == "Note", expected.contains(errno) { return nil }
            return ServerWarning(
                level: row[0] ?? "",
                errno: errno,
                message: row[2] ?? "",
                statement: statement,
                index: index
            )
        }
        if !warnings.isEmpty { warnings[warnings.count - 1].others = max(0, count - rows.count) }
        return warnings
    }

    /// The object exists already, or does not exist: ER_DB_CREATE_EXISTS, ER_DB_DROP_EXISTS, ER_TABLE_EXISTS_ERROR,
    /// ER_BAD_TABLE_ERROR, ER_DUP_FIELDNAME, ER_DUP_KEYNAME, ER_CANT_DROP_FIELD_OR_KEY, ER_SP_ALREADY_EXISTS,
    /// ER_SP_DOES_NOT_EXIST, ER_TRG_ALREADY_EXISTS, ER_TRG_DOES_NOT_EXIST, ER_EVENT_ALREADY_EXISTS,
    /// ER_EVENT_DOES_NOT_EXIST, and MariaDB's ER_UNKNOWN_SEQUENCES and ER_UNKNOWN_VIEW.
    private static let expected: Set<Int> = [
        1007, 1008, 1050, 1051, 1060, 1061, 1091, 1304, 1305, 1359, 1360, 1537, 1539, 4091, 4092,
    ]

    /// The warning as a line of the journal.
    var text: String {
        "\(index + 1): \(level) \(errno): \(message.onOneLine)\(others > 0 ? " (and \(others) more)" : "")\n"
    }
}
