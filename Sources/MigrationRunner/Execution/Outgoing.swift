internal import Revisions

/// The statements of a round trip as they go to the server, with those in between that guard the lock, limit waiting
/// and ask for warnings.
struct Outgoing {
    private(set) var statements: [SentStatement] = []

    /// - Parameters:
    ///   - start: The place in the round trip to begin at; above 0 if the part before has been sent and stays.
    ///   - isInNewSession: Whether nothing of the round trip is in effect in the session yet.
    ///   - lockGuard: A statement that fails with `LockGuard.error` once this run has lost the lock. It travels with
    ///     the rest, so it costs no round trip.
    ///   - lockGuardInTransaction: The same for use within a transaction.
    ///   - lockWait: The limit that directives set for this unit's waiting, in seconds.
    ///   - quiet: The indices of the revision's statements after which nothing may come in between.
    init(
        _ trip: RoundTrip,
        from start: Int,
        isInNewSession: Bool,
        lockGuard: String,
        lockGuardInTransaction: String,
        lockWait: Int?,
        quiet: Set<Int> = []
    ) {
        add(.lockGuard, [lockGuard])
        // On a second try the limit is already in effect, and `begin` would mistake it for the previous value.
        if let lockWait, isInNewSession { add(.lockWait, [LockWaitLimit.begin(lockWait)]) }
        for statement in trip.statements[start...] {
            // If another run has taken over, the transaction must not commit.
            if trip.isTransaction, statement.place == trip.own.upperBound { add(.lockGuard, [lockGuardInTransaction]) }
            // The first statement is guarded already.
            let isFirst = statement.place == trip.own.lowerBound || statement.place == start
            if trip.guardsEach, statement.purpose == .own, !isFirst { add(.lockGuard, [lockGuard], for: statement) }
            statements.append(statement)
            if let origin = statement.origin, statement.purpose == .own, !quiet.contains(origin.index) {
                add(.warnings, [ServerWarning.question], for: statement)
            }
        }
        if lockWait != nil { add(.lockWait, [LockWaitLimit.end]) }
    }

    private mutating func add(_ purpose: SentStatement.Purpose, _ texts: [String], for served: SentStatement? = nil) {
        statements += texts.map {
            SentStatement(text: $0, purpose: purpose, origin: served?.origin, place: served?.place)
        }
    }

    /// The statement of a server's answer or error; nil for one that was added after all of these.
    func statement(at index: Int?) -> SentStatement? {
        index.flatMap { statements.indices.contains($0) ? statements[$0] : nil }
    }
}
