import ConnectionPool
import TestSupport
import Testing

/// What SQLAlchemy's pool does, by the names of the cases that were recorded, and what this one does instead.
struct PoolCasesTests {
    @Test("engine-is-lazy") func engineIsLazy() async throws {
        let fixture = try PoolFixture()
        #expect(fixture.takeIdle() == nil)
        #expect(fixture.server.attempts == 0)
        fixture.server.refuse(FakeServer.Refusal())
        await #expect(throws: FakeServer.Refusal()) { try await fixture.take() }
        #expect(fixture.status.numbers == [0, 0, 0, 0, 0])
    }

    @Test("connection-is-reused") func connectionIsReused() async throws {
        let fixture = try PoolFixture()
        for _ in 0..<3 { await fixture.giveBack([try await fixture.take()]) }
        #expect(fixture.server.log == ["open 1"])
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
    }

    @Test("pool-order-lifo", arguments: [(PoolOptions.Order.lifo, 2), (.fifo, 1)])
    func poolOrder(order: PoolOptions.Order, next: Int) async throws {
        let fixture = try PoolFixture(PoolOptions(order: order))
        await fixture.giveBack(try await fixture.take(2))
        #expect(fixture.takeIdle()?.id == next)
    }

    @Test("overflow-closed-on-return") func overflowClosedOnReturn() async throws {
        let fixture = try PoolFixture(size: 1, maxOverflow: 1)
        let both = try await fixture.take(2)
        #expect(fixture.status.numbers == [0, 2, 1, 0, 0])
        await fixture.giveBack([both[0]])
        #expect(fixture.status.numbers == [1, 1, 1, 0, 0])
        await fixture.giveBack([both[1]])
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
        try await fixture.settle()
        #expect(fixture.server.log == ["open 1", "open 2", "close 2"])
    }

