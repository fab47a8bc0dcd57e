/// What upgrade, downgrade and stamp did or, with `--dry-run`, would do.
package struct RunReport: Report {
    package struct Step: Encodable, Sendable {
        package var revision: String
        /// `upgrade`, `downgrade` or `stamp`.
        package var direction: String
        package var statements: Int
        package var seconds: Double
        /// `done`, `planned` or `failed`.
        package var status: String
        var message = ""

        private enum CodingKeys: String, CodingKey {
            case revision, direction, statements, seconds, status
        }
    }

    /// The rows of the version table before.
    package var from: [String]
    /// The rows of the version table after.
    package var to: [String]
    package var steps: [Step]
    /// The script of `--sql`.
    package var sql: String?

    package func text(_ style: TextStyle) -> String {
        if let sql { return sql }
        guard !steps.isEmpty else { return "Nothing to do: the database is at \(Self.names(to)).\n" }
        let isPlan = steps.contains { $0.status == "planned" }
        var lines: [String] = []
        if isPlan {
            lines = steps.map { step in
                let count = step.statements == 1 ? "1 statement" : "\(step.statements) statements"
                return "would \(step.direction)  \(style(.strong, step.revision))  \(step.message)  "
                    + style(.faint, "(\(count))")
            }
            lines.append("Nothing was run. The database is at \(Self.names(from)) and would be at \(Self.names(to)).")
        } else {
            lines.append("The database is at \(style(.success, Self.names(to))).")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func names(_ revisions: [String]) -> String {
        revisions.isEmpty ? "base" : revisions.joined(separator: ", ")
    }
}
