package import DiagnosticModel
package import MigrationRunner
internal import Revisions
internal import SQLStatements
internal import SchemaModel

extension MigrationError: DiagnosticConvertible {
    /// One entry for each case: a new case does not compile without its words.
    package var diagnostic: Diagnostic {
        switch self {
        case .noDatabaseSelected:
            Diagnostic(
                "no_database",
                "the URL names no database",
                hints: ["put its name at the end: mysql://user@host/database"],
                exitCode: .configuration
            )
        case .unknownVersion(let row, let table, let entry, let known):
            Diagnostic(
                "no_such_revision",
                "the table \(table) says that the database is at revision \(row), but no file has that revision"
                    + (entry.map { "; it was \(applied($0))" } ?? ""),
                hints: [
                    "bring its file back (was it left on another branch?): git log --all --oneline -S \"revision: \(row)\"",
                    "or, if it is gone for good, say where the database is: swiftmig stamp --purge "
                        + (known.isEmpty ? "REV" : known.joined(separator: " ")),
                ]
            )
        case .planChanged(let revision):
            Diagnostic(
                "plan_changed",
                "the database changed while this run waited for another one: revision \(revision) is not as planned; nothing was run",
                hints: ["look again: swiftmig current", "and repeat the command if it is still what you want"]
            )
        case .versionRowsChanged(let revision, let expected):
            Diagnostic(
                "plan_changed",
                "the version table was changed during this run: at revision \(revision) it no longer had "
                    + "\(expected.joined(separator: ", "))",
                hints: ["look: swiftmig current --verbose", "and say where the database is: swiftmig stamp REV"]
            )
        case .revisionIDTooLong(let id, let width, let table):
            Diagnostic(
                "revision_id_too_long",
                "the revision id \(id) has \(id.count) characters, but \(table).version_num holds only \(width); nothing was run",
                hints: ["widen it: ALTER TABLE \(quoted(table)) MODIFY version_num VARCHAR(255) NOT NULL"]
            )
        case .ownTableWithoutTransactions(let table, let engine):
            Diagnostic(
                "no_transactions",
                "the table \(table) has the engine \(engine), which has no transactions, so a run that dies could lose its position; "
                    + "nothing was run",
                hints: ["convert it, which keeps its rows: ALTER TABLE \(quoted(table)) ENGINE=InnoDB"]
            )
        case .journalOfNewerVersion(let table, let columns, let entry):
            Diagnostic(
                "journal_of_newer_version",
                "a newer version of swiftmig has written to the table \(table), and this one cannot continue from there: "
                    + (entry.map {
                        "it left revision \($0.revision) half done in a way that this one does not know (version \($0.toolVersion))"
                    } ?? "it wants a value for \(columns.joined(separator: ", "))")
                    + "; nothing was run",
                hints: ["run this command with swiftmig \(entry?.toolVersion ?? "of that version")"]
            )
        case .locked(let holder, let seconds):
            Diagnostic(
                "locked",
                "another run holds the lock" + (holder.map { ": \($0.words)" } ?? "")
                    + "; waited \(seconds) \(seconds == 1 ? "second" : "seconds"), nothing was run",
                hints: ["wait for it to end, or give it more time: lock: {timeout: 10m}"]
                    + (holder.map { ["if it hangs, as an administrator\($0.place): KILL \($0.connectionID)"] } ?? []),
                exitCode: .locked
            )
        case .readOnlyServer(let primary):
            Diagnostic(
                "read_only_server",
                "the server is read-only, like a replica"
                    + (primary.map { "; its primary is \($0)" } ?? "") + "; nothing was run",
                hints: [
                    primary.map { "migrate there: mysql://user@\($0)/database" }
                        ?? "migrate on the server that it replicates: --url mysql://user@primary/database",
                    "or name all of them, and swiftmig finds the writable one: mysql://user@host1,host2,host3/database",
                    "if it is not a replica, as an administrator: SET GLOBAL read_only = OFF",
                ],
                exitCode: .unavailable
            )
        case .cancelledBefore:
            Diagnostic("cancelled", "stopped while it waited for another run; nothing was run")
        case .cancelled(let revision, let canBeUndone):
            Diagnostic(
                "cancelled",
                "the run was stopped within revision \(revision), between two statements; everything before that is done",
                hints: ["go on: swiftmig upgrade"] + UndoHint.hints(if: canBeUndone, "or take back what is half done")
            )
        case .cancelledUndo(let revision):
            Diagnostic(
                "cancelled",
                "revision \(revision) is half taken back: this was stopped between two statements, and everything before that is done",
                hints: ["go on: swiftmig resume --undo"]
            )
        case .lockLost(let revision):
            Diagnostic(
                "lock_lost",
                "the lock is gone (its connection was ended, or another run has taken it over), so the run stopped within revision "
                    + "\(revision), before its next statement; everything before that is done",
                hints: ["go on: swiftmig upgrade"],
                exitCode: .locked
            )
        case .notReplayable(let revision, let reason, let location):
            Diagnostic(
                "not_replayable",
                "revision \(revision) is history without statements, so it can be stamped but not run: "
                    + "\(reason.isEmpty ? "no reason is given" : reason); nothing was run",
                hints: [
                    "where the database has it already: swiftmig stamp \(revision)",
                    "or write its statements below: -- swiftmig: upgrade",
                ],
                location: location
            )
        case .batch(let problem, let origin): problem.diagnostic(of: origin)
        case .replica(let problem, let name): problem.diagnostic(replica: name)
        case .irreversible(let revision, let reason, let location, let isTop):
            Diagnostic(
                "irreversible",
                "revision \(revision) cannot be taken back" + (reason.isEmpty ? "" : ": \(reason)")
                    + "; nothing was run",
                hints: isTop
                    ? ["restore a backup from before it"]
                    : ["as far down as it goes: swiftmig downgrade \(revision)", "or restore a backup from before it"],
                location: location
            )
        case .noDowngrade(let revision, let path):
            Diagnostic(
                "no_downgrade",
                "revision \(revision) does not say how to take it back; nothing was run",
                hints: [
                    "write the statements below a line: -- swiftmig: downgrade",
                    "or, if there is no way back: -- swiftmig: irreversible <reason>",
                ],
                location: SourceLocation(file: path)
            )
        case .statementTooLong(let bytes, let limit, let origin):
            Diagnostic(
                "statement_too_long",
                "this statement has \(bytes) bytes, but the server accepts at most \(limit) (max_allowed_packet); nothing was run",
                hints: [
                    "raise the limit, as an administrator: SET GLOBAL max_allowed_packet = \(Self.packet(holding: bytes))",
                    "and keep it in the server's option file: [mysqld] max_allowed_packet = \(Self.packet(holding: bytes))",
                    "or split it into several statements",
                ],
                location: origin.location,
                exitCode: .badData
            )
        case .unsuitable(let what, let origin):
            Diagnostic(
                "unsuitable_statement",
                "\(origin.revision.path): \(words(what)); nothing was run",
                hints: [hint(what)],
                location: origin.location,
                exitCode: .badData
            )
        case .interrupted(let entry, let requested):
            Diagnostic(
                "interrupted",
                "the \(entry.action.rawValue) of revision \(entry.revision) was interrupted \(progress(entry)), so "
                    + "\(requested == .upgrade ? "an upgrade" : "a downgrade") cannot start; nothing was run",
                hints: ["finish it first: swiftmig resume"] + UndoHint.hints(if: entry.canBeUndone, "or take it back")
            )
        case .interruptedFileMissing(let entry):
            Diagnostic(
                "no_such_revision",
                "the \(entry.action.rawValue) of revision \(entry.revision) was interrupted \(progress(entry)), and its file is gone",
                hints: [
                    "bring the file back (was it left on another branch?) and repeat the command",
                    "or finish by hand and say where the database is then: swiftmig stamp REV",
                ]
            )
        case .changedStatements(let entry, let path, let changed):
            changedDiagnostic(entry, path, changed)
        case .undoIncomplete(let entry, let rest):
            Diagnostic(
                "undo_incomplete",
                "the \(entry.action.rawValue) of revision \(entry.revision) is taken back as far as swiftmig can; what is left differs from what "
                    + "was there before: \(rest.joined(separator: "; "))",
                hints: ["settle that by hand, then say where the database is: swiftmig stamp REV"]
            )
        case .undecidable(let undecidable): undecidable.diagnostic
        }
    }