    @Test("pool-exhausted-timeout") func poolExhaustedTimeout() async throws {
        let fixture = try PoolFixture(size: 1, timeout: .milliseconds(300))
        let held = try await fixture.take(at: CallSite(fileID: "Shop/Orders.swift", line: 12))
        fixture.clock.advance(by: .seconds(5))
        let waiter = try await fixture.startWaiter()
        fixture.clock.advance(by: .milliseconds(299))
        let other = try await fixture.startWaiter(timeout: .seconds(60))
        #expect(fixture.status.waiting == 2)
        fixture.clock.advance(by: .milliseconds(1))
        let error = await #expect(throws: PoolError.self) { try await waiter.value }
        guard case .timedOut(let timeout) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(timeout.waited == .milliseconds(300))
        #expect(timeout.status.numbers == [0, 1, 0, 1, 0])
        #expect(timeout.longestHolder?.duration == .milliseconds(5300))
        #expect(
            timeout.description
                == "no connection became free within 0.30 s: 1 of at most 1 are in use (size 1, idle 0, in use 1, "
                + "overflow 0, waiting 1, opening 0); one has been in use for 5.30 s, since Shop/Orders.swift:12. "
                + "Use connections for a shorter time, or raise the pool's size, maxOverflow or timeout"
        )
        await fixture.giveBack([held])
        await fixture.giveBack([try await other.value])
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
        #expect(fixture.events.contains("timed out"))
    }

    @Test("pool-timeout-zero") func poolTimeoutZero() async throws {
        let fixture = try PoolFixture(size: 1, timeout: .zero)
        // To open a connection is not to wait for another task.
        let held = try await fixture.take()
        let error = await #expect(throws: PoolError.self) { try await fixture.take() }
        guard case .timedOut(let timeout) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(timeout.waited == .zero)
        #expect(timeout.status.numbers == [0, 1, 0, 0, 0])
        await fixture.giveBack([held])
        #expect(try await fixture.take().id == 1)
    }

    @Test("max-overflow-unlimited") func maxOverflowUnlimited() async throws {
        let fixture = try PoolFixture(size: 1, maxOverflow: nil)
        let all = try await fixture.take(8)
        #expect(fixture.status.numbers == [0, 8, 7, 0, 0])
        await fixture.giveBack(all)
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
        try await fixture.settle()
        #expect(fixture.server.open == [1])
    }

    @Test("pool-opens-in-parallel") func poolOpensInParallel() async throws {
        let fixture = try PoolFixture()
        fixture.server.holdOpenings()
        var tasks: [Task<Held, any Error>] = []
        for _ in 0..<5 { tasks.append(try await fixture.startWaiter()) }
        try await waitUntil { fixture.server.held == 5 }
        #expect(fixture.status.numbers == [0, 0, 0, 5, 5])
        for _ in 0..<5 { fixture.server.release() }
        var all: [Held] = []
        for task in tasks { all.append(try await task.value) }
        await fixture.giveBack(all)
        #expect(fixture.status.numbers == [5, 0, 0, 0, 0])
    }

    // MARK: Fairness

    @Test("pool-waiter-is-served") func poolWaiterIsServed() async throws {
        let fixture = try PoolFixture(size: 1)
        let held = try await fixture.take()
        let order = Journal()
        var tasks: [Task<Void, any Error>] = []
        for number in 1...3 {
            tasks.append(
                Task {
                    let held = try await fixture.take()
                    order.note("\(number)")
                    held.giveBack(to: fixture.pool)
                }
            )
            try await waitUntil { fixture.status.waiting == number }
        }
        await fixture.giveBack([held])
        for task in tasks { try await task.value }
        #expect(order.notes == ["1", "2", "3"])
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
    }

    /// SQLAlchemy lets the task that returns a connection overtake the one that waits.
    @Test("pool-barging") func poolBarging() async throws {
        let fixture = try PoolFixture(size: 1)
        let held = try await fixture.take()
        let waiter = try await fixture.startWaiter()
        held.giveBack(to: fixture.pool)
        #expect(fixture.takeIdle() == nil)
        let returner = try await fixture.startWaiter()
        let first = try await waiter.value
        #expect(fixture.status.waiting == 1)
        await fixture.giveBack([first])
        #expect(try await returner.value.id == 1)
    }

    @Test("cancel-while-waiting") func cancelWhileWaiting() async throws {
        let fixture = try PoolFixture(size: 1)
        let held = try await fixture.take()
        let waiter = try await fixture.startWaiter()
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(fixture.status.numbers == [0, 1, 0, 0, 0])
        await fixture.giveBack([held])
        #expect(try await fixture.take().id == 1)
    }

    @Test("cancel-during-connect") func cancelDuringConnect() async throws {
        let fixture = try PoolFixture(size: 1)
        fixture.server.holdOpenings()
        let waiter = try await fixture.startWaiter()
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(fixture.status.numbers == [0, 0, 0, 0, 1])
        fixture.server.release()
        try await waitUntil { fixture.status.numbers == [1, 0, 0, 0, 0] }
        #expect(fixture.takeIdle()?.id == 1)
    }

    // MARK: Age

    @Test("recycle-by-age") func recycleByAge() async throws {
        let fixture = try PoolFixture(PoolOptions(recycle: .seconds(10), prePing: nil))
        await fixture.giveBack([try await fixture.take()])
        fixture.clock.advance(by: .milliseconds(9999))
        let young = try await fixture.take()
        #expect(young.id == 1)
        fixture.clock.advance(by: .milliseconds(1))
        await fixture.giveBack([young])
        #expect(try await fixture.take().id == 2)
    }

    @Test("recycle-counts-from-connect") func recycleCountsFromConnect() async throws {
        let fixture = try PoolFixture(PoolOptions(recycle: .seconds(1), prePing: nil))
        for _ in 0..<4 {
            await fixture.giveBack([try await fixture.take()])
            fixture.clock.advance(by: .milliseconds(400))
        }
        try await fixture.settle()
        #expect(Set(fixture.server.log) == ["open 1", "close 1", "open 2"])
    }

    @Test("recycle-not-while-out") func recycleNotWhileOut() async throws {
        let fixture = try PoolFixture(PoolOptions(recycle: .seconds(1)))
        await fixture.giveBack([try await fixture.take()])
        let held = try await fixture.take()
        try await waitUntil { fixture.clock.nextWake == .seconds(1) }
        fixture.clock.advance(by: .seconds(2))
        try await waitUntil { fixture.clock.nextWake == nil }
        #expect(held.connection.isOpen)
        #expect(fixture.server.log == ["open 1"])
    }

    /// SQLAlchemy leaves an old connection open until somebody asks for it.
    @Test("recycle-no-background") func recycleNoBackground() async throws {
        let fixture = try PoolFixture(PoolOptions(recycle: .seconds(10)))
        let both = try await fixture.take(2)
        await fixture.giveBack([both[0]])
        try await waitUntil { fixture.clock.nextWake == .seconds(10) }
        fixture.clock.advance(by: .seconds(10))
        try await waitUntil { fixture.server.open == [2] }
        #expect(fixture.status.numbers == [0, 1, 0, 0, 0])
        try await waitUntil { fixture.events.contains("closed 1: recycled") }
    }

    // MARK: Dead connections

    @Test("pre-ping-wire", arguments: [(Duration.zero, 0, true), (.seconds(1), 999, false), (.seconds(1), 1000, true)])
    func prePingWire(prePing: Duration, idle: Int, isPinged: Bool) async throws {
        let fixture = try PoolFixture(PoolOptions(prePing: prePing))
        await fixture.giveBack([try await fixture.take()])
        fixture.clock.advance(by: .milliseconds(idle))
        let quick = fixture.takeIdle()
        #expect((quick == nil) == isPinged)
        quick?.giveBack(to: fixture.pool)
        let held = try await fixture.take()
        #expect(held.id == 1)
        #expect(fixture.server.log.contains("ping 1") == isPinged)
    }

    @Test("pre-ping-not-on-new") func prePingNotOnNew() async throws {
        let fixture = try PoolFixture(PoolOptions(prePing: .zero))
        _ = try await fixture.take(2)
        #expect(fixture.server.log == ["open 1", "open 2"])
    }

    @Test("pre-ping-killed") func prePingKilled() async throws {
        let fixture = try PoolFixture(PoolOptions(prePing: .zero, order: .fifo))
        let old = try await fixture.take(3)
        await fixture.giveBack(old)
        old[0].connection.kill()
        let all = try await fixture.take(3)
        #expect(all.map(\.id) == [4, 5, 6])
        try await fixture.settle()
        #expect(fixture.server.open == [4, 5, 6])
        #expect(fixture.server.log.filter { $0.hasPrefix("ping") } == ["ping 1"])
        #expect(fixture.status.numbers == [0, 3, 0, 0, 0])
    }

    @Test("wait-timeout", arguments: [Duration?.none, .zero])
    func waitTimeout(prePing: Duration?) async throws {
        let fixture = try PoolFixture(PoolOptions(prePing: prePing))
        let held = try await fixture.take()
        await fixture.giveBack([held])
        held.connection.kill()
        // Without a ping, the first statement fails.
        #expect(try await fixture.take().id == (prePing == nil ? 1 : 2))
    }

    @Test("killed-without-pre-ping") func killedWithoutPrePing() async throws {
        let fixture = try PoolFixture(PoolOptions(prePing: nil))
        let old = try await fixture.take(3)
        await fixture.giveBack([old[0], old[1]])
        // The statement of the third one fails.
        old[2].connection.lose()
        await fixture.giveBack([old[2]])
        let new = try await fixture.take(2)
        #expect(new.map(\.id) == [4, 5])
        try await fixture.settle()
        #expect(fixture.server.open == [4, 5])
    }

    /// One error is enough. A connection that was in use at that moment is replaced when it is returned, and what was
    /// opened since then stays, even if more old connections turn out to be dead.
    @Test("server-restart") func serverRestart() async throws {
        let fixture = try PoolFixture(PoolOptions(prePing: nil))
        let old = try await fixture.take(3)
        old[0].discard(from: fixture.pool, because: .lost)
        let new = try await fixture.take()
        await fixture.giveBack([new])
        await fixture.giveBack([old[1]])
        old[2].connection.lose()
        await fixture.giveBack([old[2]])
        try await fixture.settle()
        #expect(fixture.server.open == [new.id])
        #expect(fixture.takeIdle()?.id == new.id)
        let reasons = ["closed 1: lost", "closed 2: suspect", "closed 3: lost"]
        try await waitUntil { Set(reasons).isSubset(of: fixture.events) }
    }

    @Test("server-down") func serverDown() async throws {
        let fixture = try PoolFixture(PoolOptions(size: 1, maxOverflow: 0, prePing: .zero))
        let held = try await fixture.take()
        await fixture.giveBack([held])
        held.connection.kill()
        fixture.server.refuse(FakeServer.Refusal())
        for _ in 0..<2 { await #expect(throws: FakeServer.Refusal()) { try await fixture.take() } }
        #expect(fixture.status.numbers == [0, 0, 0, 0, 0])
        fixture.server.refuse(nil)
        #expect(try await fixture.take().id == 2)
    }

    @Test("too-many-connections") func tooManyConnections() async throws {
        let fixture = try PoolFixture(size: 1)
        let tooMany = FakeServer.Refusal(message: "Too many connections")
        fixture.server.refuse(tooMany)
        for _ in 0..<2 { await #expect(throws: tooMany) { try await fixture.take() } }
        #expect(fixture.status.numbers == [0, 0, 0, 0, 0])
        fixture.server.refuse(nil)
        #expect(try await fixture.take().id == 1)
    }

    // MARK: Returning

    /// SQLAlchemy sends ROLLBACK at each return.
    @Test("reset-on-return-untouched") func resetOnReturnUntouched() async throws {
        let fixture = try PoolFixture()
        #expect(try await fixture.take().giveBack(to: fixture.pool) == nil)
        #expect(fixture.server.log == ["open 1"])
    }

    @Test("reset-on-return", arguments: [PoolOptions.Reset.rollback, .session, .none])
    func resetOnReturn(reset: PoolOptions.Reset) async throws {
        let fixture = try PoolFixture(PoolOptions(reset: reset))
        let held = try await fixture.take()
        held.connection.soil()
        await fixture.giveBack([held])
        #expect(fixture.server.log == ["open 1"] + (reset == .none ? [] : ["\(reset) 1"]))
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
    }

    @Test("null-pool") func nullPool() async throws {
        let fixture = try PoolFixture(.unpooled)
        for id in 1...2 {
            let held = try await fixture.take()
            #expect(held.id == id)
            await fixture.giveBack([held])
            try await fixture.settle()
        }
        #expect(fixture.server.log == ["open 1", "close 1", "open 2", "close 2"])
        #expect(fixture.status.numbers == [0, 0, 0, 0, 0])
    }

    @Test("dispose") func dispose() async throws {
        let fixture = try PoolFixture()
        let all = try await fixture.take(3)
        await fixture.giveBack([all[1], all[2]])
        await fixture.pool.replaceAll()
        #expect(fixture.server.open == [1])
        #expect(await all[0].connection.use())
        await fixture.giveBack([all[0]])
        let new = try await fixture.take()
        #expect(new.id == 4)
        try await fixture.settle()
        #expect(fixture.server.open == [4])
    }

    @Test("not-closed-garbage") func notClosedGarbage() async throws {
        let fixture = try PoolFixture(size: 1)
        try await fixture.take(at: CallSite(fileID: "Shop/Orders.swift", line: 12)).forget()
        #expect(try await fixture.take().id == 2)
        #expect(fixture.server.open == [2])
        #expect(fixture.events.contains("closed 1: forgotten, taken at Shop/Orders.swift:12"))
    }

    @Test("pool-events") func poolEvents() async throws {
        let fixture = try PoolFixture()
        let first = try await fixture.take()
        first.connection.soil()
        await fixture.giveBack([first])
        try await fixture.take().discard(from: fixture.pool, because: .lost)
        try await waitUntil { fixture.events.last == "closed 1: lost" }
        await fixture.giveBack([try await fixture.take()])
        await fixture.pool.replaceAll()
        #expect(
            fixture.events == [
                "connected 1", "checked out 1", "reset 1", "returned 1", "checked out 1", "closed 1: lost",
                "connected 2", "checked out 2", "returned 2", "closed 2: suspect",
            ]
        )
    }
}
