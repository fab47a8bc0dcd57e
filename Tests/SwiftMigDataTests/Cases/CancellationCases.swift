import MariaDBClient
import SwiftMigData
import TestSupport
import Testing

@Suite struct CancellationCases {
    /// The statement ends on the server, the transaction is rolled back, and the connection
    /// serves the next task.
    @Test("cancel-during-query", .timeLimit(.minutes(Patience.minutes)))
    func cancelDuringQuery() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0))
        // On a busy machine, the KILL can take longer than the driver waits for it. Then it closes the connection.
        var isReused = false
        for _ in 0..<20 where !isReused { isReused = try await reusesConnection(of: fixture) }
        #expect(isReused)
        await fixture.end()
    }

    /// Cancels a query, and tells whether the next task got its connection.
    private func reusesConnection(of fixture: EngineFixture) async throws -> Bool {
        let engine = fixture.engine
        let id = Box<Int>()
        let task = Task {
            try await engine.transaction { session in
                await id.put(try await session.connectionID())
                try await session.execute("INSERT INTO tags (name) VALUES ('z')")
                try await session.execute("SELECT SLEEP(\(Patience.seconds))")
            }
        }
        let session = try await id.filled()
        try await waitUntil { try fixture.isRunning("SLEEP", in: session) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await waitUntil { try !fixture.isRunning("SLEEP", in: session) }
        #expect(engine.status.inUse == 0)
        #expect(try fixture.count("z") == 0)
        return try await engine.connectionID() == session
    }

    /// The task that waits for a connection ends, and the pool counts right.
    @Test("cancel-while-waiting", .timeLimit(.minutes(Patience.minutes)))
    func cancelWhileWaiting() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0))
        let engine = fixture.engine
        try await engine.transaction { session in
            try await session.execute("SELECT 1")
            let task = Task { try await engine.execute("INSERT INTO tags (name) VALUES ('z')") }
            try await waitUntil { engine.status.waiting == 1 }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(engine.status.waiting == 0 && engine.status.inUse == 1)
        }
        #expect(engine.status.inUse == 0 && engine.status.idle == 1)
        #expect(try await engine.fetch("SELECT 7", as: Int.self) == [7])
        #expect(try fixture.count("z") == 0)
        await fixture.end()
    }
}
