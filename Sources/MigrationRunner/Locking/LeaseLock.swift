internal import ServerPort
internal import SwiftMigPlatform

/// A lock in the form of a row, for Galera clusters and MySQL's Group Replication, where GET_LOCK and SELECT FOR UPDATE
/// are local to a node.
///
/// The lease lasts for seconds and a thread renews it, so it expires when its owner dies. A run that wants to take over
/// first sees the lease unchanged for its full length. So the clocks of nodes need not agree, and an owner that the
/// cluster blocked (as it does during an ALTER) gets to renew its lease first.
final class LeaseLock: RunLock {
    private let request: LockRequest
    private let table: LeaseTable
    private let owner: String
    private var keeper: LeaseKeeper?
    private let clock = ContinuousClock()

    /// - Parameter connect: Opens a session when the lock's session is lost. The lock calls it on another thread.
    /// - Throws: `MigrationError.locked`, `.cancelledBefore`, `ServerError`.
    init(_ request: LockRequest, connect: @escaping () throws -> any QueryExecutor) throws {
        self.request = request
        table = LeaseTable(database: request.database, options: request.options)
        owner = (0..<4).map { _ in Self.hex(UInt32.random(in: .min ... .max)) }.joined()
        try acquire()
        keeper = LeaseKeeper(
            renewal: table.renew(owner),
            every: request.options.lease / 3,
            executor: request.executor,
            connect: connect
        )
    }

    private static func hex(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// How long a waiting run rests between two looks.
    private static let pause = Duration.milliseconds(250)
    /// How many seconds after its end by the server's clock a lease is certainly over. The clocks of two nodes never
    /// differ by that much.
    private static let certainlyOver = 60.0

    private func acquire() throws {
        let deadline = clock.now + .seconds(request.options.lockTimeout)
        var seen: (lease: Lease, since: ContinuousClock.Instant)?
        var told: LockHolder?
        while true {
            let started = clock.now
            if try insert() { return }
            if let lease = try current() {
                if let seen, seen.lease.isUnchanged(since: lease) {
                    // The first look counts: the lease lasts at most from there.
                } else {
                    seen = (lease, started)
                }
                let silence = clock.now - (seen?.since ?? started)
                let isOver = silence >= lease.length || lease.overdue >= Self.certainlyOver
                if lease.overdue > 0, isOver, try changesRow(table.takeOver(lease, owner)) { return }
                var holder = lease.holder
                holder.run = request.running()
                if holder.isAnother(than: told) {
                    request.waits(holder)
                    told = holder
                }
                if clock.now >= deadline {
                    throw MigrationError.locked(holder: holder, seconds: request.options.lockTimeout)
                }
            } else if clock.now >= deadline {
                throw MigrationError.locked(holder: nil, seconds: request.options.lockTimeout)
            }
            if request.isCancelled() { throw MigrationError.cancelledBefore }
            Pause.rest(Self.pause * Double.random(in: 0.5..<1.5))
        }
    }

    /// - Parameter creates: Whether to create the table if it does not exist.
    private func insert(creates: Bool = true) throws -> Bool {
        do {
            try request.executor.execute(table.acquire(owner))
            return true
        } catch let error as ServerError where error.code == .noSuchTable && creates {
            // DDL aborts other transactions on the table, so it is sent only if the table does not exist.
            do {
                try request.executor.execute(table.create)
            } catch let error as ServerError where Set.retriable.contains(error.code) {}
            return try insert(creates: false)
        } catch let error as ServerError
            where error.code == .duplicateEntry || Set.retriable.contains(error.code)
        {
            return false
        }
    }

    private func current() throws -> Lease? { try Self.current(table, request.executor) }

    private static func current(_ table: LeaseTable, _ executor: any QueryExecutor) throws -> Lease? {
        do {
            return try executor.execute(table.select).rows.first.map(Lease.init)
        } catch let error as ServerError
            where error.code == .noSuchTable || Set.retriable.contains(error.code)
        {
            return nil
        }
    }

    /// Reports a change that lost against another node as no change.
    private func changesRow(_ statement: String) throws -> Bool {
        do {
            return try request.executor.execute(statement).affectedRows > 0
        } catch let error as ServerError where Set.retriable.contains(error.code) {
            return false
        }
    }

    /// Returns the holder of a lease that lasts; nil if there is none.
    static func holder(_ table: LeaseTable, _ executor: any QueryExecutor) throws -> LockHolder? {
        try current(table, executor).flatMap { $0.overdue < 0 ? $0.holder : nil }
    }

    /// Whether a run holds the lease.
    static func isTaken(_ table: LeaseTable, _ executor: any QueryExecutor) throws -> Bool {
        do {
            return try executor.execute(table.countValid).rows.first?[0] != "0"
        } catch let error as ServerError where error.code == .noSuchTable {
            return false
        }
    }

    func isHeldExpression(inTransaction: Bool) -> String {
        table.isHeldExpression(owner, inTransaction: inTransaction)
    }

    func keep() throws -> Bool {
        guard let keeper else { return false }
        if keeper.isLost { return false }
        if clock.now - keeper.lastRenewal < request.options.lease / 2 { return true }
        // The thread's connection may hang, but the lease can be renewed over this one.
        for _ in 0..<3 {
            let sent = clock.now
            do {
                guard try request.worker.execute(table.renew(owner)).affectedRows > 0 else { return false }
                keeper.renewed(at: sent)
                return true
            } catch let error as ServerError where Set.retriable.contains(error.code) {
                Pause.rest(Self.pause)
            }
        }
        return false
    }

    /// The lease is a row, so it does not depend on a session.
    func takeAgain() -> Bool { true }

    func release() {
        let executor = keeper?.end()
        keeper = nil
        let statement = table.release(owner)
        // Without a connection, the lease expires.
        if (try? request.worker.execute(statement)) == nil { _ = try? executor?.execute(statement) }
    }
}

/// Renews a lease repeatedly, on a separate thread and connection.
private final class LeaseKeeper: @unchecked Sendable {
    private struct State: Sendable {
        var lastRenewal: ContinuousClock.Instant
        var isLost = false
        var isOver = false
    }

