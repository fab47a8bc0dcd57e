import MariaDBClient
import SwiftMigData
import TestSupport
import Testing

/// Cases of the pool that are about what the server sees.
@Suite struct PoolServerCases {
    private static let single = PoolOptions(size: 1, maxOverflow: 0)

    /// What a task sets in its session is there for the next one, unless the pool resets
    /// sessions.
    @Test("session-state-leaks", arguments: [PoolOptions.Reset.rollback, .session])
    func sessionStateLeaks(reset: PoolOptions.Reset) async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0, reset: reset))
        let lock = fixture.database.name
        let before = try await fixture.engine.connectionID()
        let mode = try await fixture.engine.fetch("SELECT @@sql_mode", as: String.self)
        #expect(mode != [""])
        try await fixture.engine.session { session in
            try await session.execute("SET SESSION sql_mode = ''")
            try await session.execute("SET @v = 1")
            try await session.execute("SELECT GET_LOCK(\(lock), 0)")
            try await session.execute("CREATE TEMPORARY TABLE tt (a INT)")
        }
        let keeps = reset == .rollback
        try await fixture.engine.session { session in
            let after = try await session.connectionID()
            #expect(after == before)
            let newMode = try await session.fetch("SELECT @@sql_mode", as: String.self)
            #expect(newMode == (keeps ? [""] : mode))
            let variable = try await session.fetch("SELECT CAST(@v AS SIGNED)", as: Int?.self)
            #expect(variable == [keeps ? 1 : nil])
            let holdsLock = try await session.fetch(
                "SELECT COALESCE(IS_USED_LOCK(\(lock)) = CONNECTION_ID(), 0)",
                as: Int.self
            )
            #expect(holdsLock == [keeps ? 1 : 0])
            do {
                let count = try await session.fetch("SELECT COUNT(*) FROM tt", as: Int.self)
                #expect(keeps && count == [0])
            } catch DatabaseError.other(let failure) {
                #expect(!keeps && failure.code == 1146)
            }
        }
        await fixture.end()
    }

    /// A session without a statement sends nothing.
    @Test("reset-on-return-untouched") func resetOnReturnUntouched() async throws {
        let wire = try Wire()
        try await wire.fixture.engine.transaction { _ in }
        try await wire.fixture.engine.session { try await $0.commit() }
        #expect(try wire.all == [])
        await wire.fixture.end()
    }

    /// Nothing follows the COMMIT.
    @Test("reset-on-return-after-commit") func resetOnReturnAfterCommit() async throws {
        let wire = try Wire()
        try await wire.fixture.engine.session { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
            try await session.commit()
        }
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: INSERT INTO tags (name) VALUES ('z')", "c1: COMMIT"])
        await wire.fixture.end()
    }

    /// A session that the server ended while it was idle is replaced.
    @Test("wait-timeout", .timeLimit(.minutes(Patience.minutes)))
    func waitTimeout() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0, prePing: .zero))
        let old = try #require(try await fixture.engine.connectionID())
        try await fixture.engine.execute("SET SESSION wait_timeout = 1")
        try await fixture.waitForEnd(of: [old])
        let new = try await fixture.engine.connectionID()
        #expect(new != old)
        await fixture.end()
    }

    /// Nobody gets an error, and what was opened before the discovery is replaced.
    @Test("pre-ping-killed", .timeLimit(.minutes(Patience.minutes)))
    func prePingKilled() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(prePing: .zero, order: .fifo))
        let old = try await threeAtOnce(fixture.engine)
        #expect(Set(old).count == 3 && fixture.engine.status.idle == 3)
        try fixture.other.execute("KILL \(old[0])")
        let new = try await threeAtOnce(fixture.engine)
        #expect(Set(new).count == 3 && Set(new).isDisjoint(with: old))
        try await fixture.waitForEnd(of: old)
        await fixture.end()
    }

    /// The connections of three sessions that are open at the same time. They are returned in their order.
    private nonisolated(nonsending) func threeAtOnce(_ engine: Engine) async throws -> [Int] {
        let sessions = (engine.makeSession(), engine.makeSession(), engine.makeSession())
        let found = [
            try await sessions.0.connectionID(), try await sessions.1.connectionID(),
            try await sessions.2.connectionID(),
        ]
        #expect(engine.status.inUse == 3)
        await sessions.0.rollback()
        await sessions.1.rollback()
        await sessions.2.rollback()
        return found.compactMap { $0 }
    }

    /// Idle connections are closed, one in use works on and is closed when it is returned.
    @Test("dispose", .timeLimit(.minutes(Patience.minutes)))
    func dispose() async throws {
        let fixture = try EngineFixture(cases: PoolOptions())
        let engine = fixture.engine
        let all = try await threeAtOnce(engine)
        let held = try await engine.session { session in
            let held = try #require(try await session.connectionID())
            await engine.replaceConnections()
            try await fixture.waitForEnd(of: all.filter { $0 != held })
            let after = try await session.connectionID()
            #expect(after == held)
            #expect(engine.status.inUse == 1 && engine.status.idle == 0)
            return held
        }
        try await fixture.waitForEnd(of: [held])
        #expect(engine.status.inUse == 0 && engine.status.idle == 0)
        let new = try #require(try await engine.connectionID())
        #expect(!all.contains(new))
        await fixture.end()
    }

    /// Each use has a connection of its own.
    @Test("null-pool", .timeLimit(.minutes(Patience.minutes)))
    func nullPool() async throws {
        let fixture = try EngineFixture(cases: .unpooled)
        let first = try #require(try await fixture.engine.connectionID())
        let second = try #require(try await fixture.engine.connectionID())
        #expect(first != second)
        #expect(fixture.engine.status.idle == 0 && fixture.engine.status.inUse == 0)
        try await fixture.waitForEnd(of: [first, second])
        await fixture.end()
    }

    /// The connection of a session that was forgotten is closed, with its transaction.
    @Test("not-closed-garbage", .timeLimit(.minutes(Patience.minutes)))
    func notClosedGarbage() async throws {
        let fixture = try EngineFixture(cases: Self.single)
        let old = try await forget(fixture.engine.makeSession())
        try await fixture.waitForEnd(of: [old])
        try await waitUntil { fixture.engine.status.inUse == 0 }
        let new = try await fixture.engine.connectionID()
        #expect(new != old)
        #expect(try fixture.count("z") == 0)
        await fixture.end()
    }

    private nonisolated(nonsending) func forget(_ session: consuming ManualSession) async throws -> Int {
        try await session.execute("INSERT INTO tags (name) VALUES ('z')")
        return try #require(try await session.connectionID())
    }
}
