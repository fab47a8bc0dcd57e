import DatabaseDriver
import DatabaseSettings
import MariaDBClient
import ServerPort
import SwiftMig
import SwiftMigPlatform
import TestSupport
import Testing

/// How connections and their loop end, and what becomes of those who use them.
@Suite struct ConnectionEndTests {
    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func whatIsSentAfterTheEndFails(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        let cursor = try await connection.openCursor("SELECT 1 UNION SELECT 2", [], batch: 1, timeout: nil)
        #expect(try await cursor.fetch())
        await fixture.end()
        await #expect(throws: DriverError.self) { _ = try await cursor.fetch() }
        await cursor.close()
        let error = await #expect(throws: DriverError.self) { try await connection.executeText("SELECT 1") }
        guard case .shutDown = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func aClosedConnectionHasNoSession(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        await connection.close()
        try await waitUntil { try !fixture.hasSession() }
        // It is still held.
        #expect(!connection.isOpen)
        fixture.loop.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func aLoopThatHasEndedWorksForThoseWhoComeLate(usesThreads: Bool) async throws {
        let database = try PrivateServer.shared.database()
        let loop = try EventLoop()
        loop.end()
        var options = DriverOptions()
        options.usesThreads = usesThreads
        for _ in 1...3 {
            let connection = try await DriverConnection.open(database.settings, options: options, on: loop)
            #expect(try await connection.rows("SELECT 1") == [[.int(1)]])
            await connection.close()
        }
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aTaskOutlivesTheLoopThatItPrefers() async throws {
        guard #available(macOS 15, *) else { return }
        let loop = try EventLoop()
        let task = Task(executorPreference: loop) {
            loop.end()
            for _ in 1...5 { try await Task.sleep(for: .milliseconds(5)) }
        }
        try await task.value
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func tasksThatYieldLeaveTheLoopItsTurn() async throws {
        guard #available(macOS 15, *) else { return }
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        let isDone = Monitor(false)
        let busy = Task(executorPreference: fixture.loop) {
            while !isDone.access({ $0 }) { await Task.yield() }
        }
        let rows = try await connection.rows("SELECT 1")
        isDone.access { $0 = true }
        await busy.value
        #expect(rows == [[.int(1)]])
        await fixture.end()
    }

    #if os(Linux)
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aSocketThatTheLibraryHasClosedIsForgotten() async throws {
        guard #available(macOS 15, *) else { return }
        let database = try PrivateServer.shared.database()
        guard case .socket(let path) = database.settings.address else {
            Issue.record("the server has no socket")
            return
        }
        let proxy = try CuttingProxy(to: path, at: "/tmp/\(database.name).sock")
        defer { proxy.close() }
        var settings = database.settings
        settings.address = .socket(proxy.socket)
        let loop = try EventLoop()
        let first = try await DriverConnection.open(settings, on: loop)
        // On the loop itself, so that the next command comes before the loop looks at the socket.
        try await Task(executorPreference: loop) {
            let cursor = try await first.openCursor("SELECT 1 UNION SELECT 2", [], batch: 1, timeout: nil)
            _ = try await cursor.fetch()
            proxy.cut()
            // The library sends this without waiting for an answer.
            await cursor.close()
        }.value
        #expect(!first.isOpen)
        proxy.allow(until: nil)
        // It gets the number of the closed socket.
        let second = try await DriverConnection.open(settings, on: loop)
        await first.close()
        #expect(try await second.rows("SELECT 2") == [[.int(2)]])
        await second.close()
        loop.end()
    }
    #endif

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aReadOnlyServerThatIsPassedOverKeepsNoSession() async throws {
        let readOnly = try PrivateServer.start(options: ["--read-only"])
        defer { readOnly.stop() }
        let writable = try PrivateServer.shared.settings
        var settings = writable
        settings.address = readOnly.settings.address
        settings.user = "root"
        settings.alternatives = [writable.address]
        let loop = try EventLoop()
        let connection = try await DriverConnection.open(settings, on: loop)
        #expect(connection.settings.address == writable.address)
        let admin = try readOnly.connect()
        defer { admin.close() }
        try await waitUntil { try admin.execute("SHOW PROCESSLIST").rows.count(where: { $0[1] == "root" }) == 1 }
        await connection.close()
        loop.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aLostSessionDoesNotWaitForItsKill() async throws {
        let server = try ScriptedServer { _, packet in
            let text = String(decoding: packet, as: UTF8.self)
            return text.contains("SLEEP") || text.contains("KILL") ? .silence : .packets([ScriptedServer.agreement])
        }
        defer { server.close() }
        let loop = try EventLoop()
        let connection = try await DriverConnection.open(server.settings, on: loop)
        let task = Task { try await connection.executeText("DO SLEEP(1)", isInterruptible: true).affectedRows }
        try await waitUntil { server.statements(of: 1).last == "DO SLEEP(1)" }
        task.cancel()
        // On a busy machine, the KILL may take longer than the driver waits for it.
        try await waitUntil { server.statements(of: 2) == ["KILL QUERY 1"] || !connection.isOpen }
        server.answer(1, ScriptedServer.agreement)
        server.hangUp(1)
        _ = await task.result
        #expect(!connection.isOpen)
        await connection.close()
        loop.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func anAnswerThatCannotBeReadEndsTheSession(usesThreads: Bool) async throws {
        let server = try ScriptedServer { _, packet in
            // A result of one column, whose description is broken, and what would be taken for the next answer.
            packet.first == 3 && packet.dropFirst().elementsEqual("SELECT 1".utf8)
                ? .packets([[1], [255, 255, 255], [254, 0, 0, 2, 0], ScriptedServer.agreement])
                : .packets([ScriptedServer.agreement])
        }
        defer { server.close() }
        let loop = try EventLoop()
        var options = DriverOptions()
        options.usesThreads = usesThreads
        let connection = try await DriverConnection.open(server.settings, options: options, on: loop)
        let error = await #expect(throws: DriverError.self) { try await connection.executeText("SELECT 1") }
        guard case .server(let failure) = error, (2000..<3000).contains(failure.errno) else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.endsSession && !connection.isOpen)
        await connection.close()
        loop.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: [true, false])
    func anIdleTimeoutIsALostSessionOnMySQLOnly(isMariaDB: Bool) async throws {
        let error: [UInt8] = [0xFF, 0xBF, 0x0F] + Array("#HY000The client was disconnected".utf8)
        let version = isMariaDB ? "5.5.5-10.11.0-MariaDB" : "9.7.0"
        let server = try ScriptedServer(version: version) { _, packet in
            .packets([packet.dropFirst().elementsEqual("SELECT 1".utf8) ? error : ScriptedServer.agreement])
        }
        defer { server.close() }
        let loop = try EventLoop()
        let connection = try await DriverConnection.open(server.settings, on: loop)
        let failure = await #expect(throws: DriverError.self) { try await connection.executeText("SELECT 1") }
        guard case .server(let failure) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(failure.isConnectionLost != isMariaDB && connection.isOpen == isMariaDB)
        #expect(failure.message == "The client was disconnected")
        await connection.close()
        loop.end()
    }
}

extension ScriptedServer {
    var settings: ConnectionSettings {
        ConnectionSettings(address: .tcp(host: "127.0.0.1", port: port), user: "root")
    }
}

extension DriverFixture {
    /// Whether the server has the session of the connection.
    func hasSession() throws -> Bool {
        let admin = try database.connect()
        defer { admin.close() }
        return try admin.execute("SHOW PROCESSLIST").rows.contains { $0[0] == "\(connection.connectionID)" }
    }
}
