internal import SwiftMigPlatform

/// A pool of connections, whatever their type is. `Pool` adds the type.
///
/// It is not generic, because generic code that another module uses looks up its types at run time, which takes longer
/// than to take a connection.
@usableFromInline
final class PoolCore: @unchecked Sendable {
    typealias Effects = PoolEffects
    typealias Instant = ContinuousClock.Instant

    let options: PoolOptions
    private let clock: any PoolClock
    private let start: PoolTaskStarter
    private let observe: (@Sendable (PoolEvent) -> Void)?
    private let connect: @Sendable () async throws -> any PooledConnection

    private let lock = Lock()
    /// Guarded by the lock.
    private var state: PoolState
    /// The task that sleeps until the next deadline. Guarded by the lock.
    private var timer: Task<Void, Never>?

    init(
        _ options: PoolOptions,
        _ clock: any PoolClock,
        _ start: @escaping PoolTaskStarter,
        _ observe: (@Sendable (PoolEvent) -> Void)?,
        _ connect: @escaping @Sendable () async throws -> any PooledConnection
    ) throws(PoolOptionsError) {
        try options.validate()
        self.options = options
        self.clock = clock
        self.start = start
        self.observe = observe
        self.connect = connect
        state = PoolState(options)
    }

    var status: PoolStatus { access { state, _, _ in state.status } }

    // MARK: Taking

    @usableFromInline
    func takeIdle(_ mode: Int, _ place: CallSite?) -> PoolMember? {
        let now = clock.now
        guard let member = lock.withLock({ state.takeReady(mode, place, now) }) else { return nil }
        observe?(.checkedOut(member.connection, waited: .zero))
        return member
    }

    @usableFromInline
    func take(_ mode: Int, _ timeout: Duration?, _ place: CallSite?) async throws -> PoolMember {
        try Task.checkCancellation()
        if let member = takeIdle(mode, place) { return member }
        let (checkout, ticket) = access { state, now, _ in
            let deadline = now + (timeout ?? options.timeout)
            return (Checkout(mode: mode, place: place, start: now, deadline: deadline), state.makeTicket())
        }
        while true {
            // The ticket keeps the task's place in the queue when a connection turns out to be dead.
            let offer = try await wait(Waiter(checkout, ticket: ticket))
            let member = offer.member
            let isAlive = offer.needsPing ? await member.connection.ping(timeout: options.answerTimeout) : true
            if isAlive, !Task.isCancelled {
                observe?(.checkedOut(member.connection, waited: clock.now - checkout.start))
                return member
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

    private func wait(_ waiter: Waiter) async throws -> Offer {
        let offer = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                access { state, now, effects in state.request(waiter, continuation, now, &effects) }
            }
        } onCancel: {
            access { state, _, effects in state.cancel(waiter, &effects) }
        }
        // If a continuation is resumed before its task is suspended, the thread sanitizer does not see which of them
        // comes first, although the runtime of Swift orders them. It sees the lock.
        lock.withLock {}
        return offer
    }

    // MARK: Returning

    @usableFromInline
    func give(back member: PoolMember) -> Task<Void, Never>? {
        let connection = member.connection
        guard connection.isOpen, connection.needsReset(options.reset) else {
            giveBack(member)
            return nil
        }
        return start { [self] in
            observe?(.reset(connection))
            if await connection.reset(options.reset, timeout: options.answerTimeout) {
                giveBack(member)
            } else {
                discard(member, because: connection.isOpen ? .unusable : .lost)
            }
        }
    }

    private func giveBack(_ member: PoolMember) {
        observe?(.returned(member.connection))
        let now = clock.now
        if lock.withLock({ state.keep(member, now) }) { return }
        access { state, now, effects in state.giveBack(member, now, &effects) }
    }

    func discard(_ member: PoolMember, because reason: CloseReason) {
        access { state, now, effects in state.discard(member, reason, now, &effects) }
    }

    @usableFromInline
    func forget(_ member: PoolMember) {
        access { state, now, effects in state.forget(member, now, &effects) }
    }

    // MARK: The end

    func replaceAll() async {
        var effects = Effects()
        let now = clock.now
        lock.withLock { state.replaceAll(now, &effects) }
        let closed = effects.closed
        effects.closed = []
        perform(effects)
        let tasks = closed.map { close($0.member, $0.reason) }
        for task in tasks { await task.value }
    }

    func shutDown(timeout: Duration) async -> Int {
        access { state, now, effects in state.shutDown(now, &effects) }
        await drain(timeout)
        let number = access { state, now, effects in state.closeThoseInUse(now, &effects) }
        // Even if the task is cancelled, no connection is left open.
        await start { [self] in await drain(options.answerTimeout) }.value
        lock.withLock { timer }?.cancel()
        return number
    }

    /// Ends the pool when nobody needs it any more.
    func abandon() {
        access { state, now, effects in state.shutDown(now, &effects) }
        lock.withLock { timer }?.cancel()
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
    private func access<Result>(_ body: (inout PoolState, Instant, inout Effects) -> Result) -> Result {
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
        for task in effects.cancelled { task.cancel() }
        for (member, reason) in effects.closed { _ = close(member, reason) }
        for opening in effects.opened { open(opening) }
        if let (deadline, version) = effects.timer { setTimer(deadline, version) }
    }

    private func close(_ member: PoolMember, _ reason: CloseReason) -> Task<Void, Never> {
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
        access { state, _, effects in state.note(task, of: opening, &effects) }
    }

    /// - Parameter version: Tells whether another timer has been set in the meantime.
    private func setTimer(_ deadline: Instant, _ version: Int) {
        // It wakes up in between, because not every clock can sleep for years.
        let wake = min(deadline, clock.now + .seconds(3600))
        let task = start { [self] in
            guard (try? await clock.sleep(until: wake)) != nil else { return }
            access { state, now, effects in state.tick(version, now, &effects) }
        }
        let obsolete = lock.withLock {
            guard version == state.timerVersion else { return task as Task<Void, Never>? }
            defer { timer = task }
            return timer
        }
        obsolete?.cancel()
    }
}

/// Keeps a pool. The tasks of the pool keep only its core, so that its end is noticed.
@usableFromInline
final class PoolOwner: Sendable {
    @usableFromInline let core: PoolCore

    init(_ core: PoolCore) {
        self.core = core
    }

    deinit { core.abandon() }
}
