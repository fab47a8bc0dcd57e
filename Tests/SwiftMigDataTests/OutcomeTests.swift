import DatabaseDriver
import DatabaseSettings
import MariaDBClient
import ServerPort
import TestSupport
import Testing

@testable import SwiftMigData

/// What an error tells about a change whose connection was lost.
@Suite struct OutcomeTests {
    /// If nothing was sent, the outcome is known, and the transaction is run again.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aLossBeforeCommitIsRetried() async throws {
        let fixture = try EngineFixture()
        var attempts = 0
        try await fixture.engine.transaction(retries: 1) { session in
            attempts += 1
            try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            guard attempts == 1 else { return }
            let connection = try await session.connection(for: "")
            try fixture.other.execute("KILL \(connection.connectionID)")
            try await waitUntil { !connection.isOpen }
        }
        #expect(attempts == 2)
        #expect(try fixture.names == ["red"])
        await fixture.end()
    }

    #if os(Linux)
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aLossDuringCommitIsNotRetried() async throws {
        let fixture = try EngineFixture()
        guard case .socket(let path) = fixture.database.settings.address else { return }
        let proxy = try CuttingProxy(to: path, at: "/tmp/\(fixture.database.name)")
        defer { proxy.close() }
        let engine = try Engine("mysql://root@localhost/\(fixture.database.name)?socket=\(proxy.socket)")
        var attempts = 0
        let error = await #expect(throws: DatabaseError.self) {
            try await engine.transaction(retries: 1) { session in
                attempts += 1
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
                // The COMMIT passes, but not the answer.
                proxy.allow(until: CuttingProxy.Cut(packets: 1))
            }
        }
        guard case .commitOutcomeUnknown = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(attempts == 1 && error?.isTransient == false)
        #expect(try fixture.names == ["red"])
        await engine.shutDown()
        await fixture.end()
    }
    #endif

    /// Runs a statement that hangs, kills its session, and returns the error.
    private nonisolated(nonsending) func errorOfLostStatement(
        _ fixture: EngineFixture,
        running text: String,
        _ body: @escaping @Sendable (Engine) async throws -> Void
    ) async throws -> DatabaseError? {
        let engine = fixture.engine
        let task = Task { try await body(engine) }
        func session() throws -> String? {
            try fixture.other.execute("SHOW FULL PROCESSLIST").rows
                .first { $0[3] == fixture.database.name && $0[7]?.hasPrefix(text) ?? false }?[0]
        }
        let deadline = ContinuousClock.now + Patience.limit
        while try session() == nil {
            guard ContinuousClock.now < deadline else { throw TestSupportError("'\(text)' does not run") }
            try await Task.sleep(for: .milliseconds(2))
        }
        try fixture.other.execute("KILL \(session() ?? "")")
        return await #expect(throws: DatabaseError.self) { try await task.value }
    }

    /// A statement that commits itself may have done so when its connection is lost.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aLostStatementOfTheEngineIsNotTransient() async throws {
        let fixture = try EngineFixture()
        let error = try await errorOfLostStatement(fixture, running: "DO SLEEP") { engine in
            try await engine.execute("DO SLEEP(\(Patience.seconds))")
        }
        guard case .connectionLost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isTransient == false)
        await fixture.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aLostStatementOfATransactionIsTransient() async throws {
        let fixture = try EngineFixture()
        let error = try await errorOfLostStatement(fixture, running: "SELECT SLEEP") { engine in
            try await engine.transaction { session in
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
                try await session.execute("SELECT SLEEP(\(Patience.seconds))")
            }
        }
        guard case .connectionLost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isTransient == true)
        #expect(try fixture.names.isEmpty)
        await fixture.end()
    }

    /// DDL commits what came before.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aLostDefinitionInATransactionIsNotTransient() async throws {
        let fixture = try EngineFixture()
        try fixture.other.execute("CREATE TABLE held (a INT)")
        try fixture.other.execute("BEGIN")
        try fixture.other.execute("SELECT * FROM held")
        let error = try await errorOfLostStatement(fixture, running: "ALTER TABLE held") { engine in
            try await engine.transaction(retries: 1) { session in
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
                try await session.execute("ALTER TABLE held ADD b INT")
            }
        }
        guard case .connectionLost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isTransient == false)
        try fixture.other.execute("COMMIT")
        #expect(try fixture.names == ["red"])
        await fixture.end()
    }

    /// A body that goes on after an error does not hide from `retries` that the server has rolled back.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aSwallowedErrorIsRetried() async throws {
        let fixture = try EngineFixture()
        try fixture.other.execute("INSERT INTO tags (name, n) VALUES ('red', 0)")
        try fixture.other.execute("BEGIN")
        try fixture.other.execute("UPDATE tags SET n = 1")
        var attempts = 0
        try await fixture.engine.transaction(retries: 1) { session in
            attempts += 1
            try await session.execute("SET SESSION innodb_lock_wait_timeout = 1")
            _ = try? await session.execute("UPDATE tags SET n = n + 10")
            if attempts == 1 { try fixture.other.execute("COMMIT") }
            try await session.execute("UPDATE tags SET n = n + 100")
        }
        #expect(attempts == 2)
        #expect(try fixture.other.execute("SELECT n FROM tags").rows.first?.int(0) == 111)
        await fixture.end()
    }
}
