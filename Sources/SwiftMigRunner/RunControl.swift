internal import BackgroundWork
internal import Logging
internal import MariaDBClient

/// What the task that waits for a run, and the thread that runs it, tell one another.
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

    /// Blocks nobody; the run ends soon after.
    func cancel() {
        state.access { $0.isCancelled = true }
    }

    /// - Throws: `CancellationError`.
    func check() throws {
        if isCancelled { throw CancellationError() }
    }

    /// The session that revisions are run over.
    func works(over connection: Connection) {
        let canceller = connection.canceller
        state.access { state in
            state.worker = canceller
            // A new session of the run comes with a new wait for the lock.
            state.hasLock = false
        }
    }

    /// The session that waits for the lock.
    func waits(over connection: Connection) {
        let canceller = connection.canceller
        state.access { if !$0.hasLock { $0.lock = canceller } }
    }

    /// From here on the lock's session has to be left alone.
    func hasLock() {
        state.access { state in
            state.hasLock = true
            state.lock = nil
        }
    }

    /// How long a statement may take to end before it is told again: the first word may have come when there was none.
    private static let patience = Duration.seconds(2)

    /// Does the work; when it is cancelled meanwhile, a second thread ends what the server is at.
    func run<Value>(logger: Logger, _ body: () throws -> Value) throws -> Value {
        let watch = Background { [self] in stopStatementsWhenCancelled(logger) }
        defer {
            state.access { $0.isOver = true }
            try? watch.value()
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
                    "The server does not stop the statement; the migration ends when it is through",
                    metadata: MigratorError(error).metadata
                )
            }
            if state.wait(upTo: Self.patience, until: { $0.isOver }) { return }
        }
    }
}
