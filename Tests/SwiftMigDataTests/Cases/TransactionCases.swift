import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport
import Testing

@Suite struct TransactionCases {
    private static let single = PoolOptions(size: 1, maxOverflow: 0)

    /// Case isolation-engine-level: all connections of the engine have its level.
    @Test func isolationEngineLevel() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(), isolation: .readCommitted)
        let sessions = (fixture.engine.makeSession(), fixture.engine.makeSession())
        for session in [sessions.0, sessions.1] {
            // MariaDB 10.11 has only the old name.
            let level = try await session.fetch(
                "SHOW VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')",
                as: (String, String).self
            )
            #expect(!level.isEmpty && level.allSatisfy { $0.1 == "READ-COMMITTED" })
        }
        let one = try await sessions.0.connectionID()
        let two = try await sessions.1.connectionID()
        #expect(one != two)
        await sessions.0.rollback()
        await sessions.1.rollback()
        await fixture.end()
    }

    /// Case isolation-autocommit: a statement of the engine is a transaction of its own.
    @Test func isolationAutocommit() async throws {
        let wire = try Wire(Self.single)
        try await wire.fixture.engine.execute("INSERT INTO tags (name) VALUES ('z')")
        #expect(try wire.fixture.count("z") == 1)
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: INSERT INTO tags (name) VALUES ('z')"])
        await wire.fixture.end()
    }

    /// Case isolation-repeatable-read: a transaction sees what was there at its first read, the next one what is new.
    @Test func isolationRepeatableRead() async throws {
        let wire = try Wire(Self.single)
        let query: SQL = "SELECT age FROM users WHERE id = 1"
        try await wire.fixture.engine.session { session in
            let before = try await session.fetch(query, as: Int.self)
            #expect(before == [30])
            try wire.fixture.other.execute("UPDATE users SET age = 99 WHERE id = 1")
            let same = try await session.fetch(query, as: Int.self)
            #expect(same == [30])
            try await session.commit()
            let next = try await session.fetch(query, as: Int.self)
            #expect(next == [99])
        }
        let lines = try wire.lines
        let select = "c1: SELECT age FROM users WHERE id = 1"
        #expect(lines == ["c1 Connect", select, select, "c1: COMMIT", select, "c1: ROLLBACK"])
        await wire.fixture.end()
    }

    /// Case context-exit-without-commit: what was not committed is rolled back.
    @Test func contextExitWithoutCommit() async throws {
        let wire = try Wire(Self.single)
        try await wire.fixture.engine.session { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
        }
        #expect(try wire.fixture.count("z") == 0)
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: INSERT INTO tags (name) VALUES ('z')", "c1: ROLLBACK"])
        await wire.fixture.end()
    }

    /// Case read-only-begin-wire: a transaction begins without a statement of its own.
    @Test func readOnlyBeginWire() async throws {
        let wire = try Wire(Self.single)
        try await wire.fixture.engine.transaction { session in
            try await session.execute("SELECT 1 FROM tags")
            try await session.execute("SELECT 2 FROM tags")
        }
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: SELECT 1 FROM tags", "c1: SELECT 2 FROM tags", "c1: COMMIT"])
        await wire.fixture.end()
    }
}
