import DatabaseSettings
import Foundation
import MariaDBClient
import SchemaModel
import ServerPort
import SwiftMigPlatform
import TestSupport
import Testing

struct ConnectionTests {
    let database: TestDatabase
    let connection: Connection

    init() throws {
        database = try PrivateServer.shared.database()
        connection = try database.connect()
    }

    @Test func rowsComeBackCellByCell() throws {
        let result = try connection.execute(
            "SELECT 1 AS one, NULL AS nothing, '' AS blank, 'é😀' AS text UNION SELECT 2, 3, 4, 5"
        )
        #expect(result.rows.columnNames == ["one", "nothing", "blank", "text"])
        #expect(result.rows.map { row in (0..<4).map { row[$0] } } == [["1", nil, "", "é😀"], ["2", "3", "4", "5"]])
    }

    @Test func aFailureCarriesWhatTheServerSaid() throws {
        let error = #expect(throws: ServerError.self) { try connection.execute("SELECT * FROM nowhere") }
        #expect(error?.errno == 1146)
        #expect(error?.sqlState == "42S02")
        #expect(error?.statement == "SELECT * FROM nowhere")
        #expect(error?.failedIndex == nil)
    }

    /// The server quotes up to 80 characters from the error on, including whatever else is in the packet.
    @Test(arguments: ["x", "é", "😀", "\u{1}", "\u{7F}", "\u{85}", "\u{202E}", "\\0041"])
    func anErrorQuotesItsOwnStatementAlone(letter: String) throws {
        try connection.execute("CREATE TABLE t (a INT)")
        for length in 50...75 {
            let text = String(repeating: letter, count: length)
            let statements = ["DO 1", "UPDATE t SET a = 1 WHER a = '\(text)'", "UPDATE our_own SET a = 2"]
            let error = #expect(throws: ServerError.self) { try connection.execute(all: statements) }
            #expect(error?.failedIndex == 1)
            #expect(error?.message.contains(";\n") == false && error?.message.contains("UPD") == false)
        }
    }

    @Test func aBatchStopsAtTheStatementThatFails() throws {
        var statements = ["CREATE TABLE t (a INT) -- a comment without an end"]
        statements += (0..<250).map { "INSERT INTO t VALUES (\($0))" }
        statements.insert("INSERT INTO missing VALUES (1)", at: 221)
        let error = #expect(throws: ServerError.self) { try connection.execute(all: statements) }
        #expect(error?.failedIndex == 221)
        #expect(error?.statement == "INSERT INTO missing VALUES (1)")
        #expect(try connection.execute("SELECT COUNT(*) FROM t").rows[0].int(0) == 220)
    }

    @Test func statementsWithSeveralResultsDoNotShiftABatch() throws {
        try connection.execute("CREATE PROCEDURE two() BEGIN SELECT 'a'; SELECT 'b'; END")
        let results = try connection.execute(all: ["SELECT 1", "CALL two()", "SELECT 2", "/* first */ SELECT 3"])
        #expect(results.map { $0.rows.first?[0] } == ["1", "a", "2", "3"])
        #expect(try connection.execute("CALL two()").rows.map { $0[0] } == ["a"])
        #expect(try connection.execute("SELECT 4").rows[0][0] == "4")
    }

    @Test func severalStatementsAtOnceCanBeRefused() throws {
        try connection.execute("CREATE TABLE t (a INT)")
        try connection.refuseSeveralStatements()
        let error = #expect(throws: ServerError.self) { try connection.execute("SELECT 1; DROP TABLE t") }
        #expect(error?.errno == 1064)
        try connection.execute("CREATE PROCEDURE two() BEGIN SELECT 'a'; SELECT 'b'; END")
        try connection.execute("SET sql_mode = 'ANSI_QUOTES'")
        #expect(connection.dialect.ansiQuotes)
        #expect(try connection.execute("SELECT COUNT(*) FROM t").rows[0][0] == "0")
    }

    @Test func countsOfRowsAndWarningsCome() throws {
        try connection.execute("CREATE TABLE t (a INT)")
        #expect(try connection.execute("INSERT INTO t VALUES (1), (2), (3)").affectedRows == 3)
        #expect(try connection.execute("DROP TABLE IF EXISTS nowhere").warningCount == 1)
    }

