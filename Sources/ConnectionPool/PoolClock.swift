/// The time of a pool. Tests have their own.
package protocol PoolClock: Sendable {
    var now: ContinuousClock.Instant { get }

    /// Suspends the task until the time.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    func sleep(until deadline: ContinuousClock.Instant) async throws
}

extension ContinuousClock: PoolClock {
    package func sleep(until deadline: Instant) async throws {
        try await sleep(until: deadline, tolerance: nil)
    }
}
