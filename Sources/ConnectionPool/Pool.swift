internal import SwiftMigPlatform

/// Connections that tasks share.
///
/// The pool opens a connection when a task needs one and none is idle. Tasks that wait are served in the order in which
/// they came. Taking an idle connection, and returning one that needs no reset, costs no suspension and no system call.
///
/// What takes time runs in tasks of the pool: opening, resetting and closing. A task that is cancelled therefore leaves
/// no connection half open, and the connection that was opened for it goes to the next task.
package final class Pool<Connection: PooledConnection>: @unchecked Sendable {
    /// Starts a task that does not depend on the current one.
    package typealias TaskStarter = @Sendable (@escaping @Sendable () async -> Void) -> Task<Void, Never>
    typealias Member = PoolMember<Connection>
    typealias Effects = PoolEffects<Connection>
    typealias Instant = ContinuousClock.Instant

    package let options: PoolOptions
    private let clock: any PoolClock
    private let start: TaskStarter
    private let observe: (@Sendable (PoolEvent<Connection>) -> Void)?
    private let connect: @Sendable () async throws -> Connection

    private let lock = Lock()
    /// Guarded by the lock.
    private var state: PoolState<Connection>
    /// The task that sleeps until the next deadline. Guarded by the lock.
    private var timer: Task<Void, Never>?

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
        start: @escaping TaskStarter = { Task.detached(operation: $0) },
        observe: (@Sendable (PoolEvent<Connection>) -> Void)? = nil,
        connect: @escaping @Sendable () async throws -> Connection
    ) throws(PoolOptionsError) {
        try options.validate()
        self.options = options
        self.clock = clock
        self.start = start
        self.observe = observe
        self.connect = connect
        state = PoolState(options)
    }

    /// Closes the idle connections. There are no others, because each keeps the pool.
    deinit {
        timer?.cancel()
        for member in state.members {
            let connection = member.connection
            _ = start { await connection.close() }
        }
    }

    package var status: PoolStatus { access { state, _, _ in state.status } }

    // MARK: Taking

    /// Takes an idle connection that needs no ping, without a suspension.
    ///
    /// - Parameters:
    ///   - mode: The preferred `PooledConnection.mode`. A connection in another mode is taken if there is none.
    ///   - place: Is shown when a task waits in vain, if the connection is the one that has been in use longest.
    /// - Returns: nil if there is none. Then `take` finds one, or waits.
    package func takeIdle(mode: Int = 0, at place: CallSite? = nil) -> Lease? {
        let offer = access { state, now, effects in
            state.takeIdle(mode, place, now, withoutPing: true, &effects)
        }
        guard let member = offer?.member else { return nil }
        observe?(.checkedOut(member.connection, waited: .zero))
        return Lease(member, of: self)
    }

    /// Takes a connection: an idle one, or one that is opened, or the one that is returned next.
    ///
    /// - Parameters:
    ///   - mode: The preferred `PooledConnection.mode`.
    ///   - timeout: How long to wait for another task to return one; nil for `PoolOptions.timeout`.
    ///   - place: Is shown when a task waits in vain, if the connection is the one that has been in use longest.
    /// - Throws: `PoolError`, `CancellationError`, and the errors of opening a connection.
    package func take(mode: Int = 0, timeout: Duration? = nil, at place: CallSite? = nil) async throws -> Lease {
        try Task.checkCancellation()
        if let lease = takeIdle(mode: mode, at: place) { return lease }
        let (checkout, ticket) = access { state, now, _ in
            let deadline = now + (timeout ?? options.timeout)
            return (Checkout(mode: mode, place: place, start: now, deadline: deadline), state.makeTicket())
        }
        while true {
            // The ticket keeps the task's place in the queue when a connection turns out to be dead.
            let offer = try await wait(Waiter(checkout, ticket: ticket))
            let member = offer.member
            let isAlive = offer.needsPing ? await member.connection.ping(timeout: options.connectTimeout) : true
            if isAlive, !Task.isCancelled {
                observe?(.checkedOut(member.connection, waited: clock.now - checkout.start))
                return Lease(member, of: self)
            }
            access { state, now, effects in
                if isAlive {
                    state.giveBack(member, now, &effects)
                } else {
                    // The ping of a cancelled task proves nothing about the other connections.
                    state.discard(member, Task.isCancelled ? .unusable : .lost, now, &effects)
                }
            }
            try Task.checkCancellation()
        }
    }

    private func wait(_ waiter: Waiter<Connection>) async throws -> Offer<Connection> {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                access { state, now, effects in state.request(waiter, continuation, now, &effects) }
            }
        } onCancel: {
            access { state, _, effects in state.cancel(waiter, &effects) }
        }
    }

    // MARK: Returning

    /// Returns a connection. It goes to the task that waits longest, or becomes idle. One that is lost, too old or not
    /// needed is closed.
    ///
    /// - Returns: The task that resets the connection and then returns it; nil if no reset was due and it is returned.
    ///   That task does not end with the caller's. To wait for it, await its `value`.
    @discardableResult
    package func give(back lease: consuming Lease) -> Task<Void, Never>? {
        guard let member = lease.end() else { return nil }
        let connection = member.connection
        guard connection.isOpen, connection.needsReset(options.reset) else {
            giveBack(member)
            return nil
        }
        return start { [self] in
            observe?(.reset(connection))
            if await connection.reset(options.reset, timeout: options.connectTimeout) {
                giveBack(member)
            } else {
                discard(member, because: connection.isOpen ? .unusable : .lost)
            }
        }
    }

    private func giveBack(_ member: Member) {
        observe?(.returned(member.connection))
        access { state, now, effects in state.giveBack(member, now, &effects) }
    }

    /// Closes a connection instead of returning it.
    ///
    /// - Parameter reason: With `.lost`, all connections that are open now are replaced before they are used again.
    package func discard(_ lease: consuming Lease, because reason: CloseReason) {
        guard let member = lease.end() else { return }
        discard(member, because: reason)
    }

    private func discard(_ member: Member, because reason: CloseReason) {
        access { state, now, effects in state.discard(member, reason, now, &effects) }
    }

    func forget(_ member: Member) {
        access { state, now, effects in state.forget(member, now, &effects) }
    }

    // MARK: The end

    /// Closes the idle connections, and waits for that. Those in use are closed when they are returned. The pool can be
    /// used as before.
    package func replaceAll() async {
        var effects = Effects()
        let now = clock.now
        lock.withLock { state.replaceAll(now, &effects) }
        let closed = effects.closed
        effects.closed = []
        perform(effects)
        let tasks = closed.map { close($0.member, $0.reason) }
        for task in tasks { await task.value }
    }

    /// Ends the pool. Nobody gets a connection any more, and tasks that wait get an error. Connections in use stay open
    /// until they are returned, the time is over, or the task is cancelled.
    ///
    /// - Returns: How many were closed while they were in use.
    @discardableResult
    package func shutDown(timeout: Duration) async -> Int {
        access { state, now, effects in state.shutDown(now, &effects) }
        await drain(timeout)
        let number = access { state, now, effects in state.closeThoseInUse(now, &effects) }
        await drain(options.connectTimeout)
        lock.withLock { timer?.cancel() }
        return number
    }

    /// Waits until all connections are closed.
    private func drain(_ timeout: Duration) async {
        let drain = Drain(deadline: clock.now + timeout)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                access { state, now, effects in state.wait(drain, continuation, now, &effects) }
            }
        } onCancel: {
            access { state, _, effects in state.cancel(drain, &effects) }
        }
    }

    // MARK: Changes of the state

    /// Reads or changes the state, and does outside of the lock what follows from it.
    @discardableResult
    private func access<Result>(_ body: (inout PoolState<Connection>, Instant, inout Effects) -> Result) -> Result {
        var effects = Effects()
        let now = clock.now
        let result = lock.withLock { body(&state, now, &effects) }
        if !effects.isEmpty { perform(effects) }
        return result
    }

    private func perform(_ effects: Effects) {
        for (continuation, offer) in effects.served { continuation.resume(returning: offer) }
        for (continuation, error) in effects.failed {
            if case PoolError.timedOut(let timeout) = error { observe?(.timedOut(timeout)) }
            continuation.resume(throwing: error)
        }
        for continuation in effects.drained { continuation.resume() }
        for (member, reason) in effects.closed { _ = close(member, reason) }
        for opening in effects.opened { open(opening) }
        if let (deadline, version) = effects.timer { setTimer(deadline, version) }
    }

    private func close(_ member: Member, _ reason: CloseReason) -> Task<Void, Never> {
        start { [self] in
            await member.connection.close()
            observe?(.closed(member.connection, reason))
            access { state, now, effects in state.removeClosed(member, now, &effects) }
        }
    }

    private func open(_ opening: Opening) {
        let task = start { [self] in
            let began = clock.now
            do {
                let connection = try await connect()
                observe?(.connected(connection, took: clock.now - began))
                access { state, now, effects in state.finish(opening, with: connection, now, &effects) }
            } catch {
                observe?(.connectFailed(error, took: clock.now - began))
                access { state, now, effects in state.finish(opening, with: error, now, &effects) }
            }
        }
        lock.withLock { state.note(task, of: opening) }
    }

    /// - Parameter version: Tells whether another timer has been set in the meantime.
    private func setTimer(_ deadline: Instant, _ version: Int) {
        // It wakes up in between, because not every clock can sleep for years.
        let wake = min(deadline, clock.now + .seconds(3600))
        let task = start { [weak self, clock] in
            guard (try? await clock.sleep(until: wake)) != nil else { return }
            self?.access { state, now, effects in state.tick(version, now, &effects) }
        }
        let obsolete = lock.withLock {
            guard version == state.timerVersion else { return task as Task<Void, Never>? }
            defer { timer = task }
            return timer
        }
        obsolete?.cancel()
    }
}
