internal import ServerPort

/// Keeps two runs apart.
protocol RunLock: AnyObject {
    /// An expression that is true, in any session, while this run holds the lock.
    ///
    /// - Parameter inTransaction: Whether it is part of a transaction, whose reads may be outdated.
    func isHeldExpression(inTransaction: Bool) -> String

    /// Makes sure that this run keeps the lock while the next statements run.
    ///
    /// - Returns: Whether it does.
    /// - Throws: `ServerError`.
    func keep() throws -> Bool

    /// Takes back the part of the lock that was lost when the worker's session was reset.
    ///
    /// - Returns: Whether this run still holds the lock.
    /// - Throws: `ServerError`.
    func takeAgain() throws -> Bool

    func release()
}

extension RunLock {
    /// A statement that does nothing while this run holds the lock, and fails with `LockGuard.error` otherwise. It
    /// travels with the statements that it guards.
    func guardStatement(inTransaction: Bool = false) -> String {
        "SELECT IF(\(isHeldExpression(inTransaction: inTransaction)), 1, (SELECT 1 UNION SELECT 2))"
    }
}

enum LockGuard {
    /// The result of the guard's second branch, in every `sql_mode`.
    static let error = ServerErrorCode.subqueryReturnsSeveralRows
}

/// The parameters for taking the lock.
struct LockRequest {
    /// A session for the lock alone.
    let executor: any QueryExecutor
    /// The session that the revisions run in.
    let worker: any QueryExecutor
    let database: String
    let options: RunnerOptions
    /// The running entry, according to the journal.
    let running: () -> JournalEntry?
    /// Called with the holder of the lock when another run holds it.
    let waits: (LockHolder) -> Void
    /// Whether the run has been cancelled.
    let isCancelled: () -> Bool
}
