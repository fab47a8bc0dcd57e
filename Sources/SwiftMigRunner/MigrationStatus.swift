internal import MigrationRunner

/// Where the database is, as seen from the revisions that the application has.
public struct MigrationStatus: Sendable, Hashable, Codable {
    /// A revision that is half done.
    public struct Interruption: Sendable, Hashable, Codable {
        /// The revision's id.
        public var revision: String
        /// Whether it was being applied or taken back.
        public var direction: MigrationDirection
        /// How many of its statements are done.
        public var statementsDone: Int
        /// How many statements it has.
        public var statements: Int
        /// Whether somebody is at work on it now. Otherwise the next upgrade goes on with it.
        public var isUnderWay: Bool
        /// When it was begun (UTC), as the server writes times.
        public var startedAt: String
        /// Who began it, and where.
        public var startedBy: String
        /// What the server said when it stopped, where it said something.
        public var error: String?
    }

    /// The revisions that the database is at; none at the base.
    public var current: [String]
    /// The last revisions that the application has.
    public var heads: [String]
    /// The revisions that an upgrade to the heads would apply, in order.
    public var pending: [String]
    /// What the database is at and the application does not know. A newer instance has migrated, or a file is missing.
    public var unknown: [String]
    /// The revision that is half done, if one is.
    public var interrupted: Interruption?

    /// Whether all revisions of the application are applied and none is half done. A database that is ahead of the
    /// application counts: an older instance stays ready while newer ones are rolled out.
    public var isUpToDate: Bool { pending.isEmpty && interrupted == nil }
}

extension MigrationStatus.Interruption {
    init(_ entry: JournalEntry, isUnderWay: Bool) {
        revision = entry.revision
        direction = entry.direction == Direction.downgrade.rawValue ? .downgrade : .upgrade
        statementsDone = entry.nextStatement
        statements = entry.statementCount
        self.isUnderWay = isUnderWay
        startedAt = entry.startedAt
        startedBy = entry.who
        error = entry.error
    }
}
