internal import Revisions

/// The statements that go to the server for a batch: its own, and those in between that guard the lock and limit
/// waiting.
struct Outgoing {
    private(set) var statements: [String] = []
    private var origins: [Origin] = []
    /// Maps the index of each query for warnings to the place in the batch of the statement that it asks about.
    private(set) var warnings: [Int: Int] = [:]

    private struct Origin {
        /// For a statement in between, the place of the batch's statement that waits for it or that it asks about; -1
        /// if there is none.
        var place: Int
        var isBetween: Bool
    }

    /// - Parameters:
    ///   - start: The place in the batch to begin at; above 0 if the part before has been sent and stays.
    ///   - isInNewSession: Whether nothing of the batch is in effect in the session yet.
    ///   - lockGuard: A statement that fails with `LockGuard.error` once this run has lost the lock. It travels with
    ///     the rest, so it costs no round trip.
    ///   - lockGuardInTransaction: The same for use within a transaction.
    ///   - lockWait: The limit that directives set for this unit's waiting, in seconds.
    ///   - quiet: Places in the batch after which nothing may come in between.
    init(
        _ batch: StepRun.Batch,
        from start: Int,
        isInNewSession: Bool,
        lockGuard: String,
        lockGuardInTransaction: String,
        lockWait: Int?,
        quiet: Set<Int> = []
    ) {
        add([lockGuard])
        // On a second try the limit is already in effect, and `begin` would mistake it for the previous value.
        if let lockWait, isInNewSession { add([LockWaitLimit.begin(lockWait)]) }
        for place in start..<batch.statements.count {
            // If another run has taken over, the transaction must not commit.
            if batch.isTransaction, place == batch.own.upperBound { add([lockGuardInTransaction]) }
            // The first statement is guarded already.
            if batch.guardsEach, batch.own.dropFirst().contains(place), place > start {
                add([lockGuard], before: place)
            }
            statements.append(batch.statements[place])
            origins.append(Origin(place: place, isBetween: false))
            if batch.own.contains(place), !quiet.contains(place) {
                warnings[statements.count] = place
                add([ServerWarning.question], before: place)
            }
        }
        if lockWait != nil { add([LockWaitLimit.end]) }
    }

    private mutating func add(_ between: [String], before place: Int = -1) {
        statements += between
        origins += between.map { _ in Origin(place: place, isBetween: true) }
    }

    /// The place in the batch of the statement at an index here, or of the one that waits for it; -1 if there is none.
    func place(of index: Int) -> Int {
        origins.indices.contains(index) ? origins[index].place : -1
    }

    /// Whether the statement at an index here is not part of the batch.
    func isBetween(_ index: Int) -> Bool {
        origins.indices.contains(index) && origins[index].isBetween
    }

    func index(of place: Int) -> Int? { origins.firstIndex { $0.place == place && !$0.isBetween } }
}
