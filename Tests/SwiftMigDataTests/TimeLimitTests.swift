import Foundation
import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport
import Testing

@Suite struct TimeLimitTests {
    /// The engine's own statements end too if the server does not answer.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func theEnginesOwnStatementsAreLimited() async throws {
        let server = try PrivateServer.start()
        let fixture = try EngineFixture(
            cases: PoolOptions(size: 1, maxOverflow: 0, prePing: nil, connectTimeout: .seconds(1)),
            on: server
        )
        let file = try #require(try fixture.other.execute("SELECT @@pid_file").rows.first?[0])
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let process = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try await fixture.engine.transaction { try await $0.execute("SELECT 1") }
        kill(process, SIGSTOP)
        let error = await #expect(throws: DatabaseError.self) { try await fixture.engine.execute("SELECT 1") }
        kill(process, SIGCONT)
        guard case .statementTimeout("SET SESSION autocommit = 1", .seconds(1)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await fixture.end()
        server.stop()
    }

    /// A statement can have a limit that the engine has not.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aStatementHasItsOwnLimit() async throws {
        let fixture = try EngineFixture()
        let (engine, sleep) = (fixture.engine, "SELECT SLEEP(\(Patience.seconds))" as SQL)
        let limit = Duration.milliseconds(100)
        await expectTimeout { _ = try await engine.execute(sleep, timeout: limit) }
        await expectTimeout { _ = try await engine.fetch(sleep, as: Int.self, timeout: limit) }
        await expectTimeout { try await read(engine.stream(sleep, as: Int.self, timeout: limit)) }
        await expectTimeout {
            _ = try await engine.transaction { session in try await session.execute(sleep, timeout: limit) }
        }
        await expectTimeout {
            try await engine.transaction { session in
                try await read(session.stream(sleep, as: Int.self, timeout: limit))
            }
        }
        await fixture.end()
    }

    private nonisolated(nonsending) func read(_ rows: RowStream<Int>) async throws {
        for try await _ in rows {}
    }

    private func expectTimeout(_ body: @Sendable () async throws -> Void) async {
        let error = await #expect(throws: DatabaseError.self) { try await body() }
        guard case .statementTimeout("SELECT SLEEP(?)", .milliseconds(100)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func theURLLimitsConnecting() async throws {
        let servers = [try FakeServer(.silent), try FakeServer(.silent)]
        let limited = try Engine("mysql://app@127.0.0.1:\(servers[0].port)/shop?connect_timeout=1")
        // The pool's own limit is 10 seconds.
        let other = try Engine("mysql://app@127.0.0.1:\(servers[1].port)/shop")
        let first = await withTaskGroup(of: (isLimited: Bool, error: (any Error)?).self) { group in
            for (engine, isLimited) in [(limited, true), (other, false)] {
                group.addTask {
                    do {
                        try await engine.execute("SELECT 1")
                        return (isLimited, nil)
                    } catch {
                        return (isLimited, error)
                    }
                }
            }
            defer { group.cancelAll() }
            return await group.next()
        }
        #expect(first?.isLimited == true && first?.error is DatabaseError)
        await limited.shutDown()
        await other.shutDown()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func theURLLimitsStatements() async throws {
        let database = try PrivateServer.shared.database()
        let limited = database.url + (database.url.contains("?") ? "&" : "?") + "read_timeout=1"
        let engine = try Engine(limited)
        let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT SLEEP(60)") }
        guard case .statementTimeout("SELECT SLEEP(60)", .seconds(1)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await engine.shutDown()
    }
}
