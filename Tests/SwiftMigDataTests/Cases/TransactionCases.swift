import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport
import Testing

@Suite struct TransactionCases {
    private static let single = PoolOptions(size: 1, maxOverflow: 0)

    /// All connections of the engine have its level.
    @Test("isolation-engine-level") func isolationEngineLevel() async throws {
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

    /// A statement of the engine is a transaction of its own.
    @Test("isolation-autocommit") func isolationAutocommit() async throws {
        let wire = try Wire(Self.single)
        try await wire.fixture.engine.execute("INSERT INTO tags (name) VALUES ('z')")
        #expect(try wire.fixture.count("z") == 1)
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: INSERT INTO tags (name) VALUES ('z')"])
        await wire.fixture.end()
    }

    /// A transaction sees what was there at its first read, the next one what is new.
    @Test("isolation-repeatable-read") func isolationRepeatableRead() async throws {
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

    /// What was not committed is rolled back.
    @Test("context-exit-without-commit") func contextExitWithoutCommit() async throws {
        let wire = try Wire(Self.single)
        try await wire.fixture.engine.session { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
        }
        #expect(try wire.fixture.count("z") == 0)
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: INSERT INTO tags (name) VALUES ('z')", "c1: ROLLBACK"])
        await wire.fixture.end()
    }

    /// A transaction begins without a statement of its own.
    @Test("read-only-begin-wire") func readOnlyBeginWire() async throws {
        let wire = try Wire(Self.single)
        try await wire.fixture.engine.transaction { session in
            try await session.execute("SELECT 1 FROM tags")
            try await session.execute("SELECT 2 FROM tags")
        }
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: SELECT 1 FROM tags", "c1: SELECT 2 FROM tags", "c1: COMMIT"])
        await wire.fixture.end()
    }

    /// A level is set for one transaction, so nothing has to be restored. A read locks in the first one only.
    @Test("isolation-per-connection") func isolationPerConnection() async throws {
        let wire = try Wire(Self.single)
        let other = wire.fixture.other
        func isLocked() throws -> Bool {
            try other.execute("BEGIN")
            defer { _ = try? other.execute("ROLLBACK") }
            do {
                try other.execute("SELECT age FROM users WHERE id = 1 FOR UPDATE NOWAIT")
                return false
            } catch let error as ServerError where error.code == .lockWaitTimeout {
                return true
            }
        }
        func read(_ level: IsolationLevel?) async throws -> Bool {
            try await wire.fixture.engine.transaction(level) { session in
                try await session.execute("SELECT age FROM users WHERE id = 1")
                return try isLocked()
            }
        }
        #expect(try await read(.serializable))
        #expect(try await !read(nil))
        let lines = try wire.lines
        let select = "c1: SELECT age FROM users WHERE id = 1"
        #expect(
            lines == [
                "c1 Connect", "c1: SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", select, "c1: COMMIT", select,
                "c1: COMMIT",
            ]
        )
        await wire.fixture.end()
    }

    /// A transaction that reads no table has not begun on the server, and needs no COMMIT.
    @Test func withoutATableThereIsNothingToCommit() async throws {
        let wire = try Wire(Self.single)
        try await wire.fixture.engine.transaction { session in
            let rows = try await session.fetch("SELECT 1", as: Int.self)
            #expect(rows == [1])
        }
        let lines = try wire.lines
        #expect(lines == ["c1 Connect", "c1: SELECT 1"])
        await wire.fixture.end()
    }

    /// The server keeps the characteristics of a transaction for the next one until there is one, or a COMMIT. The next
    /// user of the connection must not get them.
    @Test(arguments: [true, false])
    func characteristicsEndWithTheirTransaction(isCommitted: Bool) async throws {
        struct Stop: Error {}
        let fixture = try EngineFixture(cases: Self.single)
        do {
            try await fixture.engine.transaction(isReadOnly: true) { session in
                try await session.execute("SELECT 1")
                if !isCommitted { throw Stop() }
            }
        } catch is Stop {}
        try await fixture.engine.execute("INSERT INTO tags (name) VALUES ('x')")
        try await fixture.engine.transaction { try await $0.execute("INSERT INTO tags (name) VALUES ('z')") }
        #expect(try fixture.count("x") == 1 && fixture.count("z") == 1)
        await fixture.end()
    }
}