    @Test func rowsThatNobodyWantsAreCountedAlone() throws {
        try connection.execute("CREATE PROCEDURE two() BEGIN SELECT 1 UNION SELECT 2; SELECT 'b'; END")
        var results: [StatementResult] = []
        let statements = ["SELECT 1 UNION SELECT 2", "SELECT 3", "CALL two()", "SELECT 4"]
        try connection.execute(all: statements, keepsRows: { $0 % 2 == 1 }) { results.append($1) }
        #expect(results.map { $0.rows.map { $0[0] } } == [[], ["3"], [], ["4"]])
        #expect(results.map(\.affectedRows) == [2, 1, 2, 1])
    }

    @Test func aResetSessionIsLikeANewOne() throws {
        let before = try connection.execute("SELECT @@sql_mode, @@collation_connection, @v, DATABASE()").rows[0]
        try connection.execute(all: [
            "SET sql_mode = 'ANSI_QUOTES', @v = 1", "SET NAMES latin1", "CREATE TEMPORARY TABLE t (n INT)",
            "START TRANSACTION",
        ])
        #expect(connection.dialect.ansiQuotes)
        try connection.resetSession()
        let after = try connection.execute("SELECT @@sql_mode, @@collation_connection, @v, DATABASE()").rows[0]
        #expect((0..<4).map { after[$0] } == (0..<4).map { before[$0] })
        #expect(!connection.dialect.ansiQuotes)
        #expect(throws: ServerError.self) { try connection.execute("SELECT * FROM t") }
        #expect(try connection.execute("SELECT '😀'").rows[0][0] == "😀")
    }

    /// The server does not run `init_connect` when a session is reset.
    @Test(arguments: [("ALL PRIVILEGES", "d.*", true), ("CONNECTION ADMIN", "*.*", false), ("SUPER", "*.*", false)])
    func aResetSessionGetsWhatTheServerGivesNewOnes(_ right: String, _ scope: String, _ isGiven: Bool) throws {
        let server = try PrivateServer.start(options: ["--init-connect=SET @met = 1; SET div_precision_increment = 9"])
        defer { server.stop() }
        let admin = try server.connect()
        try admin.execute(all: ["CREATE DATABASE d", "CREATE USER app", "GRANT \(right) ON \(scope) TO app"])
        var settings = server.settings
        settings.user = "app"
        let session = try Connection(settings)
        let look = "SELECT CONCAT(COALESCE(@met, 0), @@div_precision_increment)"
        #expect(try session.execute(look).rows[0][0] == (isGiven ? "19" : "04"))
        try session.execute("SET @met = 5, div_precision_increment = 7")
        try session.resetSession()
        #expect(try session.execute(look).rows[0][0] == (isGiven ? "19" : "04"))
    }

    /// `LOAD DATA LOCAL` sends a file only if that is enabled.
    @Test func localFilesStayHereUnlessAskedFor() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(database.name).txt")
        try Data("1\n2\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try connection.execute("CREATE TABLE t (n INT)")
        let load = "LOAD DATA LOCAL INFILE '\(file.path)' INTO TABLE t"
        #expect(throws: ServerError.self) { try connection.execute(all: ["START TRANSACTION", load, "COMMIT"]) }
        // An open transaction would keep the database from being dropped.
        try connection.execute("ROLLBACK")
        if try connection.execute("SELECT @@local_infile").rows[0][0] != "1" { return }
        var settings = connection.settings
        settings.sendsLocalFiles = true
        let sending = try Connection(settings)
        try sending.execute(all: ["START TRANSACTION", load, "COMMIT"])
        #expect(try connection.execute("SELECT SUM(n) FROM t").rows[0][0] == "3")
    }

    @Test func longTextsTravelWhole() throws {
        let text = String(repeating: "é", count: 800_000)
        let statements = (0..<3).map { "SELECT '\($0)', '\(text)'" }
        let results = try connection.execute(all: statements)
        #expect(results.count == 3)
        #expect(results.allSatisfy { $0.rows[0][1] == text })
    }