    /// The next power of two with room for a statement's packet. The server accepts at most 1 GiB.
    private static func packet(holding bytes: Int) -> Int {
        var size = 1 << 20
        while size < bytes + 1024, size < 1 << 30 { size *= 2 }
        return size
    }

    private func words(_ what: UnsuitableStatement) -> String {
        switch what {
        case .takesOverSession(let verb):
            "\(verb) would keep swiftmig from recording how far it has come"
        case .ddlInTransaction:
            "this statement may commit implicitly, so it cannot be between START TRANSACTION and COMMIT"
        case .transactionLeftOpen: "START TRANSACTION has no COMMIT"
        case .rollback: "a ROLLBACK of everything leaves nothing done"
        case .savepointOutsideOfTransaction: "a savepoint needs START TRANSACTION before it"
        case .batchInTransaction: "a batch runs in its own transactions, so it cannot be inside one"
        case .batchCountsOn:
            "a batch cannot keep a count in a variable, which an interruption between two ranges would lose"
        }
    }

    private func hint(_ what: UnsuitableStatement) -> String {
        switch what {
        case .takesOverSession: "remove it: swiftmig's own lock allows only one run at a time"
        case .ddlInTransaction: "move it out of the transaction"
        case .transactionLeftOpen:
            "add COMMIT, or remove START TRANSACTION: each statement has its own transaction"
        case .rollback: "remove it with the statements that it rolls back"
        case .savepointOutsideOfTransaction: "add START TRANSACTION and COMMIT around the statements"
        case .batchInTransaction: "remove START TRANSACTION and COMMIT around it"
        case .batchCountsOn: "leave the batch out, or take the number from the rows, as with ROW_NUMBER()"
        }
    }

