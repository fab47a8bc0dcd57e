internal import Revisions

/// A statement that the server gets for a revision.
struct SentStatement: Hashable, Sendable {
    /// Its part in the protocol of `StepRun`.
    enum Purpose: Hashable, Sendable {
        /// Fails once this run has lost the lock.
        case lockGuard
        /// Sets or resets how long the session waits for locks.
        case lockWait
        /// Stores a time in the session.
        case clock
        case begin
        /// Tells the journal what is about to run.
        case intent
        /// A statement of the revision that has to run before the transaction starts.
        case opening
        /// A statement of the revision.
        case own
        /// Asks for the server's warnings about a statement of the revision.
        case warnings
        /// Tells the journal what is done.
        case mark
        /// Changes the version table.
        case versions
        case commit
    }

    var text: String
    var purpose: Purpose
    /// The revision's statement that this is, or that it prepares, guards or records; nil if it concerns the revision
    /// as a whole.
    var origin: StatementOrigin?
    /// Its place among the statements of its round trip. `Outgoing` adds statements in between, which have the place of
    /// the statement that waits for them or that they ask about, or else none.
    var place: Int?
}

/// The statements that a unit needs, in order: the revision's own, and the runner's before and after them.
struct RoundTrip {
    private(set) var statements: [SentStatement] = []
    /// The places of the revision's own statements.
    var own: Range<Int> = 0..<0
    var isTransaction = false
    /// Whether the lock is checked before each of the revision's own statements.
    var guardsEach = false
    /// Whether the journal gets an entry before the revision's own statements, outside a transaction.
    var writesIntent = false
    /// The place of a change to the version table, which must find its row.
    var ending: Int?
    /// Whether the journal gets the times of all previous statements.
    var writesSeconds = false

    mutating func add(_ purpose: SentStatement.Purpose, _ texts: [String], for origin: StatementOrigin?) {
        for text in texts {
            let place = statements.count
            statements.append(SentStatement(text: text, purpose: purpose, origin: origin, place: place))
        }
    }

    mutating func addOwn(_ sent: [(text: String, origin: StatementOrigin)]) {
        let start = statements.count
        for (text, origin) in sent { add(.own, [text], for: origin) }
        own = start..<statements.count
    }

    /// The first of the revision's own statements.
    var firstOwn: SentStatement? { statements[own].first }

    /// The revision's own statement that follows another.
    func own(after sent: SentStatement) -> SentStatement? {
        sent.place.flatMap { own.contains($0 + 1) ? statements[$0 + 1] : nil }
    }

    enum Stage: Hashable, Sendable {
        case before, own, after
    }

    /// Whether a statement comes before the revision's own, is one of them, or comes after them. If it is unknown which
    /// statement failed, it counts as the revision's.
    func stage(of sent: SentStatement?) -> Stage {
        guard let sent else { return .own }
        guard let place = sent.place, place >= own.lowerBound else { return .before }
        return own.contains(place) ? .own : .after
    }
}
