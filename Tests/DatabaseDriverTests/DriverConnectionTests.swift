import DatabaseDriver
import DatabaseSettings
import MariaDBClient
import ServerPort
import SwiftMig
import SwiftMigPlatform
import TestSupport
import Testing

/// A connection of the driver to a database of its own, on a loop of its own.
struct DriverFixture {
    let database: TestDatabase
    let loop: EventLoop
    let connection: DriverConnection

    static let transports = [false, true]

    init(usesThreads: Bool = false, _ change: (inout DriverOptions) -> Void = { _ in }) async throws {
        database = try PrivateServer.shared.database()
        loop = try EventLoop()
        var options = DriverOptions()
        options.usesThreads = usesThreads
        change(&options)
        connection = try await DriverConnection.open(database.settings, options: options, on: loop)
    }

    func end() async {
        await connection.close()
        loop.end()
    }
}

extension DriverConnection {
    /// The rows of a query, whatever is in them.
    func rows(_ text: String, _ values: [SQLValue] = []) async throws -> [[SQLValue]] {
        let result = try await execute(text, values)
        return try result.rows()
    }
}

extension DriverResult {
    borrowing func rows() throws -> [[SQLValue]] {
        var rows: [[SQLValue]] = []
        try forEachRow { row throws(ValueError) in
            var cells: [SQLValue] = []
            while row.remaining > 0 { cells.append(try row.next()) }
            rows.append(cells)
        }
        return rows
    }
}

@Suite struct DriverConnectionTests {
    @Test(arguments: DriverFixture.transports)
    func valuesReturnAsTheyWereSent(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        let values: [SQLValue] = [
            .int(-5), .uint(.max), .double(0.1), .text("it's ünï\u{0}\\"), .bytes([0, 255]), .null,
        ]
        let rows = try await connection.rows("SELECT ?, ?, ?, ?, ?, ?", values)
        #expect(rows == [values])
        // The same text is prepared once.
        #expect(try await connection.rows("SELECT ?, ?, ?, ?, ?, ?", values) == [values])
        await fixture.end()
    }

