/// A connection that is being opened.
final class Opening: @unchecked Sendable {
    /// The last ticket when it began. If it fails, the error is not that of a task that came later.
    let lastTicket: UInt64
    /// Guarded by the pool's lock.
    var task: Task<Void, Never>?

    init(lastTicket: UInt64) {
        self.lastTicket = lastTicket
    }
}

/// A task that waits for the end of a pool that was shut down.
final class Drain: @unchecked Sendable {
    let deadline: ContinuousClock.Instant
    /// nil before the task waits, and when it waits no longer. Guarded by the pool's lock.
    var continuation: CheckedContinuation<Void, Never>?
    var isCancelled = false

    init(deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }
}

/// What is done outside of the lock after a change of the state.
struct PoolEffects {
    var served: [(continuation: Waiter.Continuation, offer: Offer)] = []
    var failed: [(continuation: Waiter.Continuation, error: any Error)] = []
    var drained: [CheckedContinuation<Void, Never>] = []
    var closed: [(member: PoolMember, reason: CloseReason)] = []
    var opened: [Opening] = []
    var cancelled: [Task<Void, Never>] = []
    var timer: (deadline: ContinuousClock.Instant, version: Int)?

    var isEmpty: Bool {
        served.isEmpty && failed.isEmpty && drained.isEmpty && closed.isEmpty && opened.isEmpty
            && cancelled.isEmpty && timer == nil
    }
}
