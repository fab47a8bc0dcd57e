import ConnectionPool
import SwiftMigPlatform

/// A clock that moves when a test says so.
final class ManualClock: PoolClock {
    private struct State: Sendable {
        var now = ContinuousClock.now
        var lastID = 0
        var sleepers: [Int: (deadline: ContinuousClock.Instant, continuation: CheckedContinuation<Void, any Error>)] =
            [:]
        /// Those that were cancelled before they slept.
        var cancelled: Set<Int> = []
    }

    private let state = Monitor(State())

    var now: ContinuousClock.Instant { state.access { $0.now } }

    /// The time until the next sleeper wakes up.
    var nextWake: Duration? {
        state.access { state in
            state.sleepers.values.map(\.deadline).min().map { $0 - state.now }
        }
    }

    func sleep(until deadline: ContinuousClock.Instant) async throws {
        let id = state.access { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.access { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleepers[id] = (deadline, continuation)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let sleeper = state.access { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    func advance(by duration: Duration) {
        let due = state.access { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due
        }
        for sleeper in due.values { sleeper.continuation.resume() }
    }
}
