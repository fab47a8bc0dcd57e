internal import MigrationRunner

/// The state of the database in relation to the application's revisions.
public struct MigrationStatus: Sendable, Hashable, Codable {
    /// A half-done revision.
    public struct Interruption: Sendable, Hashable, Codable {
        /// The revision's id.
        public var revision: String
        /// Whether it was being applied or taken back.
        public var direction: MigrationDirection
        /// How many of its statements are done.
        public var statementsDone: Int
        /// How many statements it has.
        public var statements: Int
        /// Whether a run is at work on it now. If not, the next upgrade continues it, unless an undo has begun.
        public var isUnderWay: Bool
        /// Whether an undo of it has begun. Then only ``Migrator/undo(allowDataLoss:)`` continues it.
        public var isHalfUndone: Bool
        /// When it began (UTC), in the server's format.
        public var startedAt: String
        /// Who began it, and on which machine.
        public var startedBy: String
        /// The server's error when it stopped, if there was one.
        public var error: String?
    }

    /// The database's current revisions; empty at the base.
    public var current: [String]
    /// The newest revisions of the application.
    public var heads: [String]
    /// The revisions that an upgrade to the heads would apply, in order.
    public var pending: [String]
    /// Revisions of the database that the application does not have, because a newer instance has migrated or a file is
    /// missing.
    public var unknown: [String]
    /// The half-done revision, if there is one.
    public var interrupted: Interruption?

    /// Whether all of the application's revisions are applied and none is half done. Also true if the database is ahead
    /// of the application: an older instance stays ready while newer ones are rolled out.
    public var isUpToDate: Bool { pending.isEmpty && interrupted == nil }
}

extension MigrationStatus.Interruption {
    init(_ entry: JournalEntry, isUnderWay: Bool) {
        revision = entry.revision
        direction = entry.action == .downgrade ? .downgrade : .upgrade
        statementsDone = entry.nextStatement
        statements = entry.statementCount
        self.isUnderWay = isUnderWay
        isHalfUndone = entry.state == .undoing
        startedAt = entry.startedAt
        startedBy = entry.who
        error = entry.error
    }
}
