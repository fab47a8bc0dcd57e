internal import Logging
internal import MariaDBClient
internal import SwiftMigPlatform

/// The state that the waiting task and the running thread share.
final class RunControl: Sendable {
    private struct State {
        var isCancelled = false
        var isOver = false
        var hasLock = false
        var worker: StatementCanceller?
        var lock: StatementCanceller?
    }

    private let state = Monitor(State())

    var isCancelled: Bool { state.access { $0.isCancelled } }

    /// Cancels the run without blocking. The run ends soon afterwards.
    func cancel() {
        state.access { $0.isCancelled = true }
    }

    /// - Throws: `CancellationError`.
    func check() throws {
        if isCancelled { throw CancellationError() }
    }

    /// Sets the session that revisions run in.
    func works(over connection: Connection) {
        let canceller = connection.canceller
        state.access { state in
            state.worker = canceller
            // After a reconnection, the run waits for the lock again.
            state.hasLock = false
        }
    }

    /// Sets the session that waits for the lock.
    func waits(over connection: Connection) {
        let canceller = connection.canceller
        state.access { if !$0.hasLock { $0.lock = canceller } }
    }

    /// Leaves the lock's session alone from now on.
    func hasLock() {
        state.access { state in
            state.hasLock = true
            state.lock = nil
        }
    }

    /// How long a statement may take to end before it is cancelled again. At the first try, there may have been none.
    private static let patience = Duration.seconds(2)

    /// Does the work. On cancellation, a second thread stops the server's current statement.
    func run<Value>(logger: Logger, _ body: () throws -> Value) throws -> Value {
        let watch = Background { [self] in stopStatementsWhenCancelled(logger) }
        defer {
            state.access { $0.isOver = true }
            watch.waitForEnd()
        }
        return try body()
    }

    private func stopStatementsWhenCancelled(_ logger: Logger) {
        while !state.wait(upTo: .seconds(3600), until: { $0.isCancelled || $0.isOver }) {}
        while true {
            let now = state.access { $0 }
            if now.isOver { return }
            do {
                try now.worker?.cancel()
                try now.lock?.cancel()
            } catch {
                logger.warning(
                    "The server did not stop the statement; the migration ends when the statement does",
                    metadata: MigratorError(error).metadata
                )
            }
            if state.wait(upTo: Self.patience, until: { $0.isOver }) { return }
        }
    }
}
