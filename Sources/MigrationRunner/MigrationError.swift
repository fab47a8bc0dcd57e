package import SchemaModel
package import SchemaSQL

/// Why nothing was run, or why a run did not begin its next revision.
package enum MigrationError: Error, Hashable, Sendable {
    case noDatabaseSelected
    /// A row of the version table that no file knows, and what the journal has about it.
    ///
    /// `known`: the rows that would stand for what the journal has of the chain's own revisions.
    case unknownVersion(String, versionTable: String, journal: JournalEntry?, known: [String])
    /// The server takes no changes; where those that it has come from, as far as it says.
    case readOnlyServer(primary: String?)
    /// Another run holds the lock.
    case locked(holder: LockHolder?, seconds: Int)
    /// The lock went away while this run was at work, so another may have begun.
    case lockLost(before: String)
    /// Somebody stopped the run while it waited for the lock.
    case cancelledBefore
    /// Somebody stopped the run between two statements.
    case cancelled(within: String)
    /// Somebody changed the version table while the revision ran.
    case versionRowsChanged(revision: String, expected: [String])
    /// The database is not as it was when the plan was made.
    case planChanged(revision: String)
    /// `-- swiftmig: irreversible`
    case irreversible(revision: String, reason: String, SourceLocation)
    /// `-- swiftmig: history`
    case notReplayable(revision: String, reason: String, SourceLocation)
    case noDowngrade(revision: String, path: String)
    /// A revision is half run in the other direction.
    case interrupted(JournalEntry, requested: Direction)
    /// A half-run revision whose file is gone.
    case interruptedFileMissing(JournalEntry)
    /// Statements that ran before the interruption have changed in the file since; indices from 0.
    case changedStatements(JournalEntry, path: String, changed: [ChangedStatement])
    /// An undo did all that it had planned, and what is there is still not what was there before.
    case undoIncomplete(JournalEntry, rest: [String])
    /// Whether the statement in flight ran cannot be told.
    case undecidable(Undecidable)
    /// A statement that a revision cannot contain.
    case unsuitable(UnsuitableStatement, SourceLocation)
    /// A batch that cannot be run.
    case batch(BatchProblem, revision: String, SourceLocation)
    /// Batches are to wait for a replica that does not say how far it is. Nothing was run.
    case replica(ReplicaProblem, name: String)
    /// The id does not fit in the version table's column.
    case revisionIDTooLong(String, width: Int, versionTable: String)
    /// The version table or the journal has an engine without transactions.
    case ownTableWithoutTransactions(String, engine: String)
    /// Statements that are longer than the server takes one, with the limit of this session; all in bytes.
    case statementTooLong(bytes: Int, limit: Int, SourceLocation)
    /// A newer version of this program made the journal, and what it added cannot be passed over: columns that need a
    /// value, or the entry of a half-run revision in a state that this version does not know.
    case journalOfNewerVersion(table: String, columns: [String], entry: JournalEntry?)

    package struct ChangedStatement: Hashable, Sendable {
        package var index: Int
        /// nil where the file has no such statement any more.
        package var location: SourceLocation?
        /// As it ran, where the journal has kept that; as the file has it now.
        package var ran: String?
        package var now: String?
    }

    package struct Undecidable: Hashable, Sendable {
        package enum Reason: Hashable, Sendable {
            /// Neither a transaction nor a definition shows whether it ran.
            case leavesNoTrace
            /// Some of the objects that it names have changed, others have not.
            case partlyApplied
            /// What it names has changed, but is not what the statement makes of it: somebody else has been there.
            case changedOtherwise
            /// It failed on tables that have no transactions, where what it did before that stayed.
            case unprotected
            /// The definitions could not be read, for want of a privilege.
            case unreadable
            /// It ran, but the file says something else in its place now.
            case changedSince
            /// What is done left something in its session that the rest needs, a temporary table or a variable, and the
            /// session is gone.
            case sessionLost(String)
            /// `resume --undo` was interrupted while it took the revision back.
            case beingUndone
        }

        package var entry: JournalEntry
        package var reason: Reason
        /// So many statements from the one in flight on are done together.
        package var count = 1
        package var statement: SQLStatement?
        /// As it ran, where the journal has kept that.
        package var ran: String?
        package var path: String
        /// The journal table's name, quoted, for the commands that settle it by hand.
        package var journalTable: String
    }

    package enum UnsuitableStatement: Hashable, Sendable {
        /// `LOCK TABLES` and `XA` keep the journal from being written.
        case takesOverSession(String)
        /// A transaction that contains a statement that commits by itself.
        case ddlInTransaction
        /// `START TRANSACTION` without `COMMIT`.
        case transactionLeftOpen
        /// `ROLLBACK` of everything, which leaves nothing to have run.
        case rollback
        case savepointOutsideOfTransaction
        /// Each range of a batch is a transaction by itself.
        case batchInTransaction
        /// A batch that counts on in the session: `@n := @n + 1`.
        case batchCountsOn
    }
}

/// Who holds the lock, as far as this account may see.
package struct LockHolder: Hashable, Sendable {
    package var connectionID: UInt64
    package var user: String?
    package var host: String?
    /// Seconds in its present state.
    package var seconds: Int?
    /// Who started it where, and since when (UTC), as a cluster's lease says.
    package var person: String?
    package var machine: String?
    package var since: String?
    /// What the journal says is being run.
    package var run: JournalEntry?

    init(connectionID: UInt64) {
        self.connectionID = connectionID
    }

    /// Whether that is news to somebody who was told of another.
    func isAnother(than told: LockHolder?) -> Bool {
        told?.connectionID != connectionID || told?.run?.id != run?.id
    }
}

/// A statement failed, or the connection went away: what had been done, what not, and what is not known.
package struct MigrationFailure: Error, Hashable, Sendable {
    package enum Fate: Hashable, Sendable {
        /// The statement did nothing.
        case notApplied
        /// The statement reported an error but changed something all the same.
        case partlyApplied
        /// The statement ran, and what the runner writes down about it was refused: the next run finds out.
        case unrecorded
        /// The connection was lost before the answer: the next run finds out.
        case unknown
    }

    package var direction: Direction
    /// The revisions that this run finished before.
    package var finishedRevisions: [String]
    package var revision: String
    package var path: String
    /// From 0.
    package var statementIndex: Int
    package var statementCount: Int
    /// The place of the statement in the file; 0 where the failure is not a statement's of the file.
    package var line: Int
    package var column: Int
    /// nil for the run's own bookkeeping.
    package var statement: String?
    /// How many statements of this revision are done and stay done.
    package var statementsDone: Int
    package var fate: Fate
    package var serverError: ServerError
    /// Where a lock was in the way to the last.
    package var lockWait = LockWait()
}

/// A statement gave way to a lock that another session has.
package struct LockWait: Hashable, Sendable {
    /// How many tries have failed so; 0 where no lock was in the way.
    package var tries = 0
    /// How many more there are to be at most, after the first.
    package var retries = 0
    /// How long until the next; nil after the last.
    package var pause: Duration?
    package var blockers: [BlockingConnection] = []
    package var error: ServerError?
}