    @Test(arguments: DriverFixture.transports)
    func effectsAreCounted(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, n INT)")
        let inserted = try await connection.execute("INSERT INTO t (n) VALUES (?), (?)", [.int(1), .int(2)])
        #expect(inserted.affectedRows == 2 && inserted.lastInsertID == 1 && inserted.columns == nil)
        // Rows that are found count, even if nothing changes.
        let updated = try await connection.execute("UPDATE t SET n = 1 WHERE id = ?", [.int(1)])
        #expect(updated.affectedRows == 1)
        await fixture.end()
    }

    @Test(arguments: DriverFixture.transports)
    func anErrorLeavesTheConnectionUsable(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        for text in [
            "SELEC 1", "SELECT * FROM missing",
            "SELECT 1 FROM (SELECT 1 UNION SELECT 2) x WHERE 1 = (SELECT 1 UNION SELECT 2)",
        ] {
            let error = await #expect(throws: DriverError.self) { _ = try await connection.execute(text) }
            guard case .server(let failure) = error else {
                Issue.record("not an error of the server: \(String(describing: error))")
                continue
            }
            #expect(failure.statement == text && failure.errno > 1000)
            #expect(try await connection.rows("SELECT 1") == [[.int(1)]])
        }
        await fixture.end()
    }

    @Test(arguments: DriverFixture.transports)
    func aProcedureReturnsItsFirstRows(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        _ = try await connection.execute("CREATE PROCEDURE p(n INT) BEGIN SELECT n, 'a'; SELECT 2; SELECT 3; END")
        for number in 1...3 {
            let rows = try await connection.rows("CALL p(?)", [.int(Int64(number))])
            #expect(rows == [[.int(Int64(number)), .text("a")]])
        }
        #expect(try await connection.rows("SELECT 4") == [[.int(4)]])
        await fixture.end()
    }

    @Test func theCacheClosesWhatWasNotUsedForLongest() async throws {
        let fixture = try await DriverFixture { $0.statementCacheSize = 3 }
        let connection = fixture.connection
        func prepared() async throws -> Int {
            let admin = try fixture.database.connect()
            defer { admin.close() }
            return try admin.execute("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'").rows.first?.int(1) ?? -1
        }
        for number in 0..<40 {
            #expect(try await connection.rows("SELECT \(number % 8)") == [[.int(Int64(number % 8))]])
        }
        #expect(connection.cachedStatements == 3)
        await fixture.end()
    }

    @Test func valuesAreNeededForAllPlaceholders() async throws {
        let fixture = try await DriverFixture()
        let error = await #expect(throws: DriverError.self) {
            _ = try await fixture.connection.execute("SELECT ? + ?", [.int(1)])
        }
        guard case .wrongValueCount(_, expected: 2, given: 1) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try await fixture.connection.rows("SELECT 1") == [[.int(1)]])
        await fixture.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func aCancelledStatementEndsOnTheServer(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        let task = Task { _ = try await connection.execute("SELECT SLEEP(\(Patience.seconds))") }
        try await waitUntil { try fixture.isRunning("SLEEP") }
        task.cancel()
        let error = await #expect(throws: DriverError.self) { try await task.value }
        guard case .cancelled = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try !fixture.isRunning("SLEEP"))
        // On a busy machine, the KILL may take longer than the driver waits for it.
        if connection.isOpen { #expect(try await connection.rows("SELECT 2") == [[.int(2)]]) }
        await fixture.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func aStatementHasATimeLimit(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let error = await #expect(throws: DriverError.self) {
            _ = try await fixture.connection.execute(
                "SELECT SLEEP(\(Patience.seconds))",
                timeout: .milliseconds(50)
            )
        }
        guard case .timeout(_, .milliseconds(50)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await fixture.end()
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (n INT)")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await connection.execute("INSERT INTO t VALUES (1)")
        }
        await #expect(throws: DriverError.self) { try await task.value }
        #expect(try await connection.rows("SELECT COUNT(*) FROM t") == [[.int(0)]])
        await fixture.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aKilledSessionIsNoticedWhileItIsIdle() async throws {
        let fixture = try await DriverFixture()
        let admin = try fixture.database.connect()
        try admin.execute("KILL \(fixture.connection.connectionID)")
        admin.close()
        try await waitUntil { !fixture.connection.isOpen }
        await #expect(throws: DriverError.self) { _ = try await fixture.connection.execute("SELECT 1") }
        let answers = await fixture.connection.ping(timeout: .seconds(1))
        #expect(!answers)
        await fixture.end()
    }

    @Test func aCursorReadsInBatches() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (n INT PRIMARY KEY)")
        _ = try await connection.execute("INSERT INTO t VALUES " + (1...95).map { "(\($0))" }.joined(separator: ","))
        for batch in [1, 10, 94, 95, 96, 1000] {
            let cursor = try await connection.openCursor(
                "SELECT n FROM t WHERE n > ? ORDER BY n",
                [.int(0)],
                batch: batch,
                timeout: nil
            )
            var numbers: [Int] = []
            var batches = 0
            while try await cursor.fetch() {
                batches += 1
                try cursor.forEachRow { row throws(ValueError) in numbers.append(try row.next()) }
                // Other statements may run in between.
                if batches == 1 { #expect(try await connection.rows("SELECT 7") == [[.int(7)]]) }
            }
            #expect(numbers == Array(1...95))
            #expect(batches == (95 + batch - 1) / batch)
            await cursor.close()
        }
        let empty = try await connection.openCursor("SELECT n FROM t WHERE n > 1000", [], batch: 10, timeout: nil)
        let hasRows = try await empty.fetch()
        #expect(!hasRows)
        await empty.close()
        // The server has no cursor for this one.
        let show = try await connection.openCursor("SHOW TABLES", [], batch: 10, timeout: nil)
        let fetched = [try await show.fetch(), try await show.fetch()]
        #expect(fetched == [true, false])
        await show.close()
        await fixture.end()
    }

    @Test func aChangedTableIsReadAsItIs() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (a INT)")
        _ = try await connection.execute("INSERT INTO t VALUES (1)")
        #expect(try await connection.rows("SELECT * FROM t") == [[.int(1)]])
        _ = try await connection.execute("ALTER TABLE t MODIFY a VARCHAR(10), ADD b INT NOT NULL DEFAULT 2")
        #expect(try await connection.rows("SELECT * FROM t") == [[.text("1"), .int(2)]])
        _ = try await connection.execute("ALTER TABLE t DROP b")
        #expect(try await connection.rows("SELECT * FROM t") == [[.text("1")]])
        await fixture.end()
    }

    @Test(arguments: [DriverOptions.StatementProtocol.prepared, .text])
    func severalStatementsAreRefused(statements: DriverOptions.StatementProtocol) async throws {
        let fixture = try await DriverFixture { $0.statements = statements }
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (n INT)")
        await #expect(throws: DriverError.self) { _ = try await connection.execute("SELECT 1; DROP TABLE t") }
        #expect(try await connection.rows("SELECT COUNT(*) FROM t") == [[.int(0)]])
        await fixture.end()
    }

    @Test func aResetSessionIsAsAfterLogin() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        #expect(try await connection.rows("SELECT ?", [.int(1)]) == [[.int(1)]])
        _ = try await connection.execute("SET @v = 1, SESSION time_zone = '+02:00'")
        try await connection.resetSession()
        #expect(
            try await connection.rows("SELECT @v, @@SESSION.time_zone, @@SESSION.autocommit") == [
                [.null, .text("+00:00"), .int(1)]
            ]
        )
        #expect(try await connection.rows("SELECT ?", [.int(1)]) == [[.int(1)]])
        await fixture.end()
    }

    @Test(
        .timeLimit(.minutes(Patience.minutes)),
        arguments: [FakeServer.Behavior.silent, .stallsTLS, .hangsUp]
    )
    func aServerThatIsSilentCannotBeReached(behavior: FakeServer.Behavior) async throws {
        let server = try FakeServer(behavior)
        var settings = try PrivateServer.shared.settings
        settings.address = .tcp(host: "127.0.0.1", port: server.port)
        settings.connectTimeout = .seconds(1)
        let loop = try EventLoop()
        do throws(DriverError) {
            _ = try await DriverConnection.open(settings, on: loop)
            Issue.record("there is no server")
        } catch {
            guard case .cannotConnect = error else {
                Issue.record("\(error)")
                return
            }
        }
        loop.end()
    }
}

