internal import Revisions

/// What goes to the server for a batch: its statements, and between them those that guard the lock and limit the waiting.
struct Outgoing {
    private(set) var statements: [String] = []
    private var origins: [Origin] = []
    /// The questions what the server had to remark on one of the revision's own statements, and its place in the batch.
    private(set) var warnings: [Int: Int] = [:]

    private struct Origin {
        /// For a statement between those of the batch, the place of the one after it that waits for it, or of the one that it asks
        /// about; -1 where there is none.
        var place: Int
        var isBetween: Bool
    }

    /// - Parameters:
    ///   - start: Where in the batch to begin: behind 0 where the part before has been sent and stays.
    ///   - isInNewSession: Nothing of the batch is in effect in the session yet.
    ///   - lockGuard: A statement that fails with `LockGuard.error` once the lock is not this run's any more. It travels with
    ///     the rest, so it costs no round trip.
    ///   - lockGuardInTransaction: The same for within a transaction.
    ///   - lockWait: What directives say of this unit's waiting, in seconds.
    ///   - quiet: Places in the batch behind which nothing may come between.
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
        // On a second try it is in effect already, and `begin` would take it for what was there before.
        if let lockWait, isInNewSession { add([LockWaitLimit.begin(lockWait)]) }
        for place in start..<batch.statements.count {
            // Nothing of a transaction is kept that another run has come upon in the meantime.
            if batch.isTransaction, place == batch.own.upperBound { add([lockGuardInTransaction]) }
            // The first is guarded already.
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

    /// The place in the batch of what stands at an index here, or of what waits for it; -1 where nothing does.
    func place(of index: Int) -> Int {
        origins.indices.contains(index) ? origins[index].place : -1
    }

    /// Whether what stands at an index here is none of the batch.
    func isBetween(_ index: Int) -> Bool {
        origins.indices.contains(index) && origins[index].isBetween
    }

    func index(of place: Int) -> Int? { origins.firstIndex { $0.place == place && !$0.isBetween } }
}
