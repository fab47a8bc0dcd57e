import DatabaseDriver
import DatabaseSettings
import MariaDBClient
import SwiftMig
import SwiftMigPlatform
import TestSupport
import Testing

/// What a session keeps, and what of it is known.
@Suite struct SessionStateTests {
    @Test(arguments: DriverFixture.transports)
    func aResetSessionKeepsTheOptionsOfTheEngine(usesThreads: Bool) async throws {
        let database = try PrivateServer.shared.database()
        var settings = database.settings
        settings.sqlMode = "STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES"
        var options = DriverOptions()
        options.usesThreads = usesThreads
        options.isolationLevel = "SERIALIZABLE"
        let loop = try EventLoop()
        let connection = try await DriverConnection.open(settings, options: options, on: loop)
        let level = try PrivateServer.isMariaDB ? "@@SESSION.tx_isolation" : "@@SESSION.transaction_isolation"
        let query = "SELECT @@SESSION.sql_mode, \(level)"
        let expected = try await connection.rows(query)
        #expect(expected == [[.text("NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES"), .text("SERIALIZABLE")]])
        _ = try await connection.execute("SET SESSION sql_mode = ''")
        _ = try await connection.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        #expect(try await connection.rows(query) != expected)
        try await connection.resetSession(timeout: Patience.limit)
        #expect(try await connection.rows(query) == expected)
        await connection.close()
        loop.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func aResetHasATimeLimit(usesThreads: Bool) async throws {
        let server = try ScriptedServer { _, packet in
            // COM_RESET_CONNECTION
            packet.first == 0x1F ? .silence : .packets([ScriptedServer.agreement])
        }
        defer { server.close() }
        let loop = try EventLoop()
        var options = DriverOptions()
        options.usesThreads = usesThreads
        let connection = try await DriverConnection.open(server.settings, options: options, on: loop)
        await #expect(throws: DriverError.self) { try await connection.resetSession(timeout: .milliseconds(10)) }
        #expect(!connection.isOpen)
        await connection.close()
        loop.end()
    }

    @Test func theServerTellsWhetherEachStatementIsATransaction() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        #expect(connection.isAutocommitting)
        _ = try await connection.execute("SET autocommit = 0")
        #expect(!connection.isAutocommitting)
        try await connection.setAutocommit(true)
        #expect(connection.isAutocommitting)
        #expect(try await connection.rows("SELECT @@autocommit") == [[.int(1)]])
        await fixture.end()
    }

    @Test(arguments: [DriverOptions.StatementProtocol.prepared, .text])
    func aValueThatNoServerTakesIsRefused(statements: DriverOptions.StatementProtocol) async throws {
        let fixture = try await DriverFixture { $0.statements = statements }
        let far = CalendarDate(year: 10_000, month: 1, day: 1)
        for value in [SQLValue.double(.nan), .float(.infinity), .date(far)] {
            let error = await #expect(throws: DriverError.self) {
                _ = try await fixture.connection.execute("SELECT ?", [value])
            }
            guard case .badValue = error else {
                Issue.record("\(value): \(String(describing: error))")
                continue
            }
        }
        await fixture.end()
    }

    @Test(arguments: DriverFixture.transports)
    func aColumnThatHasChangedIsReadAsItIs(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        func read() async throws -> (name: String?, cell: String) {
            let result = try await connection.execute("SELECT * FROM t")
            var cell = ""
            try result.forEachRow { row throws(ValueError) in cell = try row.next(String.self) }
            return (result.columns?.columns.first?.name, cell)
        }
        _ = try await connection.execute("CREATE TABLE t (at DATETIME)")
        _ = try await connection.execute("INSERT INTO t VALUES ('2024-05-06 07:08:09')")
        #expect(try await read() == ("at", "2024-05-06 07:08:09"))
        _ = try await connection.execute("ALTER TABLE t MODIFY at DATETIME(6)")
        _ = try await connection.execute("UPDATE t SET at = '2024-05-06 07:08:09.123456'")
        #expect(try await read() == ("at", "2024-05-06 07:08:09.123456"))
        _ = try await connection.execute("ALTER TABLE t CHANGE at since DATETIME(6)")
        #expect(try await read() == ("since", "2024-05-06 07:08:09.123456"))
        await fixture.end()
    }

    @Test(arguments: DriverFixture.transports)
    func eachStatementHasItsOwnColumns(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        let statements = ["SELECT 1 AS a": ["a"], "SELECT 'x' AS b, 2 AS c": ["b", "c"], "DO 1": []]
        for _ in 1...4 {
            for (statement, names) in statements {
                let result = try await connection.execute(statement)
                #expect(result.columns?.columns.map(\.name) ?? [] == names)
                try await connection.executeText("SELECT 3 AS d")
            }
        }
        await fixture.end()
    }

    /// The KILL comes between the end of the statement on the server and its answer.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aChangeThatEndsBeforeItsKillIsASuccess() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        let database = fixture.database
        let lock = "GET_LOCK('\(database.name)', \(Patience.seconds))"
        _ = try await connection.execute("CREATE TABLE t (n INT)")
        _ = try await connection.execute("CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); SELECT \(lock); END")
        var statements = ["CALL p()"]
        if try PrivateServer.isMariaDB { statements.append("INSERT INTO t SELECT \(lock) RETURNING n") }
        for statement in statements {
            let owner = try database.connect()
            let ownerID = owner.connectionID
            try owner.execute("SELECT \(lock)")
            let task = Task { try await connection.rows(statement) }
            try await waitUntil { try fixture.isRunning("GET_LOCK") }
            let ended = Monitor(Result<Void, any Error>?.none)
            // The loop must not see the answer before the cancellation.
            fixture.loop.run {
                let result = Result {
                    try database.connect().execute("KILL \(ownerID)")
                    try waitUntil { try !fixture.isRunning("GET_LOCK") }
                }
                ended.access { $0 = result }
                task.cancel()
            }
            #expect(try await task.value.count == 1, "\(statement)")
            try ended.access { try $0?.get() }
            owner.close()
            _ = try await connection.execute("DO RELEASE_ALL_LOCKS()")
            #expect(try await connection.rows("SELECT 7") == [[.int(7)]])
        }
        await fixture.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aStatementIsOnlyKilledOnItsServer() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        let identity = try await connection.rows("SELECT \(StatementCanceller.serverIdentity)")
        guard case .text(let server) = identity.first?.first else {
            Issue.record("\(identity)")
            return
        }
        let task = Task { try await connection.execute("SELECT SLEEP(\(Patience.seconds))").affectedRows }
        try await waitUntil { try fixture.isRunning("SLEEP") }
        func canceller(_ server: String) -> StatementCanceller {
            StatementCanceller(
                settings: fixture.database.settings,
                connectionID: connection.connectionID,
                server: server
            )
        }
        #expect(throws: ConnectionError.self) { try canceller("another/3306/1").cancel() }
        #expect(try fixture.isRunning("SLEEP"))
        try canceller(server).cancel()
        // MySQL ends a query that sleeps without an error.
        _ = await task.result
        await fixture.end()
    }
}
