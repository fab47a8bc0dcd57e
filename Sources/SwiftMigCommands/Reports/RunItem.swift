internal import DiagnosticModel
package import MigrationRunner
internal import Revisions
internal import SwiftMigDiagnostics

/// A run of a revision, from the journal.
package struct RunItem: Hashable, Sendable {
    package var entry: JournalEntry
    /// The revision's message, if its file exists.
    package var message: String

    package init(_ entry: JournalEntry, message: String) {
        self.entry = entry
        self.message = message
    }

    /// Returns `2026-11-22 18:31:26 UTC upgrade 1f2e3d4c5b6a done 1.234 s by ann@host with swiftmig 0.1.0 add users`,
    /// and in the detailed form also the time of each statement and the error.
    func text(_ style: TextStyle, in zone: String, isDetailed: Bool) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let took = entry.seconds.map { Self.words($0) } ?? ""
        let version = entry.toolVersion.isEmpty ? "" : " with swiftmig \(entry.toolVersion)"
        let parts = [
            UTCDate.text(entry.startedAt, in: zone), padded(entry.action.rawValue, 9), style(.strong, entry.revision),
            padded(entry.state.rawValue, 7), padded(took, 9), "by \(entry.who)\(version)".onOneLine, message.onOneLine,
        ]
        var lines = [parts.filter { !$0.isEmpty }.joined(separator: "  ")]
        if isDetailed {
            for (index, seconds) in entry.statementSeconds.enumerated() {
                guard let seconds else { continue }
                lines.append("    statement \(index + 1) of \(entry.statementCount)  \(Self.words(seconds))")
            }
            for warning in entry.warnings { lines.append("    statement \(warning.onOneLine)") }
            if let error = entry.error, entry.state != .done { lines.append("    \(error.onOneLine)") }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func words(_ seconds: Double) -> String {
        "\(Double(Int(seconds * 1000 + 0.5)) / 1000) s"
    }
}

extension RunItem: Encodable {
    private enum CodingKeys: String, CodingKey {
        case revision, direction, state, message, seconds, statements, person, host, error, warnings
        case statementsDone = "statements_done"
        case statementSeconds = "statement_seconds"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case databaseUser = "database_user"
        case toolVersion = "tool_version"
    }

    /// Encodes missing values as null. Times are UTC.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entry.revision, forKey: .revision)
        try container.encode(entry.action, forKey: .direction)
        try container.encode(entry.state.rawValue, forKey: .state)
        try container.encode(message, forKey: .message)
        try container.encode(entry.seconds, forKey: .seconds)
        try container.encode(entry.statementCount, forKey: .statements)
        try container.encode(entry.nextStatement, forKey: .statementsDone)
        try container.encode(entry.statementSeconds, forKey: .statementSeconds)
        try container.encode(Self.iso(entry.startedAt), forKey: .startedAt)
        try container.encode(entry.finishedAt.map(Self.iso), forKey: .finishedAt)
        try container.encode(entry.databaseUser, forKey: .databaseUser)
        try container.encode(entry.person, forKey: .person)
        try container.encode(entry.host, forKey: .host)
        try container.encode(entry.toolVersion, forKey: .toolVersion)
        try container.encode(entry.error, forKey: .error)
        try container.encode(entry.warnings, forKey: .warnings)
    }

    static func iso(_ time: String) -> String { String(time.map { $0 == " " ? "T" : $0 }) + "Z" }
}

extension RevisionsReport {
    /// A half-run revision, for `current`.
    package struct Interrupted: Hashable, Sendable, Encodable {
        var revision: String
        var action: JournalEntry.Action
        /// `running`, `failed` or `undoing`, or `at_work` while it runs.
        var state: String
        /// The statement at which it stopped, starting at 1.
        var statement: Int
        var statements: Int
        var file: String?
        var line: Int?
        var startedAt: String
        var by: String
        var toolVersion: String
        var error: String?
        var commands: [String]

        private enum CodingKeys: String, CodingKey {
            case revision
            case action = "direction"
            case state, statement, statements, file, line, by, error, commands
            case startedAt = "started_at"
            case toolVersion = "tool_version"
        }

        init(_ run: InterruptedRun) {
            let entry = run.entry
            revision = entry.revision
            action = entry.action
            state = run.isAtWork ? "at_work" : entry.state.rawValue
            statement = run.done + 1
            statements = entry.statementCount
            file = run.location?.file
            line = run.location.flatMap { $0.line > 0 ? $0.line : nil }
            startedAt = RunItem.iso(entry.startedAt)
            by = entry.who
            toolVersion = entry.toolVersion
            error = entry.error
            let undo = entry.canBeUndone || entry.state == .undoing ? [UndoHint.command] : []
            commands = run.isAtWork ? [] : entry.state == .undoing ? undo : ["swiftmig resume"] + undo
        }
    }
}
