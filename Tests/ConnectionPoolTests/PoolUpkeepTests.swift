import ConnectionPool
import TestSupport
import Testing

/// What the pool does by itself, and how it ends.
struct PoolUpkeepTests {
    // MARK: Idle connections

    @Test func connectionsThatAreIdleForTooLongAreClosed() async throws {
        let fixture = try PoolFixture(PoolOptions(idleTimeout: .seconds(60)))
        let both = try await fixture.take(2)
        await fixture.giveBack([both[0]])
        fixture.clock.advance(by: .seconds(20))
        await fixture.giveBack([both[1]])
        try await waitUntil { fixture.clock.nextWake == .seconds(40) }
        fixture.clock.advance(by: .seconds(40))
        try await waitUntil { fixture.server.open == [2] }
        try await waitUntil { fixture.clock.nextWake == .seconds(20) }
        fixture.clock.advance(by: .seconds(20))
        try await waitUntil {
            fixture.events.filter { $0.hasPrefix("closed") } == ["closed 1: idle", "closed 2: idle"]
        }
        #expect(fixture.server.open.isEmpty)
    }

    @Test func theMinimumStaysOpen() async throws {
        let fixture = try PoolFixture(PoolOptions(minimum: 2, idleTimeout: .seconds(60)))
        #expect(fixture.server.attempts == 0)
        let all = try await fixture.take(4)
        await fixture.giveBack(all)
        try await waitUntil { fixture.clock.nextWake == .seconds(60) }
        fixture.clock.advance(by: .seconds(60))
        try await waitUntil { fixture.server.open == [3, 4] }
        fixture.clock.advance(by: .seconds(600))
        #expect(fixture.status.numbers == [2, 0, 0, 0, 0])
    }

    @Test func theFirstUseOpensTheMinimum() async throws {
        let fixture = try PoolFixture(PoolOptions(minimum: 3))
        let held = try await fixture.take()
        try await waitUntil { fixture.status.numbers == [2, 1, 0, 0, 0] }
        held.discard(from: fixture.pool, because: .unusable)
        try await waitUntil { fixture.status.numbers == [3, 0, 0, 0, 0] }
    }