    private let state: Monitor<State>
    private let renewal: String
    private let interval: Duration
    // Only the thread uses these two until it has ended.
    private var executor: any QueryExecutor
    private let connect: () throws -> any QueryExecutor
    private var thread: Background<Void>?

    init(
        renewal: String,
        every interval: Duration,
        executor: any QueryExecutor,
        connect: @escaping () throws -> any QueryExecutor
    ) {
        self.renewal = renewal
        self.interval = interval
        self.executor = executor
        self.connect = connect
        state = Monitor(State(lastRenewal: ContinuousClock().now))
        let thread = Background { [self] in work() }
        if thread.isRunning { self.thread = thread }
    }

    var isLost: Bool { state.access { $0.isLost } }
    var lastRenewal: ContinuousClock.Instant { state.access { $0.lastRenewal } }

    func renewed(at instant: ContinuousClock.Instant) {
        state.access { $0.lastRenewal = max($0.lastRenewal, instant) }
    }

    /// - Returns: The connection, for the remaining work.
    func end() -> any QueryExecutor {
        state.access { $0.isOver = true }
        thread?.waitForEnd()
        thread = nil
        return executor
    }

    private func work() {
        while !state.wait(upTo: interval, until: \.isOver) {
            let sent = ContinuousClock().now
            do {
                if try executor.execute(renewal).affectedRows > 0 {
                    renewed(at: sent)
                } else {
                    state.access { $0.isLost = true }
                    return
                }
            } catch let error as ServerError where error.isConnectionLost {
                // Another node may answer. If none does, the next try connects again.
                if let executor = try? connect() { self.executor = executor }
            } catch {
                // The next try comes soon enough. If none succeeds, the lease ends, and `keep` tells the run.
            }
        }
    }
}
