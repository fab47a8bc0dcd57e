package import SwiftMigPlatform

/// A thread that waits for the sockets of an engine's connections, keeps their time limits and, where Swift has task
/// executors, runs tasks.
///
/// What it runs must not block. The thread ends when it is not needed any more; what is asked of the loop afterwards
/// starts another one.
package final class EventLoop: @unchecked Sendable {
    /// What another thread asks of the loop.
    enum Work {
        case connection(DriverConnection)
        case body(@Sendable () -> Void)
        /// A job of a task, with the function that runs it. Its type needs a newer system than the loop.
        case job(UnownedJob, (EventLoop, UnownedJob) -> Void)
    }

    private struct Inbox {
        var work: [Work] = []
        /// Whether the thread waits, and has to be woken.
        var isWaiting = false
        var hasThread = false
        var isEnded = false
    }

    private let poller: Poller
    private let lock = Lock()
    /// Guarded by the lock.
    private var inbox = Inbox()

    // What follows belongs to the thread.
    private var own: [Work] = []
    private var running: [Work] = []
    private var watched: [UInt64: DriverConnection] = [:]
    private var nextToken: UInt64 = 0
    /// The connections that need the thread.
    var connectionCount = 0
    private var timers = TimerQueue()

    /// Starts the thread.
    ///
    /// - Throws: `SystemError` if the process may have no more threads or descriptors.
    package init() throws(SystemError) {
        poller = try Poller()
        inbox.hasThread = true
        if !startThread() { throw .noMoreThreads }
    }

    private func startThread() -> Bool {
        startOwnThread {
            ThreadOwner.set(self)
            self.run()
        }
    }

    /// Whether the current thread is the loop's.
    package var isCurrent: Bool { ThreadOwner.isCurrent(self) }

    /// Runs the work on the thread, soon.
    func submit(_ work: Work) {
        if isCurrent { return own.append(work) }
        let (wakes, starts) = lock.withLock {
            inbox.work.append(work)
            defer { (inbox.isWaiting, inbox.hasThread) = (false, true) }
            return (inbox.isWaiting, !inbox.hasThread)
        }
        if wakes { poller.wake() }
        // Without a thread, the next one to ask for something tries again.
        if starts, !startThread() { lock.withLock { inbox.hasThread = false } }
    }

    /// Runs a function on the thread, soon.
    package func run(_ body: @escaping @Sendable () -> Void) {
        submit(.body(body))
    }

    /// Lets the thread end when all connections are closed and it has no work left.
    package func end() {
        run { self.lock.withLock { self.inbox.isEnded = true } }
    }

    private func run() {
        while true {
            runWork()
            fireTimers()
            let (isIdle, isOver) = lock.withLock {
                let isIdle = inbox.work.isEmpty && own.isEmpty
                let isOver = isIdle && inbox.isEnded && connectionCount == 0
                (inbox.isWaiting, inbox.hasThread) = (isIdle && !isOver, !isOver)
                return (isIdle, isOver)
            }
            if isOver { return }
            poller.wait(upTo: isIdle ? timers.next.map { max($0 - .now, .zero) } : .zero) { event in
                watched[event.token]?.socketIsReady(event)
            }
            lock.withLock { inbox.isWaiting = false }
        }
    }

    private func fireTimers() {
        guard timers.next != nil else { return }
        let now = ContinuousClock.now
        while let body = timers.popDue(now) { body() }
    }

    /// How many times work is done that other work has led to, before sockets and timers have their turn.
    private static let rounds = 16

    /// Runs what there is, and what that leads to.
    private func runWork() {
        lock.withLock { swap(&inbox.work, &running) }
        for _ in 0..<Self.rounds {
            for work in running { run(work) }
            running.removeAll(keepingCapacity: true)
            if own.isEmpty { return }
            swap(&own, &running)
        }
        // What is left is done the next time.
        swap(&own, &running)
    }

    private func run(_ work: Work) {
        switch work {
        case .connection(let connection): connection.begin()
        case .body(let body): body()
        case .job(let job, let run): run(self, job)
        }
    }
}

// MARK: - For the thread itself

extension EventLoop {
    /// Watches the socket of a connection for what arrives. Returns the token for `watch` and `forget`.
    func add(_ connection: DriverConnection, socket: Int32) throws(SystemError) -> UInt64 {
        nextToken += 1
        try poller.watch(socket, for: .reading, token: nextToken, isNew: true)
        watched[nextToken] = connection
        return nextToken
    }

    func watch(_ socket: Int32, for interest: Poller.Interest, token: UInt64) throws(SystemError) {
        try poller.watch(socket, for: interest, token: token, isNew: false)
    }

    /// - Parameter socket: nil if it has been closed.
    func forget(_ socket: Int32?, token: UInt64) {
        if let socket { poller.forget(socket) }
        watched[token] = nil
    }

    /// Calls the function after some time.
    func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerQueue.ID {
        timers.add(at: .now + delay, body)
    }

    func cancel(_ timer: TimerQueue.ID) {
        timers.remove(timer)
    }
}
