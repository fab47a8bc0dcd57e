import Logging
import MariaDBClient
import SwiftMigData
import TestSupport
import Testing

#if ServiceLifecycle
import ServiceLifecycle
#endif

/// How an engine ends while it is used.
@Suite struct LifecycleTests {
    @Test func runEndsWithItsTask() async throws {
        let fixture = try EngineFixture()
        let engine = fixture.engine
        let run = Task { await engine.run() }
        #expect(try await engine.fetch("SELECT 1", as: Int.self) == [1])
        run.cancel()
        await run.value
        #expect(engine.status.idle == 0 && engine.status.inUse == 0)
        await #expect(throws: DatabaseError.self) { try await engine.execute("DO 1") }
        fixture.other.close()
    }

    @Test func whatRunsAtTheEndIsEndedOnTheServer() async throws {
        let fixture = try EngineFixture()
        let engine = fixture.engine
        let id = try await engine.fetch("SELECT CONNECTION_ID()", as: Int.self)
        let session = try #require(id.first)
        let statement = Task { try await engine.execute("SELECT SLEEP(100)") }
        try await waitUntil { try fixture.isRunning("SLEEP(100)", in: session) }
        await engine.shutDown(timeout: .zero)
        let error = await #expect(throws: DatabaseError.self) { try await statement.value }
        guard case .engineIsShutDown = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try await fixture.waitForEnd(of: [session])
        #expect(engine.status.idle == 0 && engine.status.inUse == 0)
        fixture.other.close()
    }

    /// A transaction that is still open then is rolled back, and its next statement says why.
    @Test func aTransactionThatIsOpenAtTheEndIsRolledBack() async throws {
        let fixture = try EngineFixture()
        let engine = fixture.engine
        let error = await #expect(throws: DatabaseError.self) {
            try await engine.transaction { session in
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
                await engine.shutDown(timeout: .zero)
                try await session.execute("INSERT INTO tags (name) VALUES ('blue')")
            }
        }
        guard case .engineIsShutDown = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try fixture.names.isEmpty)
        fixture.other.close()
    }
}

#if ServiceLifecycle
/// An engine in a group of services, with the package trait `ServiceLifecycle`.
@Suite struct ServiceTests {
    /// A service that ends with a statement when it is asked to.
    private struct Worker: Service {
        let engine: Engine

        func run() async throws {
            try await gracefulShutdown()
            try await engine.execute("INSERT INTO tags (name) VALUES ('last')")
        }
    }

    /// The group ends the service that came last first, and the engine after it.
    @Test func theEngineOutlivesTheServicesThatUseIt() async throws {
        let fixture = try EngineFixture()
        let engine = fixture.engine
        let group = ServiceGroup(services: [engine, Worker(engine: engine)], logger: Logger(label: "test"))
        let run = Task { try await group.run() }
        #expect(try await engine.fetch("SELECT 1", as: Int.self) == [1])
        await group.triggerGracefulShutdown()
        try await run.value
        #expect(try fixture.names == ["last"])
        await #expect(throws: DatabaseError.self) { try await engine.execute("DO 1") }
        fixture.other.close()
    }

    @Test func whatRunsMayEnd() async throws {
        let fixture = try EngineFixture()
        let engine = fixture.engine
        let group = ServiceGroup(services: [engine], logger: Logger(label: "test"))
        let run = Task { try await group.run() }
        try await engine.transaction { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            await group.triggerGracefulShutdown()
            // The engine is shutting down when it gives nobody else a connection.
            while (try? await engine.execute("DO 1")) != nil { await Task.yield() }
            try await session.execute("INSERT INTO tags (name) VALUES ('blue')")
        }
        try await run.value
        #expect(try fixture.names == ["blue", "red"])
        fixture.other.close()
    }
}
#endif
