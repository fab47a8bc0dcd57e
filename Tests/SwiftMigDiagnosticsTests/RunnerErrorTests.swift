import DiagnosticModel
import Revisions
import SQLStatements
import ServerPort
import SwiftMigDiagnostics
import Testing

@testable import MigrationRunner

/// Tests of the words of errors that stop a run.
struct RunnerErrorTests {
    static let place = SourceLocation(file: "r2.sql", line: 7, column: 1)
    static let revision = RevisionOrigin(revision: "r2", direction: .upgrade, path: "r2.sql", statementCount: 3)
    static let origin = StatementOrigin(
        revision: revision,
        index: 1,
        statement: SQLStatement(text: "CREATE USER u IDENTIFIED BY '\(ExpectedWords.secret)'", line: 7, column: 1)
    )
    static let entry: JournalEntry = {
        var entry = JournalEntry(
            id: 4,
            revision: "r2",
            action: .upgrade,
            state: .failed,
            checksum: "",
            statementChecksums: ["a", "b", "c"]
        )
        entry.nextStatement = 1
        entry.startedAt = "2024-05-06 10:00:00.000000"
        entry.person = "ann"
        return entry
    }()
    static let reply = ServerError(
        code: .syntaxError,
        sqlState: "42000",
        message: "You have an error in your SQL syntax",
        statement: "CREATE USER u IDENTIFIED BY '\(ExpectedWords.secret)'"
    )
    static let lost = ServerError(code: .serverLost, sqlState: "HY000", message: "Lost connection")

    static func undecidable(_ reason: MigrationError.Undecidable.Reason) -> MigrationError {
        .undecidable(
            MigrationError.Undecidable(
                entry: entry,
                reason: reason,
                statement: origin,
                path: "r2.sql",
                journalTable: "`swiftmig_journal`"
            )
        )
    }

    static let refusals: [ExpectedWords] = [
        .init(MigrationError.noDatabaseSelected, "no_database", .configuration),
        .init(
            MigrationError.unknownVersion("x", versionTable: "v", journal: entry, known: []),
            "no_such_revision"
        ),
        .init(MigrationError.readOnlyServer(primary: "db1:3306"), "read_only_server", .unavailable),
        .init(MigrationError.readOnlyServer(primary: nil), "read_only_server", .unavailable),
        .init(MigrationError.locked(holder: LockHolder(connectionID: 7), seconds: 60), "locked", .locked),
        .init(MigrationError.locked(holder: nil, seconds: 1), "locked", .locked),
        .init(MigrationError.lockLost(before: "r2"), "lock_lost", .locked),
        .init(MigrationError.cancelledBefore, "cancelled", hasHints: false),
        .init(MigrationError.cancelled(within: "r2", canBeUndone: true), "cancelled"),
        .init(MigrationError.cancelledUndo(of: "r2"), "cancelled"),
        .init(MigrationError.versionRowsChanged(revision: "r2", expected: ["r1"]), "plan_changed"),
        .init(MigrationError.planChanged(revision: "r2"), "plan_changed"),
        .init(MigrationError.irreversible(revision: "r2", reason: "", place, isTop: false), "irreversible"),
        .init(MigrationError.irreversible(revision: "r2", reason: "", place, isTop: true), "irreversible"),
        .init(MigrationError.notReplayable(revision: "r2", reason: "", place), "not_replayable"),
        .init(MigrationError.noDowngrade(revision: "r2", path: "r2.sql"), "no_downgrade"),
        .init(MigrationError.interrupted(entry, requested: .downgrade), "interrupted"),
        .init(MigrationError.interruptedFileMissing(entry), "no_such_revision"),
        .init(
            MigrationError.changedStatements(
                entry,
                path: "r2.sql",
                changed: [.init(index: 0, ran: "SELECT 1", now: origin), .init(index: 2, ran: nil, now: nil)]
            ),
            "changed_statements"
        ),
        .init(MigrationError.undoIncomplete(entry, rest: ["DROP TABLE t"]), "undo_incomplete"),
        .init(undecidable(.leavesNoTrace), "undecidable"),
        .init(undecidable(.partlyApplied), "undecidable"),
        .init(undecidable(.changedOtherwise), "undecidable"),
        .init(undecidable(.unprotected), "undecidable"),
        .init(undecidable(.unreadable), "undecidable"),
        .init(undecidable(.changedSince), "undecidable"),
        .init(undecidable(.sessionLost("@n")), "undecidable"),
        .init(undecidable(.beingUndone), "undecidable"),
        .init(MigrationError.unsuitable(.takesOverSession("XA"), origin), "unsuitable_statement", .badData),
        .init(MigrationError.unsuitable(.ddlInTransaction, origin), "unsuitable_statement", .badData),
        .init(MigrationError.unsuitable(.transactionLeftOpen, origin), "unsuitable_statement", .badData),
        .init(MigrationError.unsuitable(.rollback, origin), "unsuitable_statement", .badData),
        .init(MigrationError.unsuitable(.savepointOutsideOfTransaction, origin), "unsuitable_statement", .badData),
        .init(MigrationError.unsuitable(.batchInTransaction, origin), "unsuitable_statement", .badData),
        .init(MigrationError.unsuitable(.batchCountsOn, origin), "unsuitable_statement", .badData),
        .init(MigrationError.batch(.noColumn("id", table: "t"), origin), "unsuitable_batch", .badData),
        .init(MigrationError.batch(.nullable("id", table: "t"), origin), "unsuitable_batch", .badData),
        .init(MigrationError.batch(.noIndex("id", table: "t"), origin), "unsuitable_batch", .badData),
        .init(MigrationError.batch(.unsuitableType("json", column: "id"), origin), "unsuitable_batch", .badData),
        .init(MigrationError.batch(.noTransactions, origin), "unsuitable_batch", .badData),
        .init(MigrationError.batch(.otherKey("`t`.`id`"), origin), "unsuitable_batch", .badData),
        .init(MigrationError.replica(.noReplica, name: "db2"), "not_a_replica", .configuration),
        .init(MigrationError.replica(.refused(lost), name: "db2"), "connection_lost", .unavailable),
        .init(MigrationError.revisionIDTooLong("r2", width: 32, versionTable: "v"), "revision_id_too_long"),
        .init(MigrationError.ownTableWithoutTransactions("v", engine: "MyISAM"), "no_transactions"),
        .init(MigrationError.statementTooLong(bytes: 9, limit: 8, origin), "statement_too_long", .badData),
        .init(
            MigrationError.journalOfNewerVersion(table: "j", columns: ["x"], entry: nil),
            "journal_of_newer_version"
        ),
    ]

