import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport
import Testing

/// Transactions that end in the midst of something.
@Suite struct SessionEndTests {
    private static let numbers: SQL =
        "WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < 900) SELECT n FROM x"

    /// A stream whose transaction has ended does not look as if it had no more rows.
    @Test func aStreamThatIsCutOffThrows() async throws {
        let fixture = try EngineFixture()
        try await fixture.engine.session { session in
            var last = 0
            await #expect(throws: DatabaseError.self) {
                for try await number in session.stream(Self.numbers, as: Int.self, batch: 100) {
                    last = number
                    if number == 150 { await session.rollback() }
                }
            }
            #expect(last == 150)
            let rows = try await session.fetch("SELECT 7", as: Int.self)
            #expect(rows == [7])
        }
        await fixture.end()
    }

    /// The same if only a savepoint is rolled back.
    @Test func aStreamOutlivesNoSavepoint() async throws {
        struct Stop: Error {}
        let fixture = try EngineFixture()
        try await fixture.engine.transaction { session in
            let iterator = session.stream(Self.numbers, as: Int.self, batch: 100).makeAsyncIterator()
            var rows = iterator
            await #expect(throws: Stop.self) {
                try await session.savepoint { _ in
                    let first = try await rows.next()
                    #expect(first == 1)
                    throw Stop()
                }
            }
            await #expect(throws: DatabaseError.self) { try await rows.next() }
        }
        await fixture.end()
    }

    /// A savepoint does not outlive its transaction, so COMMIT within it is refused.
    @Test func aSavepointCannotBeCommitted() async throws {
        let fixture = try EngineFixture(PoolOptions(size: 1, maxOverflow: 0))
        try await fixture.engine.session { session in
            try await session.savepoint { inner in
                try await inner.execute("INSERT INTO tags (name) VALUES ('red')")
                await #expect(throws: DatabaseError.self) { try await session.commit() }
                try await inner.execute("INSERT INTO tags (name) VALUES ('blue')")
            }
            try await session.commit()
        }
        #expect(try fixture.names == ["blue", "red"])
        await fixture.end()
    }

    /// A rollback within a savepoint undoes the whole transaction, and the savepoint says so.
    @Test func aRollbackEndsTheSavepointsToo() async throws {
        let fixture = try EngineFixture(PoolOptions(size: 1, maxOverflow: 0))
        try await fixture.engine.session { session in
            for _ in 0..<3 {
                let error = await #expect(throws: DatabaseError.self) {
                    try await session.savepoint { inner in
                        try await inner.execute("INSERT INTO tags (name) VALUES ('red')")
                        await session.rollback()
                    }
                }
                if case .other(let failure) = error { Issue.record("\(failure)") }
            }
            try await session.savepoint { try await $0.execute("INSERT INTO tags (name) VALUES ('blue')") }
            try await session.commit()
        }
        #expect(try fixture.names == ["blue"])
        await fixture.end()
    }

    /// What a session rolls back is gone, even if the pool resets nothing.
    @Test func aRollbackNeedsNoReset() async throws {
        struct Stop: Error {}
        let fixture = try EngineFixture(PoolOptions(size: 1, maxOverflow: 0, reset: .none))
        await #expect(throws: Stop.self) {
            try await fixture.engine.transaction { session in
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
                throw Stop()
            }
        }
        try await fixture.engine.transaction { try await $0.execute("INSERT INTO tags (name) VALUES ('blue')") }
        #expect(try fixture.names == ["blue"])
        await fixture.end()
    }
}