extension DriverFixture {
    /// Whether the server runs a statement with this word on this connection.
    func isRunning(_ word: String) throws -> Bool {
        let admin = try database.connect()
        defer { admin.close() }
        return try admin.execute("SHOW PROCESSLIST").rows.contains { row in
            row[0] == "\(connection.connectionID)" && (row[7] ?? "").contains(word)
        }
    }
}

/// What becomes of a statement whose connection is closed.
@Suite struct DriverClosingTests {
    @Test(arguments: DriverFixture.transports)
    func aStatementEndsOnTheServer(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        let statement = Task { _ = try await connection.execute("SELECT SLEEP(100)") }
        try await fixture.waitFor("SLEEP(100)")
        await connection.close()
        let error = await #expect(throws: DriverError.self) { try await statement.value }
        guard case .shutDown = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await #expect(throws: DriverError.self) { _ = try await connection.execute("DO 1") }
        await fixture.end()
    }

    /// COMMIT is one.
    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: DriverFixture.transports)
    func aStatementThatMustNotBeInterruptedIsWaitedFor(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        // It runs until the lock is free, however slow the machine is.
        let other = try fixture.database.connect()
        let lock = fixture.database.name
        try other.execute("DO GET_LOCK('\(lock)', 0)")
        let statement = Task { _ = try await connection.executeText("DO GET_LOCK('\(lock)', \(Patience.seconds))") }
        try await fixture.waitFor("GET_LOCK")
        let closing = Task { await connection.close() }
        // If the connection is closed only after this pause, the test proves nothing, but does not fail.
        try await Task.sleep(for: .milliseconds(50))
        try await fixture.waitFor("GET_LOCK")
        try other.execute("DO RELEASE_LOCK('\(lock)')")
        await closing.value
        try await statement.value
        other.close()
        #expect(!connection.isOpen)
        await fixture.end()
    }
}

extension DriverFixture {
    /// Waits until the connection runs a statement that contains the text.
    fileprivate func waitFor(_ text: String) async throws {
        let other = try database.connect()
        defer { other.close() }
        let session = "\(connection.connectionID)"
        try await waitUntil {
            try other.execute("SHOW FULL PROCESSLIST").rows.contains {
                $0[0] == session && $0[7]?.contains(text) ?? false
            }
        }
    }
}
