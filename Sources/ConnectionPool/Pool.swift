/// Starts a task that does not depend on the current one.
package typealias PoolTaskStarter = @Sendable (@escaping @Sendable () async -> Void) -> Task<Void, Never>

/// Connections that tasks share.
///
/// The pool opens a connection when a task needs one and none is idle. Tasks that wait are served in the order in which
/// they came. Taking an idle connection, and returning one that needs no reset, costs no suspension and no system call.
///
/// What takes time runs in tasks of the pool: opening, resetting and closing. A task that is cancelled therefore leaves
/// no connection half open, and the connection that was opened for it goes to the next task.
///
/// A pool that nobody needs any more closes its connections.
package struct Pool<Connection: PooledConnection>: Sendable {
    @usableFromInline let owner: PoolOwner

    /// Creates a pool. It opens no connection yet.
    ///
    /// - Parameters:
    ///   - start: Starts the tasks in which connections are opened, reset and closed.
    ///   - observe: Is told what happens, outside of the pool's lock.
    ///   - connect: Opens a connection within `PoolOptions.connectTimeout`. When the pool is shut down, its task is
    ///     cancelled.
    /// - Throws: `PoolOptionsError`.
    package init(
        _ options: PoolOptions,
        clock: any PoolClock = ContinuousClock(),
        start: @escaping PoolTaskStarter = { Task.detached(operation: $0) },
        observe: (@Sendable (PoolEvent) -> Void)? = nil,
        connect: @escaping @Sendable () async throws -> Connection
    ) throws(PoolOptionsError) {
        owner = PoolOwner(try PoolCore(options, clock, start, observe) { try await connect() })
    }

    package var options: PoolOptions { owner.core.options }

    package var status: PoolStatus { owner.core.status }

    // MARK: Taking

    /// Takes an idle connection that can be used as it is, without a suspension.
    ///
    /// - Parameters:
    ///   - mode: The preferred `PooledConnection.mode`. A connection in another mode is taken if there is none.
    ///   - place: Is shown when a task waits in vain, if the connection is the one that has been in use longest.
    /// - Returns: nil if there is none. Then `take` finds one, or waits.
    @inlinable @inline(__always)
    package func takeIdle(mode: Int = 0, at place: CallSite? = nil) -> Lease? {
        guard let member = owner.core.takeIdle(mode, place) else { return nil }
        return Lease(member, of: owner)
    }

    /// Takes a connection: an idle one, or one that is opened, or the one that is returned next.
    ///
    /// - Parameters:
    ///   - mode: The preferred `PooledConnection.mode`.
    ///   - timeout: How long to wait for another task to return one; nil for `PoolOptions.timeout`.
    ///   - place: Is shown when a task waits in vain, if the connection is the one that has been in use longest.
    /// - Throws: `PoolError`, `CancellationError`, and the errors of opening a connection.
    @inlinable @inline(__always)
    package func take(mode: Int = 0, timeout: Duration? = nil, at place: CallSite? = nil) async throws -> Lease {
        Lease(try await owner.core.take(mode, timeout, place), of: owner)
    }

    // MARK: Returning

    /// Returns a connection. It goes to the task that waits longest, or becomes idle. One that is lost, too old or not
    /// needed is closed.
    ///
    /// - Returns: The task that resets the connection and then returns it; nil if no reset was due and it is returned.
    ///   That task does not end with the caller's. To wait for it, await its `value`.
    @inlinable @inline(__always)
    @discardableResult
    package func give(back lease: consuming Lease) -> Task<Void, Never>? {
        owner.core.give(back: lease.end())
    }

    /// Closes a connection instead of returning it.
    ///
    /// - Parameter reason: With `.lost`, all connections that are open now are replaced before they are used again.
    package func discard(_ lease: consuming Lease, because reason: CloseReason) {
        owner.core.discard(lease.end(), because: reason)
    }

    // MARK: The end

    /// Closes the idle connections, and waits for that. Those in use are closed when they are returned. The pool can be
    /// used as before.
    package func replaceAll() async {
        await owner.core.replaceAll()
    }

    /// Ends the pool. Nobody gets a connection any more, and tasks that wait get an error. Connections in use stay open
    /// until they are returned, the time is over, or the task is cancelled.
    ///
    /// - Returns: How many were closed while they were in use.
    @discardableResult
    package func shutDown(timeout: Duration) async -> Int {
        await owner.core.shutDown(timeout: timeout)
    }
}
