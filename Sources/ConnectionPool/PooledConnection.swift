/// What a pool needs to know of a connection. The pool guarantees that one task at a time uses it.
@usableFromInline
package protocol PooledConnection: AnyObject, Sendable {
    /// False once the connection is known to be lost, or is in a state that nobody else must see. It is asked under the
    /// pool's lock, so it must neither block nor call the pool.
    var isOpen: Bool { get }

    /// The state that the connection is in when it is returned. A task that prefers a state gets an idle connection in
    /// that state, if there is one, and saves the round trip that changes it.
    var mode: Int { get }

    /// Whether `reset` has something to do before another task may use the connection. Otherwise it is returned without
    /// a suspension.
    func needsReset(_ reset: PoolOptions.Reset) -> Bool

    /// Asks the server for an answer. Ends within the time, and is not interrupted when the task is cancelled.
    func ping(timeout: Duration) async -> Bool

    /// Prepares the connection for the next task. Ends within the time.
    ///
    /// - Returns: Whether it can be used again. Otherwise it is closed.
    func reset(_ reset: PoolOptions.Reset, timeout: Duration) async -> Bool

    /// Closes the connection without waiting for the server. It may be in use: then what runs on it fails.
    func close() async
}
