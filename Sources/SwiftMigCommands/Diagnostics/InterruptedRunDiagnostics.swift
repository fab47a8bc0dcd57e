internal import DiagnosticModel
internal import MigrationRunner
internal import Revisions
internal import SwiftMigDiagnostics

extension InterruptedRun {
    /// A warning that describes the run and what to do about it.
    func warning(in zone: String) -> Diagnostic {
        let place = done < entry.statementCount ? "statement \(done + 1) of \(entry.statementCount)" : "its end"
        let run = "the \(entry.action.rawValue) of revision \(entry.revision)"
        let since =
            "since \(UTCDate.text(entry.startedAt, in: zone)), by \(entry.who)"
            + (entry.toolVersion.isEmpty ? "" : " with swiftmig \(entry.toolVersion)")
        if isAtWork {
            return Diagnostic(
                "at_work",
                "\(run) is under way, at \(place), \(since)",
                severity: .note,
                hints: ["wait for it, as swiftmig upgrade does"],
                location: location
            )
        }
        var message = entry.state == .undoing ? "\(run) is half taken back" : "\(run) stopped at \(place)"
        message += ", \(since)"
        if let error = entry.error { message += "\n\(error)" }
        let hints =
            entry.state == .undoing
            ? ["take it back all the way: swiftmig resume --undo"]
            : ["finish it: swiftmig resume"] + UndoHint.hints(if: entry.canBeUndone, "or take it back")
        return Diagnostic("interrupted", message, severity: .warning, hints: hints, location: location)
    }
}

extension LockHolder {
    /// A note about a run that has recorded nothing yet: its first transaction has not ended.
    var note: Diagnostic {
        Diagnostic(
            "at_work",
            "another run is under way, and has recorded no statement as done: \(words)",
            severity: .note,
            hints: ["wait for it, as swiftmig upgrade does"]
        )
    }
}