    @Test(arguments: refusals) func aRefusedRunSaysWhy(_ expected: ExpectedWords) { expected.check() }

    @Test func everyRefusalIsInTheTable() throws {
        try ExpectedWords.expectAll(of: "MigrationError", in: Self.refusals)
    }

    // MARK: Failures

    static func failure(
        _ fate: MigrationFailure.Fate,
        _ error: ServerError = reply,
        isBookkeeping: Bool = false,
        origin: StatementOrigin? = origin
    ) -> MigrationFailure {
        MigrationFailure(
            finishedRevisions: ["r1"],
            revision: revision,
            origin: origin,
            isBookkeeping: isBookkeeping,
            statementsDone: 1,
            canBeUndone: true,
            fate: fate,
            serverError: error
        )
    }

    static let failures: [ExpectedWords] = [
        .init(failure(.notApplied), "statement_failed"),
        .init(failure(.partlyApplied), "statement_failed"),
        .init(failure(.unknown, lost), "connection_lost"),
        .init(failure(.unrecorded, isBookkeeping: true), "bookkeeping_failed"),
        .init(failure(.notApplied, isBookkeeping: true), "bookkeeping_failed"),
        .init(failure(.unknown, lost, isBookkeeping: true, origin: nil), "connection_lost"),
        .init(
            UndoFailure(
                entry: entry,
                statement: UndoStatement(text: "DROP TABLE t", index: 0, count: 2),
                serverError: reply
            ),
            "statement_failed"
        ),
        .init(StoppedRun(cause: failure(.notApplied)), "cancelled"),
        .init(StoppedRun(cause: failure(.unknown, lost)), "connection_lost"),
        .init(CancellationError(), "cancelled", hasHints: false),
        .init(
            DataLossRefusal(losses: [DataLoss(what: .table(SQLName("t")), origin: origin)], command: "downgrade"),
            "data_loss",
            .refused
        ),
    ]

    @Test(arguments: failures) func aFailedRunSaysHowFarItGot(_ expected: ExpectedWords) { expected.check() }

    @Test func aFailureNamesItsStatement() {
        let diagnostic = Self.failure(.notApplied).diagnostic
        #expect(diagnostic.location == Self.place)
        #expect(diagnostic.message.hasPrefix("statement 2 of 3 of the upgrade of revision r2 failed"))
        let rest = Self.failure(.unknown, Self.lost, isBookkeeping: true, origin: nil).diagnostic
        #expect(rest.location == SourceLocation(file: "r2.sql"))
    }
}