    // MARK: Half-run revisions

    private func changedDiagnostic(_ entry: JournalEntry, _ path: String, _ changed: [ChangedStatement]) -> Diagnostic {
        let places = changed.map { statement in
            "\(statement.index + 1)"
                + (statement.now.map { " (line \($0.statement.line))" } ?? " (no longer in the file)")
        }
        let differences = changed.map { statement in
            StatementDifference(number: statement.index + 1, ran: statement.ran, now: statement.now?.statement.text)
                .text
        }
        return Diagnostic(
            "changed_statements",
            "the \(entry.action.rawValue) of revision \(entry.revision) was interrupted \(progress(entry)); the file no longer "
                + "matches what ran: statement \(places.joined(separator: ", ")); nothing was run"
                + differences.joined(),
            hints: [
                "restore the statements that ran, and change only those after them"
            ] + UndoHint.hints(if: entry.canBeUndone, "or take back what ran, and start over") + [
                "or finish by hand and say where the database is then: swiftmig stamp REV"
            ],
            location: changed.first?.now?.location ?? SourceLocation(file: path)
        )
    }

    private func applied(_ entry: JournalEntry) -> String {
        let who = entry.who
        let verb = entry.action == .stamp ? "stamped" : "applied"
        return "\(verb) at \(entry.startedAt) UTC by \(who)"
    }

    private func quoted(_ name: String) -> String { SQLDialect().quotedIdentifier(name) }
}

private func progress(_ entry: JournalEntry) -> String {
    "after \(entry.nextStatement) of \(entry.statementCount) statements"
}

extension MigrationError.Undecidable {
    fileprivate var diagnostic: Diagnostic {
        let number = entry.nextStatement + 1
        return Diagnostic(
            "undecidable",
            "the \(entry.action.rawValue) of revision \(entry.revision) was interrupted \(progress(entry)), and \(words(number)); "
                + "nothing was run" + difference(number),
            hints: hints(number),
            location: statement?.location ?? SourceLocation(file: path)
        )
    }

    private func words(_ number: Int) -> String {
        switch reason {
        case .leavesNoTrace: "nothing shows whether \(statements(from: number)) ran"
        case .partlyApplied: "statement \(number) did only part of its work"
        case .changedOtherwise:
            "something else has changed what statement \(number) names since then"
        case .unprotected:
            "\(statements(from: number)) failed without a transaction to roll back what was done before that"
        case .unreadable:
            "whether statement \(number) ran cannot be seen without the privilege to SHOW CREATE what it names"
        case .changedSince: "statement \(number) ran, but the file now has something else in its place"
        case .beingUndone: "it has been partly taken back since"
        case .sessionLost(let name): "the rest needs \(name), which was lost with the session that created it"
        }
    }

    private func statements(from number: Int) -> String {
        count == 1 ? "statement \(number)" : "statements \(number) to \(number - 1 + count)"
    }

    private func difference(_ number: Int) -> String {
        reason == .changedSince
            ? StatementDifference(number: number, ran: ran, now: statement?.statement.text).text : ""
    }

    /// The command for each answer.
    private func hints(_ number: Int) -> [String] {
        let settle = "UPDATE \(journalTable) SET state = 'running', in_flight = NULL, next_statement ="
        let byHand = "run the rest by hand, then say where the database is: swiftmig stamp REV"
        let undo = UndoHint.hints(if: entry.canBeUndone, "or take back what ran, and start over")
        switch reason {
        case .beingUndone: return ["take it back all the way: swiftmig resume --undo", byHand]
        case .sessionLost(let name):
            return [
                "write the value of \(name) into the file in its place, from statement \(number) on, then go on: swiftmig resume"
            ] + undo + [byHand]
        case .changedSince:
            return ["put the statement that ran back into the file, and anything new after it"] + undo + [byHand]
        case .leavesNoTrace, .partlyApplied, .changedOtherwise, .unprotected, .unreadable:
            return [
                "look at the database; if \(statements(from: number)) ran, or you have done the rest by hand: "
                    + "\(settle) \(number - 1 + count) WHERE id = \(entry.id)",
                "if it did not run, or you have taken it back: \(settle) \(number - 1) WHERE id = \(entry.id)",
                "then go on: swiftmig resume, or swiftmig \(entry.action.rawValue)",
            ]
        }
    }
}
