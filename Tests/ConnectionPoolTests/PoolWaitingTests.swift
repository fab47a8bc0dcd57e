import ConnectionPool
import TestSupport
import Testing

/// Who gets a connection, and when, if there are too few.
struct PoolWaitingTests {
    @Test func aConnectionThatIsReturnedServesTheFirstWhileAnotherIsOpened() async throws {
        let fixture = try PoolFixture(size: 2)
        let held = try await fixture.take()
        fixture.server.holdOpenings()
        let first = try await fixture.startWaiter()
        held.giveBack(to: fixture.pool)
        #expect(try await first.value.id == 1)
        // The connection that was opened for it is for the next.
        let second = try await fixture.startWaiter()
        try await waitUntil { fixture.server.held == 1 }
        #expect(fixture.status.opening == 1)
        fixture.server.release()
        #expect(try await second.value.id == 2)
    }

    @Test func theFirstGetsWhatIsOpenedForAnother() async throws {
        let fixture = try PoolFixture(size: 2)
        fixture.server.holdOpenings()
        let first = try await fixture.startWaiter()
        let second = try await fixture.startWaiter()
        fixture.server.release()
        #expect(try await first.value.id == 1)
        #expect(fixture.status.numbers == [0, 1, 0, 1, 1])
        fixture.server.release()
        #expect(try await second.value.id == 2)
    }

    @Test func aFailedOpenFailsOneTaskAndTheNextHasItsOwnAttempt() async throws {
        let fixture = try PoolFixture(size: 1)
        fixture.server.holdOpenings()
        let tasks = [try await fixture.startWaiter(), try await fixture.startWaiter(), try await fixture.startWaiter()]
        #expect(fixture.status.numbers == [0, 0, 0, 3, 1])
        for (number, task) in tasks.prefix(2).enumerated() {
            try await waitUntil { fixture.server.held == 1 }
            fixture.server.release(succeeding: false)
            await #expect(throws: FakeServer.Refusal()) { try await task.value }
            #expect(fixture.status.waiting == 2 - number)
        }
        try await waitUntil { fixture.server.held == 1 }
        fixture.server.release()
        #expect(try await tasks[2].value.id == 1)
        #expect(fixture.server.attempts == 3)
    }

    /// The attempt of a task that was cancelled says nothing about the server when the next task came.
    @Test func aTaskDoesNotFailWithAnAttemptThatBeganBeforeItCame() async throws {
        let fixture = try PoolFixture(size: 1)
        fixture.server.holdOpenings()
        let cancelled = try await fixture.startWaiter()
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        let waiter = try await fixture.startWaiter()
        #expect(fixture.status.numbers == [0, 0, 0, 1, 1])
        fixture.server.release(succeeding: false)
        try await waitUntil { fixture.server.attempts == 2 && fixture.server.held == 1 }
        fixture.server.release()
        #expect(try await waiter.value.id == 1)
    }

    @Test func aConnectionOpenedForACancelledTaskGoesToTheNext() async throws {
        let fixture = try PoolFixture(size: 1)
        fixture.server.holdOpenings()
        let cancelled = try await fixture.startWaiter()
        let next = try await fixture.startWaiter()
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        fixture.server.release()
        #expect(try await next.value.id == 1)
        #expect(fixture.server.attempts == 1)
    }

    /// The task is cancelled between the moment it is given a connection and the moment it runs, unless it is quicker.
    @Test func aConnectionHandedToACancelledTaskGoesToTheNext() async throws {
        let fixture = try PoolFixture(size: 1)
        let deadline = ContinuousClock.now + Patience.limit
        var cancellations = 0
        while cancellations < 20, ContinuousClock.now < deadline {
            let held = try await fixture.take()
            let cancelled = try await fixture.startWaiter()
            let next = try await fixture.startWaiter()
            held.giveBack(to: fixture.pool)
            cancelled.cancel()
            switch await cancelled.result {
            case .success(let held): held.giveBack(to: fixture.pool)
            case .failure(let error):
                #expect(error is CancellationError)
                cancellations += 1
            }
            try await next.value.giveBack(to: fixture.pool)
        }
        #expect(cancellations == 20)
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
        #expect(fixture.server.log == ["open 1"])
    }

    @Test func aCancelledTaskTakesNothing() async throws {
        let fixture = try PoolFixture()
        await fixture.giveBack([try await fixture.take()])
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await fixture.take()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
    }

    @Test func waitersHaveTimeoutsOfTheirOwn() async throws {
        let fixture = try PoolFixture(size: 1)
        let held = try await fixture.take()
        let long = try await fixture.startWaiter()
        let short = try await fixture.startWaiter(timeout: .seconds(1))
        fixture.clock.advance(by: .seconds(1))
        await #expect(throws: PoolError.self) { try await short.value }
        #expect(fixture.status.waiting == 1)
        fixture.clock.advance(by: .seconds(29))
        await #expect(throws: PoolError.self) { try await long.value }
        await fixture.giveBack([held])
        #expect(fixture.status.numbers == [1, 0, 0, 0, 0])
    }

    @Test func aTaskWhoseConnectionIsBeingOpenedDoesNotTimeOut() async throws {
        let fixture = try PoolFixture(size: 1, timeout: .seconds(1))
        fixture.server.holdOpenings()
        let first = try await fixture.startWaiter()
        let second = try await fixture.startWaiter()
        fixture.clock.advance(by: .seconds(2))
        await #expect(throws: PoolError.self) { try await second.value }
        fixture.server.release()
        #expect(try await first.value.id == 1)
    }

