import DatabaseSettings
import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport
import Testing

/// Cases in which the server ends, or takes no more logins. They have MariaDB servers of their own.
@Suite struct ServerEndCases {
    /// A server that can be replaced by another one at the same address.
    private struct Address {
        let port: UInt16

        init() throws {
            let listener = try LocalListener()
            port = listener.port
            listener.close()
        }

        func start() throws -> PrivateServer {
            try PrivateServer.start(options: ["--skip-networking=0", "--bind-address=127.0.0.1", "--port=\(port)"])
        }

        func engine(_ pool: PoolOptions) throws -> Engine { try Engine("mysql://root@127.0.0.1:\(port)/", pool: pool) }
    }

    /// With the ping, nobody notices.
    @Test("server-restart", .timeLimit(.minutes(Patience.minutes)))
    func serverRestart() async throws {
        let address = try Address()
        let first = try address.start()
        let engine = try address.engine(PoolOptions(prePing: .zero))
        @Sendable func threeTasks() async throws -> [[Int]] {
            let meeting = Meeting(3)
            @Sendable func one() async throws -> [Int] {
                try await engine.session { session in
                    do {
                        let rows = try await session.fetch("SELECT 1", as: Int.self)
                        await meeting.arrive()
                        return rows
                    } catch {
                        // The others need not wait.
                        await meeting.arrive()
                        throw error
                    }
                }
            }
            async let a = one()
            async let b = one()
            async let c = one()
            return try await [a, b, c]
        }
        #expect(try await threeTasks() == [[1], [1], [1]])
        #expect(engine.status.idle == 3)
        first.stop()
        let second = try address.start()
        #expect(try await threeTasks() == [[1], [1], [1]])
        #expect(engine.status.idle == 3 && engine.status.inUse == 0)
        await engine.shutDown()
        second.stop()
    }

    /// The connection that was in use is lost; after the rollback the session has another.
    @Test("server-restart-held", .timeLimit(.minutes(Patience.minutes)))
    func serverRestartHeld() async throws {
        let address = try Address()
        let first = try address.start()
        let engine = try address.engine(PoolOptions(size: 1, maxOverflow: 0))
        let second = try await engine.session { session in
            try await session.execute("SELECT 1")
            first.stop()
            let second = try address.start()
            let error = await #expect(throws: DatabaseError.self) { try await session.execute("SELECT 1") }
            guard case .connectionLost = error else {
                Issue.record("\(String(describing: error))")
                return second
            }
            await session.rollback()
            let rows = try await session.fetch("SELECT 2", as: Int.self)
            #expect(rows == [2])
            return second
        }
        #expect(engine.status.inUse == 0 && engine.status.idle == 1)
        await engine.shutDown()
        second.stop()
    }

    /// Each attempt fails and leaves the pool's count right. The next server is used.
    @Test("server-down", .timeLimit(.minutes(Patience.minutes)))
    func serverDown() async throws {
        let address = try Address()
        let first = try address.start()
        let engine = try address.engine(PoolOptions(size: 1, maxOverflow: 0, prePing: .zero))
        try await engine.execute("SELECT 1")
        #expect(engine.status.idle == 1)
        first.stop()
        // The server has ended when nobody listens any more.
        let settings = ConnectionSettings(address: .tcp(host: "127.0.0.1", port: address.port), user: "root")
        try await waitUntil { (try? Connection(settings).close()) == nil }
        for _ in 0..<2 {
            let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT 1") }
            guard case .cannotConnect(let failure) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failure.reason == .cannotReach && failure.address == "127.0.0.1:\(address.port)")
            #expect(engine.status.inUse == 0 && engine.status.idle == 0 && engine.status.opening == 0)
        }
        let second = try address.start()
        #expect(try await engine.fetch("SELECT 7", as: Int.self) == [7])
        #expect(engine.status.inUse == 0 && engine.status.idle == 1)
        await engine.shutDown()
        second.stop()
    }

    /// The error says so, and the pool goes on when there is room.
    @Test("too-many-connections", .timeLimit(.minutes(Patience.minutes)))
    func tooManyConnections() async throws {
        let server = try PrivateServer.start(options: ["--max-connections=10"])
        let database = try server.database()
        var others = [try database.connect()]
        try others[0].execute("CREATE USER app@localhost")
        try others[0].execute("GRANT SELECT ON *.* TO app@localhost")
        var settings = database.settings
        settings.user = "app"
        // Sessions that have just ended may still count.
        try waitForNine(settings, &others)
        guard case .socket(let path) = settings.address else {
            Issue.record("\(settings.address)")
            return
        }
        let engine = try Engine("mysql://app@localhost/?socket=\(path)", pool: PoolOptions(size: 1, maxOverflow: 0))
        for _ in 0..<2 {
            let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT 1") }
            guard case .cannotConnect(let failure) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failure.reason == .tooManyConnections && failure.code == 1040)
            #expect(engine.status.inUse == 0 && engine.status.idle == 0 && engine.status.opening == 0)
        }
        #expect(others.count == 10)
        let count = "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'app'"
        others.removeLast().close()
        try await waitUntil { try others[0].execute(count).rows.first?[0] == "8" }
        #expect(try await engine.fetch("SELECT 1", as: Int.self) == [1])
        await engine.shutDown()
        for other in others { other.close() }
        server.stop()
    }

    private func waitForNine(_ settings: ConnectionSettings, _ others: inout [Connection]) throws {
        try waitUntil {
            if let other = try? Connection(settings) { others.append(other) }
            return others.count == 10
        }
    }
}
