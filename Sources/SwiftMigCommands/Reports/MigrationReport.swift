internal import DiagnosticModel
package import MigrationRunner
internal import Revisions

/// The result of upgrade, downgrade and stamp, or with `--dry-run` what they would do.
package struct MigrationReport: Report {
    package struct Step: Encodable, Sendable {
        package var revision: String
        package var action: JournalEntry.Action
        package var statements: Int
        package var seconds: Double
        package var status: RunReport.Status
        var message = ""

        private enum CodingKeys: String, CodingKey {
            case revision
            case action = "direction"
            case statements, seconds, status
        }
    }

    /// The rows of the version table before.
    package var from: [String] = []
    /// The rows of the version table after.
    package var to: [String] = []
    package var steps: [Step] = []
    /// The script of `--sql`.
    package var sql: String?
    /// The text for users instead of the database's revisions.
    var summary: String?

    private enum CodingKeys: String, CodingKey {
        case from, to, steps, sql
    }

    package var isForPrograms: Bool { sql != nil }

    package func text(_ style: TextStyle) -> String {
        if let sql { return sql }
        if let summary { return summary + "\n" }
        guard !steps.isEmpty || from != to else { return "Nothing to do: the database is at \(Self.names(to)).\n" }
        guard steps.contains(where: { $0.status == .planned }) else {
            return "The database is at \(style(.success, Self.names(to))).\n"
        }
        let lines = steps.map { step in
            if step.action == .stamp {
                return "would stamp \(style(.strong, step.revision))  \(step.message.onOneLine)"
            }
            let count = step.statements == 1 ? "1 statement" : "\(step.statements) statements"
            return "would \(step.action.rawValue) \(style(.strong, step.revision))  \(step.message.onOneLine)  "
                + style(.faint, "(\(count))")
        }
        let end = "Nothing was run. The database is at \(Self.names(from)) and would be at \(Self.names(to))."
        return (lines + [end]).joined(separator: "\n") + "\n"
    }

    private static func names(_ revisions: [String]) -> String {
        revisions.isEmpty ? "base" : revisions.joined(separator: ", ")
    }
}

extension MigrationReport {
    init(_ report: RunReport, _ chain: Chain) {
        from = report.from
        to = report.to
        steps = report.steps.map { step in
            Step(
                revision: step.revision,
                action: JournalEntry.Action(step.direction),
                statements: step.statements,
                seconds: step.seconds,
                status: step.status,
                message: chain.graph.revision(ofAnyFile: step.revision)?.message ?? ""
            )
        }
    }

    init(_ stamping: Stamping, _ chain: Chain, isDone: Bool) {
        from = stamping.from
        to = stamping.to
        steps = stamping.added.map { revision in
            Step(
                revision: revision,
                action: .stamp,
                statements: 0,
                seconds: 0,
                status: isDone ? .done : .planned,
                message: chain.graph.revision(ofAnyFile: revision)?.message ?? ""
            )
        }
    }
}
