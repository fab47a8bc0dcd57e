internal import SwiftMigPlatform

/// The thread of a connection whose library cannot wait without blocking.
final class CallThread: Sendable {
    private struct State {
        var body: (@Sendable () -> Void)?
        var isEnded = false
    }

    private let state = Monitor(State())

    /// - Throws: `SystemError` if the process may have no more threads.
    init() throws(SystemError) {
        let state = state
        let isStarted = startOwnThread {
            while true {
                // The limit only bounds one wait. The thread lives as long as its connection.
                guard state.wait(upTo: .seconds(3600), until: { $0.body != nil || $0.isEnded }) else { continue }
                guard
                    let body = state.access({ state in
                        defer { state.body = nil }
                        return state.body
                    })
                else { return }
                body()
            }
        }
        if !isStarted { throw .noMoreThreads }
    }

    deinit {
        state.access { $0.isEnded = true }
    }

    /// Runs the function on the thread. The one before must have ended.
    func run(_ body: @escaping @Sendable () -> Void) {
        state.access { $0.body = body }
    }
}
