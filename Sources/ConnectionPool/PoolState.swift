/// The connections of a pool and the tasks that wait, and all decisions about them. It is accessed under the pool's
/// lock, and calls nothing outside of the pool except the connections' `isOpen`.
///
/// Two rules make it fair:
///
/// - While a task waits, no connection is idle. One that becomes free goes to the first task in the queue.
/// - The task at the front of the queue gets the connection that is opened first, whichever task it was opened for. So
///   the first tasks, as many as there are connections being opened, need no other task to return one, and
///   `PoolOptions.timeout` does not apply to them.
struct PoolState {
    typealias Effects = PoolEffects
    typealias Instant = ContinuousClock.Instant

    let options: PoolOptions
    private let limit: Int

    /// All connections until they are closed.
    private(set) var members: [PoolMember] = []
    /// Those that are not in use, the one that was returned first at the front.
    private var idle: [PoolMember] = []
    /// How many are being closed.
    private var closing = 0
    private var openings: [Opening] = []
    private var waiters = WaiterQueue()
    private var lastTicket: UInt64 = 0
    /// How often a connection was found dead, or all were replaced. Members with a smaller number are suspect.
    private var generation = 0
    private var isShutDown = false
    private var drains: [Drain] = []

    /// Whether `minimum` applies: the pool has been used.
    private var isStarted = false
    /// After an opening failed, no connection is opened for `minimum` before this time.
    private var refill: Instant?
    private var refillPause = Duration.seconds(1)

    /// When the timer fires.
    private var timer: Instant?
    private(set) var timerVersion = 0

    init(_ options: PoolOptions) {
        self.options = options
        limit = options.limit
    }

    var isEmpty: Bool { members.isEmpty && openings.isEmpty }

    var status: PoolStatus {
        PoolStatus(
            size: options.size,
            idle: idle.count,
            inUse: members.count - idle.count - closing,
            waiting: waiters.count,
            opening: openings.count
        )
    }

    // MARK: Taking

    /// Takes the idle connection that is next, if it can be used as it is.
    mutating func takeReady(_ mode: Int, _ place: CallSite?, _ now: Instant) -> PoolMember? {
        guard let index = idleIndex(mode) else { return nil }
        let member = idle[index]
        guard flaw(of: member, now) == nil, !needsPing(member, now) else { return nil }
        idle.remove(at: index)
        member.begin(.out, at: now, place)
        return member
    }

    /// Takes an idle connection, and removes those that cannot be used.
    private mutating func takeIdle(_ checkout: Checkout, _ now: Instant, _ effects: inout Effects) -> Offer? {
        while let index = idleIndex(checkout.mode) {
            let member = idle.remove(at: index)
            if let reason = flaw(of: member, now) {
                close(member, reason, now, &effects)
                continue
            }
            let needsPing = needsPing(member, now)
            member.begin(.out, at: now, checkout.place)
            return Offer(member: member, needsPing: needsPing)
        }
        return nil
    }

    private func needsPing(_ member: PoolMember, _ now: Instant) -> Bool {
        guard let prePing = options.prePing else { return false }
        return now - member.since >= prePing
    }

    private func idleIndex(_ mode: Int) -> Int? {
        switch options.order {
        case .lifo: idle.lastIndex { $0.mode == mode } ?? idle.indices.last
        case .fifo: idle.firstIndex { $0.mode == mode } ?? idle.indices.first
        }
    }

    /// Why a connection must not be used again; nil if it may be.
    private func flaw(of member: PoolMember, _ now: Instant) -> CloseReason? {
        if !member.connection.isOpen { return .lost }
        if member.generation != generation { return .suspect }
        if let recycle = options.recycle, now - member.opened >= recycle { return .recycled }
        return nil
    }

    /// Gives the task a connection, or lets it wait.
    mutating func request(
        _ waiter: Waiter,
        _ continuation: Waiter.Continuation,
        _ now: Instant,
        _ effects: inout Effects
    ) {
        if isShutDown { return effects.failed.append((continuation, PoolError.isShutDown)) }
        if waiter.isCancelled { return effects.failed.append((continuation, CancellationError())) }
        isStarted = true
        if let offer = takeIdle(waiter.checkout, now, &effects) {
            return effects.served.append((continuation, offer))
        }
        waiter.continuation = continuation
        waiters.insert(waiter)
        open(now, &effects)
        if waiter.checkout.deadline <= now { expire(now, &effects) }
        if waiters.count > promised { arm(waiter.checkout.deadline, &effects) }
    }

    mutating func makeTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    /// Takes a waiter out of the queue whose task was cancelled.
    mutating func cancel(_ waiter: Waiter, _ effects: inout Effects) {
        waiter.isCancelled = true
        guard let continuation = waiters.remove(waiter) else { return }
        effects.failed.append((continuation, CancellationError()))
    }

    /// Ends the waits that have lasted too long.
    private mutating func expire(_ now: Instant, _ effects: inout Effects) {
        let late = waiters.dropFirst(promised).filter { $0.checkout.deadline <= now }
        for waiter in late {
            guard let continuation = waiters.remove(waiter) else { continue }
            effects.failed.append((continuation, PoolError.timedOut(timeout(of: waiter, now))))
        }
    }

