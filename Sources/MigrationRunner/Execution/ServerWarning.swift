internal import DiagnosticModel
internal import ServerPort

/// A warning or note of the server about a statement that it ran.
package struct ServerWarning: Hashable, Sendable {
    /// `Warning` or `Note`, in the server's words.
    package var level: String
    package var errno: Int
    package var message: String
    /// The statement that the warning is about.
    package var origin: StatementOrigin
    /// How many other warnings of the same statement were left out.
    package var others = 0

    private static let most = 10
    static let question = "SHOW WARNINGS LIMIT \(most)"

    /// - Parameters:
    ///   - rows: The answer to `question`.
    ///   - count: The number of all warnings of the statement.
    static func read(_ rows: RowSet, count: Int, about origin: StatementOrigin) -> [ServerWarning] {
        var warnings = rows.compactMap { row -> ServerWarning? in
            let errno = row.int(1) ?? 0
            // The notes that IF EXISTS and IF NOT EXISTS produce.
            if row[0] == "Note", Set.existence.contains(ServerErrorCode(rawValue: errno)) { return nil }
            return ServerWarning(
                level: row[0] ?? "",
                errno: errno,
                message: row[2] ?? "",
                origin: origin
            )
        }
        if !warnings.isEmpty { warnings[warnings.count - 1].others = max(0, count - rows.count) }
        return warnings
    }

    /// The warning as a line of the journal.
    var text: String {
        "\(origin.number): \(level) \(errno): \(message.onOneLine)\(others > 0 ? " (and \(others) more)" : "")\n"
    }
}