    @Test func theDialectFollowsTheSession() throws {
        #expect(connection.dialect == SQLDialect())
        try connection.execute("SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'")
        #expect(connection.dialect == SQLDialect(ansiQuotes: true, noBackslashEscapes: true))
        try connection.execute(all: ["SET @@sql_mode = ''", "SELECT 1"])
        #expect(connection.dialect == SQLDialect())
        let other = try database.connect()
        #expect(other.dialect == SQLDialect())
    }

    @Test func textIsUTF8MB4() throws {
        #expect(try connection.execute("SELECT @@character_set_client").rows[0][0] == "utf8mb4")
        #expect(try connection.execute("SELECT HEX('😀')").rows[0][0] == "F09F9880")
    }

    @Test func aBatchWithTooFewAnswersFails() throws {
        let server = try FakeServer(.agreesOnce)
        let settings = ConnectionSettings(address: .tcp(host: "127.0.0.1", port: server.port), user: "visitor")
        // Its first round trip has several statements.
        let error = #expect(throws: ConnectionError.self) { try Connection(settings) }
        #expect(error?.server.errno == 2027)
    }

    @Test func aKilledSessionIsReportedAsLost() throws {
        let victim = try database.connect()
        try connection.execute("KILL \(victim.connectionID)")
        let error = #expect(throws: ServerError.self) { try victim.execute("SELECT 1") }
        #expect(error?.isConnectionLost == true)
        victim.close()
        let closed = #expect(throws: ServerError.self) { try victim.execute("SELECT 1") }
        #expect(closed?.isConnectionLost == true)
    }

    @Test func anAnswerMayTakeOnlySoLong() throws {
        var settings = database.settings
        settings.readTimeout = .seconds(3)
        let impatient = try Connection(settings)
        let error = #expect(throws: ServerError.self) { try impatient.execute("SELECT SLEEP(3600)") }
        #expect(error?.isConnectionLost == true)
        try connection.execute("KILL \(impatient.connectionID)")
    }

    @Test func asksTheNextAddressWhereNobodyAnswers() throws {
        var settings = database.settings
        settings.address = .socket("/nowhere/s.sock")
        settings.alternatives = [.tcp(host: "127.0.0.1", port: 1), database.settings.address]
        let connection = try Connection.open(settings)
        #expect(connection.settings.address == database.settings.address)
        #expect(connection.settings.alternatives == [settings.address, .tcp(host: "127.0.0.1", port: 1)])
        settings.alternatives.removeLast()
        let error = #expect(throws: ConnectionError.self) { try Connection.open(settings) }
        #expect(error?.reason == .cannotReach)
        #expect(error?.settings.address == settings.address)
    }

    /// A client that the first server rejects has no reason to try the others.
    @Test func doesNotTakeALoginElsewhere() throws {
        var settings = database.settings
        settings.user = "nobody_of_that_name"
        settings.password = Secret("x")
        settings.alternatives = [.socket("/nowhere/s.sock")]
        let error = #expect(throws: ConnectionError.self) { try Connection.open(settings) }
        #expect(error?.reason == .accessDenied)
    }

    /// MariaDB reports the progress of an ALTER.
    @Test(.timeLimit(.minutes(Patience.minutes)), .enabled("for MariaDB") { try PrivateServer.isMariaDB })
    func progressIsHandedOver() throws {
        let seen = Monitor<[ServerProgress]>([])
        connection.receiveProgress { progress in seen.access { $0.append(progress) } }
        try connection.execute("SET SESSION progress_report_time = 1")
        try connection.execute("CREATE TABLE t (a INT)")
        try connection.execute("INSERT INTO t SELECT seq FROM seq_1_to_100")
        // The server reports nothing for statements that take less than a second. The column costs time, but no memory.
        let hash = "h CHAR(128) AS (SHA2(REPEAT(a, 300000), 512)) STORED"
        while seen.access({ $0.isEmpty }) {
            try connection.execute("ALTER TABLE t ADD COLUMN \(hash), ALGORITHM=COPY")
            try connection.execute("ALTER TABLE t DROP COLUMN h")
            try connection.execute("INSERT INTO t SELECT a FROM t")
        }
        let first = seen.access { $0.first }
        #expect(first.map { (1...$0.stages).contains($0.stage) && (0...100).contains($0.percent) } == true)
        // What it is doing depends on the moment: copying, or enabling keys.
        #expect(first?.activity.isEmpty == false, "\(String(describing: first))")
    }
}