    private func timeout(of waiter: Waiter, _ now: Instant) -> PoolTimeout {
        let longest = members.filter { $0.state == .out }.min { $0.since < $1.since }
        return PoolTimeout(
            status: status,
            limit: limit,
            waited: now - waiter.checkout.start,
            longestHolder: longest.map { .init(duration: now - $0.since, place: $0.place?.description) }
        )
    }

    // MARK: Opening

    /// Opens connections for the tasks that wait, and up to the minimum.
    private mutating func open(_ now: Instant, _ effects: inout Effects) {
        guard !isShutDown else { return }
        while openings.count < waiters.count, hasRoom { beginOpening(&effects) }
        guard isStarted, kept < options.minimum else { return }
        if let refill, now < refill { return arm(refill, &effects) }
        while kept < options.minimum, hasRoom { beginOpening(&effects) }
    }

    /// How many of the first tasks in the queue need no other task to return a connection. A connection that is being
    /// closed makes room for a new one.
    private var promised: Int { openings.count + closing }

    private var hasRoom: Bool { members.count + openings.count < limit }

    /// The connections that are open, or will be.
    private var kept: Int { members.count - closing + openings.count }

    private mutating func beginOpening(_ effects: inout Effects) {
        let opening = Opening(lastTicket: lastTicket)
        openings.append(opening)
        effects.opened.append(opening)
    }

    /// Notes the task that opens a connection.
    func note(_ task: Task<Void, Never>, of opening: Opening, _ effects: inout Effects) {
        if isShutDown { effects.cancelled.append(task) } else { opening.task = task }
    }

    mutating func finish(
        _ opening: Opening,
        with connection: any PooledConnection,
        _ now: Instant,
        _ effects: inout Effects
    ) {
        openings.removeAll { $0 === opening }
        refill = nil
        refillPause = .seconds(1)
        let member = PoolMember(connection, opened: now, generation: generation)
        members.append(member)
        place(member, isNew: true, now, &effects)
    }

    mutating func finish(_ opening: Opening, with error: any Error, _ now: Instant, _ effects: inout Effects) {
        openings.removeAll { $0 === opening }
        refill = now + refillPause
        refillPause = min(refillPause * 2, .seconds(30))
        // Other openings may be enough for all tasks that wait. If not, the first one is told, unless it came when the
        // attempt was under way. The others have attempts of their own.
        if openings.count < waiters.count, let first = waiters.first, first.ticket <= opening.lastTicket,
            let continuation = waiters.remove(first)
        {
            effects.failed.append((continuation, error))
        }
        open(now, &effects)
        settle(&effects)
    }

    // MARK: Returning

    /// Takes back a connection that becomes idle, if nothing else is to be done.
    ///
    /// - Returns: False if it must be given back otherwise.
    mutating func keep(_ member: PoolMember, _ now: Instant) -> Bool {
        guard member.state == .out, !isShutDown, waiters.isEmpty, idle.count < options.size,
            flaw(of: member, now) == nil
        else { return false }
        if let deadline = idleDeadline(of: member, idleSince: now), !isArmed(deadline) { return false }
        makeIdle(member, now)
        return true
    }

    private mutating func makeIdle(_ member: PoolMember, _ now: Instant) {
        member.mode = member.connection.mode
        member.begin(.idle, at: now, nil)
        idle.append(member)
    }

    /// Takes back a connection that was in use.
    mutating func giveBack(_ member: PoolMember, _ now: Instant, _ effects: inout Effects) {
        // It may have been closed by the end of the pool.
        guard member.state == .out else { return }
        if !options.keepsConnections { return close(member, .surplus, now, &effects) }
        place(member, isNew: false, now, &effects)
    }

    /// Takes back a connection that nobody else may use.
    mutating func discard(_ member: PoolMember, _ reason: CloseReason, _ now: Instant, _ effects: inout Effects) {
        guard member.state == .out else { return }
        close(member, reason, now, &effects)
    }

    /// Takes back a connection whose lease was not returned.
    mutating func forget(_ member: PoolMember, _ now: Instant, _ effects: inout Effects) {
        discard(member, .forgotten(member.place), now, &effects)
    }

    /// Finds out what becomes of a connection that nobody uses.
    ///
    /// - Parameter isNew: A new connection is not replaced even if it is already lost. Otherwise the pool would go on
    ///   connecting to a server that accepts connections and closes them, and its tasks would never know.
    private mutating func place(_ member: PoolMember, isNew: Bool, _ now: Instant, _ effects: inout Effects) {
        if isShutDown { return close(member, .shutDown, now, &effects) }
        if !isNew, let reason = flaw(of: member, now) { return close(member, reason, now, &effects) }
        if let waiter = waiters.first, let continuation = waiters.remove(waiter) {
            member.begin(.out, at: now, waiter.checkout.place)
            return effects.served.append((continuation, Offer(member: member, needsPing: false)))
        }
        if idle.count >= options.size { return close(member, .surplus, now, &effects) }
        makeIdle(member, now)
        if let deadline = idleDeadline(of: member, idleSince: now) { arm(deadline, &effects) }
    }

