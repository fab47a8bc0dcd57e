package import DiagnosticModel
package import Revisions
package import ServerPort

/// Why nothing was run, or why a run did not begin its next revision.
package enum MigrationError: Error, Hashable, Sendable {
    case noDatabaseSelected
    /// A row of the version table that no file has, and its entry in the journal.
    ///
    /// `known`: the rows that would match the chain's own revisions that the journal has as applied.
    case unknownVersion(String, versionTable: String, journal: JournalEntry?, known: [String])
    /// The server takes no changes. `primary` is the server that its changes come from, if it tells.
    case readOnlyServer(primary: String?)
    /// Another run holds the lock.
    case locked(holder: LockHolder?, seconds: Int)
    /// This run lost the lock, so another may have begun.
    case lockLost(before: String)
    /// The run was stopped while it waited for the lock.
    case cancelledBefore
    /// The run was stopped between two statements.
    case cancelled(within: String, canBeUndone: Bool)
    /// The undo of a revision was stopped between two statements.
    case cancelledUndo(of: String)
    /// The version table was changed while the revision ran.
    case versionRowsChanged(revision: String, expected: [String])
    /// The database has changed since the plan was made.
    case planChanged(revision: String)
    /// `-- swiftmig: irreversible`. `isTop`: no revision that follows it would be reverted before it.
    case irreversible(revision: String, reason: String, SourceLocation, isTop: Bool)
    /// `-- swiftmig: history`
    case notReplayable(revision: String, reason: String, SourceLocation)
    case noDowngrade(revision: String, path: String)
    /// A revision was run halfway in the other direction.
    case interrupted(JournalEntry, requested: Direction)
    /// A half-run revision whose file is gone.
    case interruptedFileMissing(JournalEntry)
    /// Statements that ran before the interruption have since changed in the file.
    case changedStatements(JournalEntry, path: String, changed: [ChangedStatement])
    /// An undo did everything that it had planned, but the schema still differs from the previous one.
    case undoIncomplete(JournalEntry, rest: [String])
    /// It is impossible to tell whether the statement in flight ran.
    case undecidable(Undecidable)
    /// A statement that a revision cannot contain.
    case unsuitable(UnsuitableStatement, StatementOrigin)
    /// A batch that cannot be run.
    case batch(BatchProblem, StatementOrigin)
    /// Batches should wait for a replica that does not tell its lag. Nothing was run.
    case replica(ReplicaProblem, name: String)
    /// The id does not fit in the version table's column.
    case revisionIDTooLong(String, width: Int, versionTable: String)
    /// The version table or the journal has an engine without transactions.
    case ownTableWithoutTransactions(String, engine: String)
    /// A statement is longer than the server accepts. `limit` is this session's limit; both are in bytes.
    case statementTooLong(bytes: Int, limit: Int, StatementOrigin)
    /// A newer version of this program created the journal, and its additions cannot be ignored: columns that need a
    /// value, or the entry of a half-run revision in a state that this version does not know.
    case journalOfNewerVersion(table: String, columns: [String], entry: JournalEntry?)

    package struct ChangedStatement: Hashable, Sendable {
        /// Its place among the revision's statements; the first is 0.
        package var index: Int
        /// The text as it ran, if the journal has kept it.
        package var ran: String?
        /// The statement that the file has in its place now, if it has one.
        package var now: StatementOrigin?
    }

    package struct Undecidable: Hashable, Sendable {
        package enum Reason: Hashable, Sendable {
            /// Neither a transaction nor a definition shows whether it ran.
            case leavesNoTrace
            /// Some of the objects that it names have changed, others have not.
            case partlyApplied
            /// The named objects have changed, but not as the statement would change them: another session has changed
            /// them.
            case changedOtherwise
            /// It failed on tables without transactions, where its work before the failure stays.
            case unprotected
            /// The definitions could not be read because a privilege is missing.
            case unreadable
            /// It ran, but the file has another statement in its place now.
            case changedSince
            /// The finished part left something in its session that the rest needs, such as a temporary table or a
            /// variable, and the session is gone.
            case sessionLost(String)
            /// `resume --undo` was interrupted while it took the revision back.
            case beingUndone
        }

        package var entry: JournalEntry
        package var reason: Reason
        /// How many statements, from the one in flight on, are done together.
        package var count = 1
        /// The one in flight, if the file still has it.
        package var statement: StatementOrigin?
        /// The text as it ran, if the journal has kept it.
        package var ran: String?
        package var path: String
        /// The quoted name of the journal table, for the commands that settle the entry by hand.
        package var journalTable: String
    }

    package enum UnsuitableStatement: Hashable, Sendable {
        /// `LOCK TABLES` and `XA` would prevent writes to the journal.
        case takesOverSession(String)
        /// A transaction that contains a statement with an implicit commit.
        case ddlInTransaction
        /// `START TRANSACTION` without `COMMIT`.
        case transactionLeftOpen
        /// `ROLLBACK` of a whole transaction, after which nothing has run.
        case rollback
        case savepointOutsideOfTransaction
        /// Each range of a batch is a separate transaction.
        case batchInTransaction
        /// A batch that counts in a session variable: `@n := @n + 1`.
        case batchCountsOn
    }
}

/// The holder of the lock, as far as this account may see.
package struct LockHolder: Hashable, Sendable {
    package var connectionID: UInt64
    package var user: String?
    package var host: String?
    /// Seconds in its present state.
    package var seconds: Int?
    /// Who started the run, where and when (UTC), according to a cluster's lease.
    package var person: String?
    package var machine: String?
    package var since: String?
    /// The running entry, according to the journal.
    package var run: JournalEntry?

    init(connectionID: UInt64) {
        self.connectionID = connectionID
    }

    /// Whether a user who was told of another holder should hear of this one.
    func isAnother(than told: LockHolder?) -> Bool {
        told?.connectionID != connectionID || told?.run?.id != run?.id
    }
}

/// A failed statement or a lost connection, with what was done, what was not, and what is unknown.
package struct MigrationFailure: Error, Hashable, Sendable {
    package enum Fate: Hashable, Sendable {
        /// The statement did nothing.
        case notApplied
        /// The statement reported an error but still changed something.
        case partlyApplied
        /// The statement ran, but the runner's record of it was refused. The next run finds out.
        case unrecorded
        /// The connection was lost before the answer. The next run finds out.
        case unknown
    }

    /// The revisions that this run finished before.
    package var finishedRevisions: [String]
    package var revision: RevisionOrigin
    /// The statement that failed, or that the runner's own statement was for; nil if there is none.
    package var origin: StatementOrigin?
    /// Whether it was a statement of the runner that failed.
    package var isBookkeeping: Bool
    /// How many statements of this revision are done and stay done.
    package var statementsDone: Int
    /// Whether what is done can be undone.
    package var canBeUndone: Bool
    package var fate: Fate
    package var serverError: ServerError
    /// The locks that the statement met, up to its last try.
    package var lockWait = LockWait()
}

/// A statement that failed because another session holds a lock.
package struct LockWait: Hashable, Sendable {
    /// How many tries have failed; 0 if no lock was met.
    package var tries = 0
    /// The maximum number of further tries after the first.
    package var retries = 0
    /// The time until the next try; nil after the last.
    package var pause: Duration?
    package var blockers: [BlockingConnection] = []
    package var error: ServerError?
}
