import MariaDBClient
import SwiftMigData
import SwiftMigPlatform
import TestSupport
import Testing

/// The cases of the pool in which connections are taken, waited for and returned.
@Suite struct PoolUseCases {
    @Test("connection-is-reused") func connectionIsReused() async throws {
        let fixture = try EngineFixture(cases: PoolOptions())
        var ids: Set<Int?> = []
        for _ in 0..<3 { ids.insert(try await fixture.engine.connectionID()) }
        #expect(ids.count == 1)
        #expect(fixture.engine.status.idle == 1 && fixture.engine.status.inUse == 0)
        await fixture.end()
    }

    @Test("pool-order-lifo", arguments: [PoolOptions.Order.lifo, .fifo])
    func poolOrder(order: PoolOptions.Order) async throws {
        let fixture = try EngineFixture(cases: PoolOptions(order: order))
        let sessions = (fixture.engine.makeSession(), fixture.engine.makeSession())
        let first = try await sessions.0.connectionID()
        let last = try await sessions.1.connectionID()
        await sessions.0.rollback()
        await sessions.1.rollback()
        #expect(try await fixture.engine.connectionID() == (order == .lifo ? last : first))
        await fixture.end()
    }

    @Test("overflow-closed-on-return", .timeLimit(.minutes(Patience.minutes)))
    func overflowClosedOnReturn() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 1))
        let engine = fixture.engine
        let sessions = (engine.makeSession(), engine.makeSession())
        let kept = try await sessions.0.connectionID()
        let surplus = try #require(try await sessions.1.connectionID())
        #expect(engine.status.inUse == 2 && engine.status.overflow == 1)
        await sessions.0.rollback()
        #expect(engine.status.idle == 1 && engine.status.inUse == 1 && engine.status.overflow == 1)
        await sessions.1.rollback()
        #expect(engine.status.idle == 1 && engine.status.inUse == 0 && engine.status.overflow == 0)
        try await fixture.waitForEnd(of: [surplus])
        #expect(try await engine.connectionID() == kept)
        await fixture.end()
    }

    @Test("max-overflow-unlimited", .timeLimit(.minutes(Patience.minutes)))
    func maxOverflowUnlimited() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: nil))
        let engine = fixture.engine
        let meeting = Meeting(8)
        let ids = try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    try await engine.session { session in
                        let id = try await session.connectionID()
                        await meeting.arrive()
                        return id
                    }
                }
            }
            return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(ids.count == 8)
        #expect(engine.status.idle == 1 && engine.status.inUse == 0 && engine.status.overflow == 0)
        let kept = try await engine.connectionID()
        try await fixture.waitForEnd(of: ids.compactMap { $0 }.filter { $0 != kept })
        await fixture.end()
    }

    @Test("pool-waiter-is-served", .timeLimit(.minutes(Patience.minutes)))
    func poolWaiterIsServed() async throws {
        let fixture = try EngineFixture(cases: Self.single)
        let engine = fixture.engine
        let order = Monitor<[Int]>([])
        let holder = engine.makeSession()
        try await holder.execute("SELECT 1")
        var waiters: [Task<Void, any Error>] = []
        for number in 1...3 {
            waiters.append(
                Task {
                    try await engine.session { session in
                        try await session.execute("SELECT 1")
                        order.access { $0.append(number) }
                    }
                }
            )
            try await waitUntil { engine.status.waiting == number }
        }
        await holder.rollback()
        for waiter in waiters { try await waiter.value }
        #expect(order.access { $0 } == [1, 2, 3])
        #expect(engine.status.idle == 1 && engine.status.inUse == 0)
        await fixture.end()
    }

    /// The task that waits gets the connection, not the one that has just returned it and wants it again.
    @Test("pool-barging", .timeLimit(.minutes(Patience.minutes)))
    func poolBarging() async throws {
        let fixture = try EngineFixture(cases: Self.single)
        let engine = fixture.engine
        let order = Monitor<[String]>([])
        let returner = engine.makeSession()
        try await returner.execute("SELECT 1")
        let waiter = Task {
            try await engine.session { session in
                try await session.execute("SELECT 1")
                order.access { $0.append("waiter") }
            }
        }
        try await waitUntil { engine.status.waiting == 1 }
        await returner.rollback()
        try await returner.execute("SELECT 1")
        order.access { $0.append("returner") }
        await returner.rollback()
        try await waiter.value
        #expect(order.access { $0 } == ["waiter", "returner"])
        await fixture.end()
    }

    /// The first connection may take its time to open. Nobody waits for one that is in use.
    @Test("pool-timeout-zero") func poolTimeoutZero() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0, timeout: .zero))
        let engine = fixture.engine
        try await engine.session { session in
            try await session.execute("SELECT 1")
            let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT 1") }
            guard case .poolTimeout(let timeout) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(timeout.limit == 1 && timeout.status.inUse == 1 && timeout.status.waiting == 0)
        }
        #expect(try await engine.fetch("SELECT 7", as: Int.self) == [7])
        await fixture.end()
    }

    @Test("pool-opens-in-parallel", .timeLimit(.minutes(Patience.minutes)))
    func poolOpensInParallel() async throws {
        let database = try PrivateServer.shared.database()
        let openings = Monitor(0)
        let engine = try Engine(
            DatabaseAddress {
                openings.access { $0 += 1 }
                // No connection is opened before all five are asked for.
                _ = openings.wait(upTo: Patience.limit) { $0 >= 5 }
                return database.settings
            },
            pool: PoolOptions()
        )
        let meeting = Meeting(5)
        try await withThrowingTaskGroup { group in
            for _ in 0..<5 {
                group.addTask {
                    try await engine.session { session in
                        try await session.execute("SELECT 1")
                        await meeting.arrive()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(openings.access { $0 } == 5)
        #expect(engine.status.idle == 5 && engine.status.inUse == 0 && engine.status.overflow == 0)
        await engine.shutDown()
    }

    /// A connection that was just opened is not checked. The server counts pings among the administrative commands.
    @Test("pre-ping-not-on-new") func prePingNotOnNew() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0, prePing: .zero))
        func pings() async throws -> String? {
            try await fixture.engine.fetch("SHOW SESSION STATUS LIKE 'Com_admin_commands'", as: (String, String).self)
                .first?.1
        }
        let counts = [try await pings(), try await pings(), try await pings()]
        #expect(counts == ["0", "1", "2"])
        await fixture.end()
    }

    private static let single = PoolOptions(size: 1, maxOverflow: 0)
}
