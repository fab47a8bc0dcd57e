internal import SchemaSQL

/// Keeps two runs apart.
protocol RunLock: AnyObject {
    /// An expression that is true, in any session, while the lock is this run's.
    ///
    /// - Parameter inTransaction: Whether it is part of a transaction, whose reads may be old.
    func isHeldExpression(inTransaction: Bool) -> String

    /// Sees to it that the lock stays this run's while the next statements run.
    ///
    /// - Returns: Whether it is.
    /// - Throws: `ServerError`.
    func keep() throws -> Bool

    /// Takes again what was lost of it with the worker's session, which was reset.
    ///
    /// - Returns: Whether the lock is still this run's.
    /// - Throws: `ServerError`.
    func takeAgain() throws -> Bool

    func release()
}

extension RunLock {
    /// A statement that does nothing while the lock is this run's, and fails with `LockGuard.error` once it is not. It travels
    /// with the statements that it guards.
    func guardStatement(inTransaction: Bool = false) -> String {
        "SELECT IF(\(isHeldExpression(inTransaction: inTransaction)), 1, (SELECT 1 UNION SELECT 2))"
    }
}

enum LockGuard {
    /// ER_SUBQUERY_NO_1_ROW: what comes of the guard's second branch, in every `sql_mode`.
    static let error = 1242
}

/// What taking the lock needs to know.
struct LockRequest {
    /// A session for the lock alone.
    let executor: any QueryExecutor
    /// The session that the revisions run in.
    let worker: any QueryExecutor
    let database: String
    let options: RunnerOptions
    /// What the journal says is being run.
    let running: () -> JournalEntry?
    /// Told who has the lock, when that is somebody else.
    let waits: (LockHolder) -> Void
    /// Whether nobody wants the lock any more.
    let isCancelled: () -> Bool
}