    // MARK: Closing

    private mutating func close(
        _ member: PoolMember,
        _ reason: CloseReason,
        _ now: Instant,
        _ effects: inout Effects
    ) {
        // What a suspect connection dies of is known.
        if reason == .lost, member.generation == generation { generation += 1 }
        member.state = .closing
        closing += 1
        effects.closed.append((member, reason))
        open(now, &effects)
    }

    /// Gives the place of a closed connection to others.
    mutating func removeClosed(_ member: PoolMember, _ now: Instant, _ effects: inout Effects) {
        guard let index = members.firstIndex(where: { $0 === member }) else { return }
        members.swapAt(index, members.count - 1)
        members.removeLast()
        closing -= 1
        open(now, &effects)
        settle(&effects)
    }

    private mutating func closeIdle(_ reason: CloseReason, _ now: Instant, _ effects: inout Effects) {
        let all = idle
        idle = []
        for member in all { close(member, reason, now, &effects) }
    }

    /// Closes the idle connections. Those in use are closed when they are returned.
    mutating func replaceAll(_ now: Instant, _ effects: inout Effects) {
        generation += 1
        closeIdle(.suspect, now, &effects)
    }

    // MARK: The end

    mutating func shutDown(_ now: Instant, _ effects: inout Effects) {
        isShutDown = true
        timer = nil
        timerVersion += 1
        for waiter in waiters.dropFirst(0) {
            guard let continuation = waiters.remove(waiter) else { continue }
            effects.failed.append((continuation, PoolError.isShutDown))
        }
        closeIdle(.shutDown, now, &effects)
        effects.cancelled += openings.compactMap(\.task)
    }

    /// Closes the connections that are in use.
    ///
    /// - Returns: Their number.
    mutating func closeThoseInUse(_ now: Instant, _ effects: inout Effects) -> Int {
        let out = members.filter { $0.state == .out }
        for member in out { close(member, .shutDown, now, &effects) }
        return out.count
    }

    /// Waits until all connections are closed.
    mutating func wait(
        _ drain: Drain,
        _ continuation: CheckedContinuation<Void, Never>,
        _ now: Instant,
        _ effects: inout Effects
    ) {
        if isEmpty || drain.isCancelled || drain.deadline <= now { return effects.drained.append(continuation) }
        drain.continuation = continuation
        drains.append(drain)
        arm(drain.deadline, &effects)
    }

    mutating func cancel(_ drain: Drain, _ effects: inout Effects) {
        drain.isCancelled = true
        end(drain, &effects)
    }

    private mutating func end(_ drain: Drain, _ effects: inout Effects) {
        guard let continuation = drain.continuation else { return }
        drain.continuation = nil
        drains.removeAll { $0 === drain }
        effects.drained.append(continuation)
    }

    /// Ends the waits for the end if nothing is left.
    private mutating func settle(_ effects: inout Effects) {
        guard isShutDown, isEmpty else { return }
        for drain in drains { end(drain, &effects) }
    }

    // MARK: Time

    /// Sets the timer unless it fires before the deadline.
    private mutating func arm(_ deadline: Instant, _ effects: inout Effects) {
        if isArmed(deadline) { return }
        timer = deadline
        timerVersion += 1
        effects.timer = (deadline, timerVersion)
    }

    private func isArmed(_ deadline: Instant) -> Bool {
        guard let timer else { return false }
        return timer <= deadline
    }

    /// When an idle connection is closed; nil for never.
    private func idleDeadline(of member: PoolMember, idleSince: Instant) -> Instant? {
        let recycled = options.recycle.map { member.opened + $0 }
        guard let idleTimeout = options.idleTimeout, kept > options.minimum else { return recycled }
        return min(recycled ?? idleSince + idleTimeout, idleSince + idleTimeout)
    }

    /// Does what is due, and sets the timer again.
    mutating func tick(_ version: Int, _ now: Instant, _ effects: inout Effects) {
        guard version == timerVersion else { return }
        timer = nil
        expire(now, &effects)
        for member in idle {
            guard let reason = flaw(of: member, now) ?? surplusAge(of: member, now) else { continue }
            idle.removeAll { $0 === member }
            close(member, reason, now, &effects)
        }
        for drain in drains where drain.deadline <= now { end(drain, &effects) }
        open(now, &effects)
        armForWhatIsNext(&effects)
    }

    private func surplusAge(of member: PoolMember, _ now: Instant) -> CloseReason? {
        guard let idleTimeout = options.idleTimeout, kept > options.minimum else { return nil }
        return now - member.since >= idleTimeout ? .idle : nil
    }

    private mutating func armForWhatIsNext(_ effects: inout Effects) {
        for waiter in waiters.dropFirst(promised) { arm(waiter.checkout.deadline, &effects) }
        for member in idle {
            if let deadline = idleDeadline(of: member, idleSince: member.since) { arm(deadline, &effects) }
        }
        for drain in drains { arm(drain.deadline, &effects) }
    }
}