    @Test func aMinimumThatCannotBeOpenedIsTriedAgainAfterPauses() async throws {
        let fixture = try PoolFixture(PoolOptions(minimum: 1))
        fixture.server.refuse(FakeServer.Refusal())
        await #expect(throws: FakeServer.Refusal()) { try await fixture.take() }
        for (attempts, pause) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (7, 30)] {
            try await waitUntil { fixture.clock.nextWake == .seconds(pause) }
            #expect(fixture.server.attempts == attempts)
            fixture.clock.advance(by: .seconds(pause))
        }
        fixture.server.refuse(nil)
        try await waitUntil { fixture.server.attempts == 8 }
        if fixture.server.open.isEmpty {
            try await waitUntil { fixture.clock.nextWake == .seconds(30) }
            fixture.clock.advance(by: .seconds(30))
        }
        try await waitUntil { fixture.status.numbers == [1, 0, 0, 0, 0] }
    }

    @Test func anIdleConnectionThatWasLostIsClosedByTheTimer() async throws {
        let fixture = try PoolFixture(PoolOptions(minimum: 1, idleTimeout: .seconds(60)))
        let both = try await fixture.take(2)
        await fixture.giveBack(both)
        both[1].connection.lose()
        try await waitUntil { fixture.clock.nextWake == .seconds(60) }
        fixture.clock.advance(by: .seconds(60))
        // The first one is older than the death of the second, and the minimum is opened again.
        try await waitUntil { fixture.server.open == [3] }
    }

    @Test func nothingSleepsForYears() async throws {
        let fixture = try PoolFixture(PoolOptions(timeout: .seconds(Int64.max)))
        let all = try await fixture.take(15)
        let waiter = try await fixture.startWaiter()
        for _ in 0..<3 {
            try await waitUntil { fixture.clock.nextWake == .seconds(3600) }
            fixture.clock.advance(by: .seconds(3600))
        }
        #expect(fixture.status.waiting == 1)
        all[0].giveBack(to: fixture.pool)
        #expect(try await waiter.value.id == 1)
    }

    // MARK: The end

    @Test func shutDownWaitsForConnectionsInUse() async throws {
        let fixture = try PoolFixture(size: 2)
        let both = try await fixture.take(2)
        await fixture.giveBack([both[0]])
        let end = Task { await fixture.pool.shutDown(timeout: .seconds(10)) }
        try await waitUntil { fixture.server.open == [2] }
        await #expect(throws: PoolError.isShutDown) { try await fixture.take() }
        #expect(fixture.takeIdle() == nil)
        fixture.clock.advance(by: .seconds(9))
        #expect(await both[1].connection.use())
        #expect(both[1].connection.isOpen)
        await fixture.giveBack([both[1]])
        #expect(await end.value == 0)
        #expect(fixture.server.open.isEmpty)
        #expect(fixture.status.numbers == [0, 0, 0, 0, 0])
    }

    @Test func shutDownFailsTheTasksThatWait() async throws {
        let fixture = try PoolFixture(size: 1)
        let held = try await fixture.take()
        let waiters = [try await fixture.startWaiter(), try await fixture.startWaiter()]
        let end = Task { await fixture.pool.shutDown(timeout: .seconds(10)) }
        for waiter in waiters { await #expect(throws: PoolError.isShutDown) { try await waiter.value } }
        await fixture.giveBack([held])
        #expect(await end.value == 0)
    }

    @Test(arguments: [true, false])
    func shutDownClosesWhatIsInUseAtTheEnd(isCancelled: Bool) async throws {
        let fixture = try PoolFixture(size: 2)
        let both = try await fixture.take(2)
        await fixture.giveBack([both[0]])
        let end = Task { await fixture.pool.shutDown(timeout: .seconds(10)) }
        if isCancelled {
            end.cancel()
        } else {
            try await waitUntil { fixture.clock.nextWake == .seconds(10) }
            fixture.clock.advance(by: .seconds(10))
        }
        #expect(await end.value == 1)
        try await waitUntil { fixture.server.open.isEmpty }
        // Its user finds out, and gives back what no longer belongs to the pool.
        await fixture.giveBack([both[1]])
        #expect(fixture.status.numbers == [0, 0, 0, 0, 0])
        #expect(fixture.server.log.filter { $0.hasPrefix("close") }.count == 2)
    }

    @Test func shutDownEndsWhatIsBeingOpened() async throws {
        let fixture = try PoolFixture(size: 1)
        fixture.server.holdOpenings()
        let waiter = try await fixture.startWaiter()
        try await waitUntil { fixture.server.held == 1 }
        let end = Task { await fixture.pool.shutDown(timeout: .seconds(10)) }
        await #expect(throws: PoolError.isShutDown) { try await waiter.value }
        fixture.server.release()
        #expect(await end.value == 0)
        #expect(fixture.server.log == [])
    }

    @Test func aPoolIsShutDownTwice() async throws {
        let fixture = try PoolFixture()
        await fixture.giveBack([try await fixture.take()])
        #expect(await fixture.pool.shutDown(timeout: .zero) == 0)
        #expect(await fixture.pool.shutDown(timeout: .zero) == 0)
        await #expect(throws: PoolError.isShutDown) { try await fixture.take() }
    }

    @Test func aPoolThatNobodyNeedsClosesItsConnections() async throws {
        let server = FakeServer()
        try await {
            let pool = try Pool(PoolOptions(idleTimeout: .seconds(60)), clock: ManualClock()) {
                try await server.connect()
            }
            pool.give(back: try await pool.take())
            #expect(server.open == [1])
        }()
        try await waitUntil { server.open.isEmpty }
    }

    @Test func whatIsOpenedForAPoolThatNobodyNeedsIsClosed() async throws {
        let server = FakeServer()
        server.holdOpenings()
        try await {
            // It does not notice that it is cancelled.
            let pool = try Pool(PoolOptions()) { try await Task.detached { try await server.connect() }.value }
            let task = Task { pool.give(back: try await pool.take()) }
            try await waitUntil { server.held == 1 }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }()
        server.release()
        try await waitUntil { server.log == ["open 1", "close 1"] }
    }

    @Test func thePoolWorksOnTheSystemsClock() async throws {
        let server = FakeServer()
        let options = PoolOptions(size: 1, maxOverflow: 0, timeout: .milliseconds(20), idleTimeout: .milliseconds(20))
        let pool = try Pool(options) { try await server.connect() }
        let held = Held(try await pool.take())
        await #expect(throws: PoolError.self) { _ = try await pool.take() }
        held.giveBack(to: pool)
        try await waitUntil { server.open.isEmpty }
    }
}
