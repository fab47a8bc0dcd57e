internal import Revisions

/// What goes to the server for a batch: between its statements stand those that guard the lock and limit the waiting.
struct Outgoing {
    private(set) var statements: [String] = []
    /// Of each statement its place in the batch; nil for one that stands between.
    private var origins: [Int?] = []

    /// - Parameters:
    ///   - start: Where in the batch to begin: behind 0 where the part before has been sent and stays.
    ///   - lockGuard: A statement that fails with `LockGuard.error` once the lock is not this run's any more. It travels with
    ///     the rest, so it costs no round trip.
    ///   - lockGuardInTransaction: The same for within a transaction.
    ///   - lockWait: What directives say of this unit's waiting, in seconds.
    init(_ batch: StepRun.Batch, from start: Int, lockGuard: String, lockGuardInTransaction: String, lockWait: Int?) {
        add([lockGuard])
        // On a second try it is in effect already, and `begin` would take it for what was there before.
        if let lockWait, start == 0 { add([LockWaitLimit.begin(lockWait)]) }
        for place in start..<batch.statements.count {
            // Nothing of a transaction is kept that another run has come upon in the meantime.
            if batch.isTransaction, place == batch.own.upperBound { add([lockGuardInTransaction]) }
            statements.append(batch.statements[place])
            origins.append(place)
        }
        if lockWait != nil { add([LockWaitLimit.end]) }
    }

    private mutating func add(_ between: [String]) {
        statements += between
        origins += between.map { _ in nil }
    }

    /// The place in the batch of what stands at an index here; -1 for what stands between.
    func place(of index: Int) -> Int {
        origins.indices.contains(index) ? origins[index] ?? -1 : -1
    }

    func index(of place: Int) -> Int? { origins.firstIndex(of: place) }
}
