package import DiagnosticModel
package import MigrationRunner
internal import Revisions
internal import SQLStatements
internal import ServerPort

extension UndoFailure: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        var diagnostic = Diagnostic(
            serverError.isConnectionLost ? "connection_lost" : "statement_failed",
            "statement \(statement.number) of \(statement.count) that takes the \(entry.action.rawValue) of revision \(entry.revision) back "
                + (serverError.isConnectionLost ? "got no answer, so it may or may not have run" : "failed")
                + "; those before it are done",
            hints: serverError.diagnostic.hints.filter { _ in !serverError.isConnectionLost } + [
                "go on from there: swiftmig resume --undo"
            ],
            server: serverError.reply
        )
        diagnostic.server?.statement = StatementSecrets.masked(statement.text)
        return diagnostic
    }
}

extension MigrationFailure: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        var diagnostic = Diagnostic(
            fate == .unknown || serverError.isConnectionLost ? "connection_lost" : "statement_failed",
            message,
            hints: hints,
            location: origin?.location ?? SourceLocation(file: revision.path),
            server: serverError.reply
        )
        // A statement of the runner is in the server's reply already, with passwords masked.
        if !isBookkeeping, let own = origin?.statement.textWithClauses {
            diagnostic.server?.statement = StatementSecrets.masked(own)
        }
        if isBookkeeping, diagnostic.code != "connection_lost" { diagnostic.code = "bookkeeping_failed" }
        return diagnostic
    }

    private var message: String {
        let before =
            finishedRevisions.isEmpty
            ? "no revision was finished before it"
            : "finished before it: \(finishedRevisions.joined(separator: ", "))"
        return switch fate {
        case .notApplied where isBookkeeping:
            "swiftmig could not record its progress in revision \(revision.revision); \(done); \(before)"
        case .notApplied where lockWait.tries > 0:
            "\(place) gave way to a lock \(lockWait.tries) \(lockWait.tries == 1 ? "time" : "times")"
                + "\(lockWait.blame); it did nothing; \(done); \(before)"
        case .notApplied: "\(place) failed; \(done); \(before)"
        case .partlyApplied: "\(place) failed after it had changed something; \(done); \(before)"
        case .unrecorded: "\(place) ran, but swiftmig could not record that; \(done); \(before)"
        case .unknown: "the answer to \(place) never came, so it may or may not have run; \(done); \(before)"
        }
    }

    /// The failed statement, in words.
    var place: String {
        let run = "the \(revision.direction.rawValue) of revision \(revision.revision)"
        guard let origin else { return "the last statement of \(run)" }
        return "statement \(origin.number) of \(origin.count) of \(run)"
    }

    /// What of the revision is done.
    var done: String {
        switch statementsDone {
        case 0: fate == .notApplied ? "nothing of it is done" : "nothing was done before it"
        case 1: "1 of its statements is done and will not run again"
        default: "\(statementsDone) of its statements are done and will not run again"
        }
    }

    private var hints: [String] {
        let command = revision.direction == .upgrade ? "swiftmig upgrade" : "swiftmig downgrade"
        switch fate {
        case .unknown:
            return [
                "run it again: \(command); the journal shows whether the statement ran, and the run continues from there"
            ]
        case .unrecorded:
            return serverError.diagnostic.hints + [
                "then go on: \(command); the journal shows whether the statement ran"
            ]
        case .partlyApplied:
            return ["look at what the statement left, then: \(command), which tells how to settle it"]
        case .notApplied where isBookkeeping:
            return serverError.diagnostic.hints + ["then go on: \(command)"]
        case .notApplied where lockWait.tries > 0:
            return lockWait.hints + ["then go on: \(command)"]
        case .notApplied:
            let next = "\(remedy) and go on: \(command)"
            if statementsDone == 0 { return serverError.diagnostic.hints + [next] }
            return serverError.diagnostic.hints + [next + " (it continues with statement \(statementsDone + 1))"]
                + UndoHint.hints(if: canBeUndone, "or take back what is done of it")
        }
    }

    /// What to do before the run goes on.
    private var remedy: String {
        let code = serverError.code
        if Set.stopped.contains(code) { return "find out who or what stopped it, such as a KILL or a time limit," }
        if Set.full.contains(code) { return "make room on the server" }
        if Set.valueRefused.contains(code) { return "correct the rows, or the statement in \(revision.path)," }
        return "correct the statement in \(revision.path)"
    }
}