    /// To replace a connection is not to wait for another task.
    @Test func withoutATimeoutAnOldConnectionIsReplaced() async throws {
        let fixture = try PoolFixture(
            PoolOptions(size: 1, maxOverflow: 0, timeout: .zero, recycle: .seconds(10), prePing: .zero)
        )
        let first = try await fixture.take()
        await fixture.giveBack([first])
        first.connection.kill()
        let second = try await fixture.take()
        #expect(second.id == 2)
        await fixture.giveBack([second])
        fixture.clock.advance(by: .seconds(10))
        #expect(try await fixture.take().id == 3)
        #expect(fixture.server.mostOpen == 1)
    }

    @Test func aTaskThatFoundADeadConnectionKeepsItsPlace() async throws {
        let fixture = try PoolFixture(PoolOptions(size: 1, maxOverflow: 0, prePing: .zero))
        let held = try await fixture.take()
        await fixture.giveBack([held])
        held.connection.kill()
        held.connection.holdPing()
        let first = Task { try await fixture.take() }
        try await waitUntil { held.connection.pingIsHeld }
        let second = try await fixture.startWaiter()
        held.connection.releasePing()
        let taken = try await first.value
        #expect(taken.id == 2)
        #expect(fixture.status.waiting == 1)
        await fixture.giveBack([taken])
        #expect(try await second.value.id == 2)
    }

    /// A ping of a cancelled task does not make the other connections suspect.
    @Test(arguments: [true, false])
    func aTaskCancelledDuringThePingReturnsTheConnection(isAlive: Bool) async throws {
        let fixture = try PoolFixture(PoolOptions(prePing: .zero))
        let both = try await fixture.take(2)
        await fixture.giveBack(both)
        if !isAlive { both[1].connection.kill() }
        both[1].connection.holdPing()
        let task = Task { try await fixture.take() }
        try await waitUntil { both[1].connection.pingIsHeld }
        task.cancel()
        both[1].connection.releasePing()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await fixture.settle()
        #expect(fixture.status.numbers == [isAlive ? 2 : 1, 0, 0, 0, 0])
        let next = try await fixture.take()
        #expect(next.id == (isAlive ? 2 : 1))
    }

    /// A server that accepts connections and closes them at once is an error of the first statement.
    @Test func aNewConnectionThatIsAlreadyLostGoesToItsTask() async throws {
        let fixture = try PoolFixture(size: 1)
        fixture.server.holdOpenings()
        fixture.server.closeNewConnections()
        let waiter = try await fixture.startWaiter()
        try await waitUntil { fixture.server.held == 1 }
        fixture.server.release()
        let held = try await waiter.value
        #expect(!held.connection.isOpen)
        #expect(fixture.server.attempts == 1)
        await fixture.giveBack([held])
        try await fixture.settle()
        #expect(fixture.status.numbers == [0, 0, 0, 0, 0])
    }

    // MARK: Modes

    @Test(arguments: [(PoolOptions.Order.lifo, [3, 4, 2, 1]), (.fifo, [1, 2, 3, 4])])
    func theModeIsPreferred(order: PoolOptions.Order, taken: [Int]) async throws {
        let fixture = try PoolFixture(PoolOptions(order: order))
        let all = try await fixture.take(4)
        for held in all { held.connection.leave(mode: held.id % 2) }
        await fixture.giveBack(all)
        let ids = [fixture.takeIdle(mode: 1), fixture.takeIdle(), fixture.takeIdle(mode: 5), fixture.takeIdle(mode: 0)]
        #expect(ids.map { $0?.id } == taken)
    }

    // MARK: Returning

    @Test func theResetEndsEvenIfTheTaskIsCancelled() async throws {
        let fixture = try PoolFixture(size: 1)
        let task = Task {
            let held = try await fixture.take()
            held.connection.holdReset()
            held.connection.soil()
            while !Task.isCancelled { await Task.yield() }
            await held.giveBack(to: fixture.pool)?.value
            return held
        }
        try await waitUntil { fixture.server.connection(1)?.needsReset(.rollback) == true }
        task.cancel()
        try await waitUntil { fixture.server.log.contains("rollback 1") }
        let waiter = try await fixture.startWaiter()
        #expect(fixture.status.numbers == [0, 1, 0, 1, 0])
        let connection = try #require(fixture.server.connection(1))
        try await waitUntil { connection.resetIsHeld }
        connection.releaseReset()
        _ = try await task.value
        #expect(try await waiter.value.id == 1)
    }

    @Test(arguments: [true, false])
    func aConnectionThatCannotBeResetIsClosed(isLost: Bool) async throws {
        let fixture = try PoolFixture()
        let both = try await fixture.take(2)
        await fixture.giveBack([both[0]])
        both[1].connection.soil()
        if isLost { both[1].connection.kill() } else { both[1].connection.refuseReset() }
        await fixture.giveBack([both[1]])
        try await fixture.settle()
        #expect(fixture.server.open == [1])
        // Only a dead one makes the others suspect.
        #expect((fixture.takeIdle() == nil) == isLost)
    }
}
