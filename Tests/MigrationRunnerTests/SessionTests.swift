import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import SchemaModel
import ServerPort
import TestSupport
import Testing

/// Tests of the session state that a revision finds and leaves.
@Suite("Sessions")
struct SessionTests {
    private typealias Kind = StatementKindTests.Kind

    /// A rollback does not take back the numbers of a sequence, so the effects of an interrupted run on them are not
    /// compared here.
    @Test(arguments: try StatementKindTests.ofThisServer(StatementKindTests.sessionKinds))
    func aRunSeesWhatTheClientSees(_ kind: StatementKindTests.Kind) throws {
        let (bare, run) = (try StatementKindTests().fixture(kind), try StatementKindTests().fixture(kind))
        for statement in try StatementSplitter.split(kind.up).statements { try bare.connection.execute(statement.text) }
        try run.upgrade()
        #expect(try run.digest(showing: kind.shown) == bare.digest(showing: kind.shown))
    }

    /// A revision fails and is corrected as the tool says, in a new session.
    @Test(arguments: [
        ("INSERT INTO p (n) VALUES (7);", "INSERT INTO c VALUES (LAST_INSERT_ID()%@);"),
        ("INSERT INTO p (n) VALUES (7);\nSET @v = LAST_INSERT_ID();", "INSERT INTO c VALUES (@v%@);"),
        ("INSERT INTO p (n) VALUES (7);\nUPDATE p SET n = 8;", "INSERT INTO c VALUES (ROW_COUNT()%@);"),
        ("BEGIN;\nINSERT INTO p (n) VALUES (7);\nCOMMIT;", "INSERT INTO c VALUES (LAST_INSERT_ID()%@);"),
    ])
    func whatFailedFindsWhatItNeeds(_ start: String, _ end: String) throws {
        let base = ["CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, n INT)", "CREATE TABLE c (n INT)"]
        func script(_ broken: String) -> String {
            start + "\n" + String(end.prefix { $0 != "%" }) + broken + ");"
        }
        let fixture = try RunnerFixture([(script(", 1"), nil)])
        try fixture.connection.execute(all: base)
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        fixture.graph = try RunnerFixture.graph([(script(""), nil)])
        try fixture.upgrade(over: fixture.database.connect())
        let id = try fixture.value("SELECT MAX(id) FROM p")
        #expect(try fixture.strings("SELECT n FROM c") == [start.contains("UPDATE") ? "1" : id])
        #expect(try fixture.value("SELECT COUNT(*) FROM p") == "1")
    }

    @Test func sessionsDoNotLeak() throws {
        let fixture = try RunnerFixture([
            (
                "SET foreign_key_checks = 0;\nSET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES';\nUSE mysql;\n"
                    + "SET NAMES latin1;\nSELECT 1;", nil
            ),
            ("CREATE TABLE a AS SELECT @@foreign_key_checks AS f, \"x\" AS m;", nil),
        ])
        try fixture.upgrade()
        #expect(try fixture.value("SELECT CONCAT(f, m) FROM a") == "1x")
    }

    @Test func aContinuedRunFindsItsSessionAgain() throws {
        let start = "SET @kept = 5;\nSET SESSION group_concat_max_len = 77;\nCREATE TABLE a (n INT, m INT);\n"
        let fixture = try RunnerFixture([(start + "BROKEN;", nil)])
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        let end = "INSERT INTO a VALUES (@kept, @@group_concat_max_len);"
        fixture.graph = try RunnerFixture.graph([(start + end, nil)])
        try fixture.upgrade(over: fixture.database.connect())
        #expect(try fixture.value("SELECT CONCAT(n, ' ', m) FROM a") == "5 77")
    }

    @Test(arguments: [
        ("SET @v = 5;\nCREATE TABLE a (n INT);\nINSERT INTO a VALUES (@v);\n", "INSERT INTO a VALUES (@v + 1);", "5,6"),
        ("CREATE TABLE a (n INT);\nSELECT 7 INTO @v;\n", "INSERT INTO a VALUES (@v);", "7"),
        ("CREATE TABLE a (n INT);\nSTART TRANSACTION;\nSET @v = 1;\nCOMMIT;\n", "INSERT INTO a VALUES (@v);", "1"),
        ("CREATE TABLE a (n INT);\nSELECT 1 INTO @v;\n", "SET @v = 7;\nINSERT INTO a VALUES (@v);", "7"),
        ("CREATE TABLE a (n INT);\nSET @v = (SELECT 2);\nSET @v = 3;\n", "INSERT INTO a VALUES (@v);", "3"),
        ("CREATE TABLE a (n INT);\nSET @v = CONCAT('1', 2);\n", "INSERT INTO a VALUES (@v);", "12"),
        // As in MySQL scripts around a table with zero dates.
        (
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE';\nCREATE TABLE a (n TEXT);\n"
                + "SET @mode = @@SESSION.sql_mode, "
                + "SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'NO_ZERO_DATE', '');\n",
            "INSERT INTO a VALUES (@@sql_mode);\nSET SESSION sql_mode = @mode;\nINSERT INTO a VALUES (@@sql_mode);",
            "STRICT_ALL_TABLES,STRICT_ALL_TABLES,NO_ZERO_DATE"
        ),
    ])
    func whatCanBeSetAgainDoesNotStopTheRun(_ start: String, _ end: String, _ rows: String) throws {
        let fixture = try RunnerFixture([(start + "BROKEN;", nil)])
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        fixture.graph = try RunnerFixture.graph([(start + end, nil)])
        try fixture.upgrade(over: fixture.database.connect())
        #expect(try fixture.strings("SELECT n FROM a ORDER BY n").joined(separator: ",") == rows)
    }

    @Test(arguments: [
        (
            "CREATE TABLE a (n INT);\nINSERT INTO a VALUES (1);\nSET @v = LAST_INSERT_ID();\nBROKEN;\n"
                + "INSERT INTO a VALUES (@v);", "@v"
        ),
        ("CREATE TEMPORARY TABLE x (n INT);\nCREATE TABLE a (n INT);\nBROKEN;", "x"),
        (
            "CREATE TABLE a (n INT);\nSELECT COUNT(*) INTO @v FROM a;\nBROKEN;\nINSERT INTO a VALUES (@v);", "@v"
        ),
        (
            "CREATE TABLE a (n INT);\nSET @v = (SELECT COUNT(*) FROM a);\nBROKEN;\nINSERT INTO a VALUES (@v);", "@v"
        ),
        (
            "CREATE TABLE a (n INT);\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.n = @v;\n"
                + "SET @v = (SELECT COUNT(*) FROM a);\nBROKEN;\nINSERT INTO a VALUES (0);", "@v"
        ),
        ("CREATE TABLE a (n INT);\nSET @v = LAST_INSERT_ID();\nBROKEN;\nEXECUTE IMMEDIATE 'SELECT @v';", "@v"),
        (
            "CREATE TABLE a (n INT);\nSET @v = LAST_INSERT_ID();\nBROKEN;\nEXECUTE IMMEDIATE 'SELECT \\'it\\', @v';",
            "@v"
        ),
        ("CREATE TABLE a (n INT);\nSET @v = NOW();\nBROKEN;\nSET timestamp = @v;", "@v"),
    ])
    func whatASessionTookWithItStopsTheRun(_ up: String, _ lost: String) throws {
        let fixture = try RunnerFixture([(up, nil)])
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        let stopped = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .undecidable(let undecidable) = stopped else {
            Issue.record("found \(String(describing: stopped))")
            return
        }
        #expect(undecidable.reason == .sessionLost(lost))
    }

    /// An INSERT that may leave `LAST_INSERT_ID()` unchanged does not replace the one whose number is lost.
    @Test(arguments: [
        "INSERT INTO p VALUES (7, NULL)", "INSERT IGNORE INTO p (n) VALUES ('x')",
        "INSERT INTO p (n) SELECT n FROM p WHERE FALSE",
        "INSERT INTO p (n) VALUES ('x') ON DUPLICATE KEY UPDATE n = 'y'",
        "INSERT INTO p SET id = 5, n = CONCAT('a', 'b')", "INSERT INTO p PARTITION (p0) VALUES (7, 'x')",
        "INSERT INTO absent (n) VALUES (1)", "INSERT INTO numbered (n) VALUES ('x')",
        "INSERT INTO p (id, n) VALUES (NULL, 'x')", "REPLACE INTO p VALUES (7, DEFAULT)",
    ])
    func aRowThatMayGetNoNumberStopsTheRun(_ insert: String) throws {
        let up = """
            INSERT INTO p (n) VALUES ('x');
            CREATE TABLE c (p INT);
            BROKEN;
            \(insert);
            INSERT INTO c VALUES (LAST_INSERT_ID());
            """
        let fixture = try RunnerFixture([(up, nil)])
        try fixture.connection.execute(all: [
            "CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, n VARCHAR(9))", "CREATE TABLE numbered LIKE p",
            "CREATE TRIGGER g BEFORE INSERT ON numbered FOR EACH ROW SET NEW.id = 5",
        ])
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        let stopped = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .undecidable(let undecidable) = stopped else {
            Issue.record("found \(String(describing: stopped))")
            return
        }
        #expect(undecidable.reason == .sessionLost("LAST_INSERT_ID()"))
    }

    /// A routine that this account may run but not read may use any variable.
    @Test func whatCannotBeReadMayNeedAnyVariable() throws {
        let up = "SET @v = (SELECT COUNT(*) FROM a);\nCREATE TABLE b (n INT);\nBROKEN;\nINSERT INTO a VALUES (0);"
        let fixture = try RunnerFixture([(up, nil)])
        try fixture.connection.execute(all: [
            "CREATE TABLE a (n INT)", "CREATE FUNCTION f() RETURNS INT NO SQL RETURN @v",
        ])
        let rights = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, EXECUTE"
        try fixture.withAccount(rights) { settings in
            let runner = fixture.runner(over: try Connection(settings), lockExecutor: { try Connection(settings) })
            let target = try RevisionTarget("head")
            #expect(throws: MigrationFailure.self) { try runner.run(runner.plan(.upgrade, to: target)) }
            let stopped = #expect(throws: MigrationError.self) { try runner.plan(.upgrade, to: target) }
            guard case .undecidable(let undecidable) = stopped else {
                Issue.record("found \(String(describing: stopped))")
                return
            }
            #expect(undecidable.reason == .sessionLost("@v"))
        }
    }

    /// Statements that change a session, each with what a later revision must not see.
    static let leaks = [
        ("SET SESSION default_storage_engine = MEMORY;", "@@default_storage_engine"),
        ("SET SESSION explicit_defaults_for_timestamp = 0;", "@@explicit_defaults_for_timestamp"),
        ("SET SESSION sql_safe_updates = 1;", "@@sql_safe_updates"),
        ("SET SESSION group_concat_max_len = 44;", "@@group_concat_max_len"),
        ("SET timestamp = 1000000000;", "UNIX_TIMESTAMP() < 1100000000"),
        ("SET SESSION auto_increment_increment = 7;", "@@auto_increment_increment"),
        ("SET SESSION auto_increment_offset = 7;", "@@auto_increment_offset"),
        ("SET @left = 5;", "@left"), ("SELECT 5 INTO @left;", "@left"), ("DO (@left := 5);", "@left"),
        ("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE;", "@@ISOLATION"),
        ("SET sql_mode = 'ANSI_QUOTES';", "@@sql_mode"), ("SET foreign_key_checks = 0;", "@@foreign_key_checks"),
        ("SET unique_checks = 0;", "@@unique_checks"), ("SET time_zone = '+05:00';", "@@time_zone"),
        ("SET NAMES latin1;", "@@character_set_client"),
        ("SET collation_connection = utf8mb4_bin;", "@@collation_connection"),
        ("SET autocommit = 0;", "@@autocommit"), ("SET lc_time_names = 'de_DE';", "@@lc_time_names"),
        ("SET SESSION sql_select_limit = 1;", "@@sql_select_limit"),
        ("SET SESSION max_join_size = 1000;", "@@max_join_size"),
        ("SET SESSION sort_buffer_size = 65536;", "@@sort_buffer_size"),
        ("SET SESSION sql_auto_is_null = 1;", "@@sql_auto_is_null"),
        ("SET SESSION div_precision_increment = 9;", "1 / 3"),
        ("SET SESSION lock_wait_timeout = 77;", "@@lock_wait_timeout"), ("SET SESSION sql_notes = 0;", "@@sql_notes"),
        ("SET SESSION innodb_lock_wait_timeout = 77;", "@@innodb_lock_wait_timeout"),
        ("SET last_insert_id = 9;", "LAST_INSERT_ID()"), ("INSERT INTO numbers VALUES (DEFAULT);", "LAST_INSERT_ID()"),
        ("BEGIN;\nSET SESSION completion_type = 1;\nCOMMIT;", "@@completion_type"),
        ("USE mysql;", "DATABASE()"),
        ("CREATE TABLE made AS SELECT @left := 5 AS n;", "@left"),
    ]

    @Test(arguments: leaks)
    func aRevisionLeavesNothingForTheNext(_ up: String, _ seen: String) throws {
        let version = try PrivateServer.shared.database().connect().serverVersionText
        // MariaDB has the other name only since 11.1.
        let isolation = version.contains("MariaDB") ? "tx_isolation" : "transaction_isolation"
        let next = "CREATE TABLE seen AS SELECT \(seen.replacing("ISOLATION", with: isolation)) AS v;"
        let alone = try RunnerFixture([("DO 1;", nil), (next, nil)])
        let after = try RunnerFixture([(up, nil), (next, nil)])
        for fixture in [alone, after] {
            try fixture.connection.execute("CREATE TABLE numbers (id INT AUTO_INCREMENT PRIMARY KEY)")
            try fixture.upgrade()
        }
        let expected = seen == "DATABASE()" ? after.database.name : try alone.value("SELECT v FROM seen")
        #expect(try after.value("SELECT v FROM seen") == expected)
    }

    /// Blocks in Oracle's syntax, up to their delimiter.
    @Test(.enabled("for MariaDB") { try PrivateServer.isMariaDB })
    func blocksOfOracleRun() throws {
        let fixture = try RunnerFixture([
            (
                """
                CREATE TABLE t (n INT);
                SET sql_mode = ORACLE;
                DELIMITER //
                CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW DECLARE x INT; BEGIN x := 1; SET NEW.n = NEW.n + x; END//
                DECLARE x INT; BEGIN x := 5; INSERT INTO t VALUES (x); END//
                BEGIN INSERT INTO t VALUES (6); INSERT INTO t VALUES (7); END;
                //
                """, nil
            )
        ])
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT n FROM t ORDER BY n") == ["6", "7", "8"])
    }

    @Test func temporaryTablesAndPreparedStatementsEndWithTheirRevision() throws {
        let fixture = try RunnerFixture([
            ("CREATE TEMPORARY TABLE t (a INT);\nPREPARE s FROM 'CREATE TABLE never (n INT)';", nil),
            ("CREATE TABLE t (b INT);\nINSERT INTO t VALUES (1);", nil), ("EXECUTE s;", nil),
        ])
        let failure = try #require(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure.revision.revision == "r3")
        #expect(failure.serverError.errno == 1243)
        #expect(try fixture.strings("SELECT b FROM t") == ["1"])
    }

    /// The session's own lock is taken again after each reset.
    @Test func theLockOutlivesAReset() throws {
        let fixture = try RunnerFixture([("SET @v = 1;", nil), ("SELECT 1;", nil), ("DO 0;", nil)])
        let name = "swiftmig-work:\(fixture.database.name).swiftmig_version"
        let observer = try fixture.database.connect()
        var holders: [String?] = []
        try fixture.upgrade { event in
            guard case .statement = event else { return }
            holders.append(try? observer.execute("SELECT IS_USED_LOCK('\(name)')").rows.first?[0])
        }
        #expect(holders == Array(repeating: String(fixture.connection.connectionID), count: 3))
    }

    @Test func warningsAreToldAndKept() throws {
        let fixture = try RunnerFixture([
            (
                "CREATE TABLE t (n TINYINT);\nSET sql_mode = '';\nINSERT INTO t VALUES (400), (1), (-400);\n"
                    + "DROP TABLE IF EXISTS never_there;", nil
            ), ("INSERT INTO t VALUES (1);", nil),
        ])
        var told: [ServerWarning] = []
        try fixture.upgrade { if case .warning(let warning) = $0 { told.append(warning) } }
        #expect(told.map(\.errno) == [1264, 1264])
        #expect(told.map(\.origin.index) == [2, 2])
        #expect(told.map(\.origin.statement.line) == [7, 7])
        let kept = try fixture.runner().journalEntries().map(\.warnings)
        #expect(kept.map(\.count) == [2, 0])
        #expect(kept[0][0].hasPrefix("3: Warning 1264: Out of range value"))
    }

    @Test func manyWarningsOfOneStatementAreCounted() throws {
        let rows = Array(repeating: "(400)", count: 25).joined(separator: ", ")
        let fixture = try RunnerFixture([
            ("SET sql_mode = '';\nCREATE TABLE t (n TINYINT);\nINSERT INTO t VALUES \(rows);", nil)
        ])
        var told: [ServerWarning] = []
        try fixture.upgrade { if case .warning(let warning) = $0 { told.append(warning) } }
        #expect(told.count == 10)
        #expect(told.last?.others == 15)
    }

    @Test func warningsAreKeptWhereTheEmptyTextIsNull() throws {
        let fixture = try RunnerFixture([
            ("SET sql_mode = 'EMPTY_STRING_IS_NULL';\nCREATE TABLE t (n TINYINT);\nINSERT INTO t VALUES (400);", nil)
        ])
        if !fixture.connection.isMariaDB { return }
        try fixture.upgrade()
        #expect(try fixture.runner().journalEntries().map(\.warnings.count) == [1])
    }

    @Test func aWarningOfSeveralLinesIsOne() throws {
        let fixture = try RunnerFixture([("CALL p();", nil)])
        try fixture.connection.execute(
            "CREATE PROCEDURE p() SIGNAL SQLSTATE '01000' SET MESSAGE_TEXT = 'one\ntwo', MYSQL_ERRNO = 1642"
        )
        try fixture.upgrade()
        #expect(try fixture.runner().journalEntries().map(\.warnings) == [["1: Warning 1642: one\\ntwo"]])
    }

    @Test func theJournalKeepsSomeOfMany() throws {
        let column = String(repeating: "c", count: 64)
        let rows = Array(repeating: "(400)", count: 10).joined(separator: ", ")
        let insert = "INSERT INTO t VALUES \(rows);\n"
        let up = "SET sql_mode = '';\nBEGIN;\n" + String(repeating: insert, count: 70) + "COMMIT;\n" + insert
        let fixture = try RunnerFixture([(up, nil)])
        try fixture.connection.execute("CREATE TABLE t (\(column) TINYINT)")
        try fixture.upgrade()
        let size = try Int(fixture.value("SELECT LENGTH(warnings) FROM swiftmig_journal")) ?? 0
        #expect(65536..<66000 ~= size)
        let kept = try #require(try fixture.runner().journalEntries().first?.warnings)
        #expect(kept.last == "72: more warnings, here and later, are not kept")
        #expect(kept.filter { $0.contains("not kept") }.count == 1)
    }

    /// A revision is done before its session is reset.
    @Test func whatIsDoneIsToldWhateverBecomesOfTheSession() throws {
        let fixture = try RunnerFixture([("DO 1;", nil), ("DO 2;", nil)])
        var finished: [String] = []
        let executor = ResetExecutor(fixture.connection) {
            throw ServerError(errno: 2013, sqlState: "HY000", message: "Lost connection")
        }
        let failure = #expect(throws: MigrationFailure.self) {
            try fixture.upgrade(over: executor) { if case .finished(let step) = $0 { finished.append(step.revision) } }
        }
        #expect(finished == ["r1"])
        #expect(failure?.finishedRevisions == ["r1"])
        #expect(try fixture.runner().versionRows() == ["r1"])
    }

    /// Another run may have begun while the session was being restored.
    @Test func aLockThatIsLostWhileALockInterruptsIsTold() throws {
        let fixture = try RunnerFixture([("BEGIN;\nSET @n = 1;\nUPDATE t SET n = @n;\nCOMMIT;", nil)])
        fixture.options.lockWait = 1
        try fixture.connection.execute(all: ["CREATE TABLE t (n INT)", "INSERT INTO t VALUES (0)"])
        let keeper = try fixture.database.connect()
        try keeper.execute(all: ["START TRANSACTION", "UPDATE t SET n = n"])
        let executor = ResetExecutor(fixture.connection) {
            try fixture.connection.resetSession()
            let name = "swiftmig-work:\(fixture.database.name).swiftmig_version"
            try keeper.execute("SELECT GET_LOCK('\(name)', 0)")
        }
        #expect(throws: MigrationError.lockLost(before: "r1")) { try fixture.upgrade(over: executor) }
    }

    /// A session that a lock interrupts starts again with its previous values.
    @Test func aGroupThatMeetsALockIsRunAgain() throws {
        let fixture = try RunnerFixture([
            (
                "SET @kept = 3;\nINSERT INTO p (n) VALUES (@kept);\nSET @v = LAST_INSERT_ID(), @kept = @kept + 1;\n"
                    + "UPDATE t SET n = n + @v * 10 + @kept;", nil
            )
        ])
        fixture.options.lockWait = 1
        fixture.options.lockPause = .milliseconds(10)
        try fixture.connection.execute(all: [
            "CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, n INT)", "CREATE TABLE t (n INT)",
            "INSERT INTO t VALUES (0)",
        ])
        let other = try fixture.database.connect()
        try other.execute(all: ["START TRANSACTION", "UPDATE t SET n = n"])
        try fixture.upgrade { event in if case .blocked = event { _ = try? other.execute("ROLLBACK") } }
        let id = try fixture.value("SELECT MAX(id) FROM p")
        #expect(try fixture.strings("SELECT n FROM t") == ["\((Int(id) ?? 0) * 10 + 4)"])
        #expect(try fixture.value("SELECT COUNT(*) FROM p") == "1")
    }

    /// Uncommitted rows of another session are visible only in a transaction that asks for them.
    @Test(arguments: [
        ("START TRANSACTION;\nSELECT COUNT(*) INTO @n FROM t;\nINSERT INTO seen VALUES (@n);\nCOMMIT;", ["1", "0"]),
        ("SET @kept = 5;\nINSERT INTO seen SELECT COUNT(*) FROM t;", ["1", "0"]),
        ("INSERT INTO seen SELECT COUNT(*) FROM t;", ["1", "0"]),
        ("CREATE TABLE u (n INT);\n", ["0"]),
    ])
    func aTransactionFindsWhatWasSetForIt(_ next: String, _ seen: [String]) throws {
        let level = "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;\n"
        let last = "SELECT COUNT(*) INTO @last FROM t;\nINSERT INTO seen VALUES (@last);"
        let fixture = try RunnerFixture([
            (level + next + "\n" + last, nil),
            ("SET TRANSACTION READ ONLY;\nSELECT COUNT(*) FROM t;\nINSERT INTO seen VALUES (9);", nil),
        ])
        try fixture.connection.execute(all: ["CREATE TABLE t (n INT) ENGINE=InnoDB", "CREATE TABLE seen (n INT)"])
        let other = try fixture.database.connect()
        try other.execute(all: ["START TRANSACTION", "INSERT INTO t VALUES (1)"])
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT n FROM seen") == seen + ["9"])
    }

    @Test(arguments: ["", "SET time_zone = '+05:00';\n"])
    func theTimeThatARevisionSetsIsNotTheJournals(_ zone: String) throws {
        let up = "SET timestamp = 86400;\nCREATE TABLE t (n INT);\nINSERT INTO t VALUES (UNIX_TIMESTAMP());"
        let fixture = try RunnerFixture([(zone + up, nil)])
        try fixture.upgrade()
        #expect(try fixture.value("SELECT n FROM t") == "86400")
        let now = { (column: String) in "ABS(TIMESTAMPDIFF(SECOND, \(column), UTC_TIMESTAMP())) < 600" }
        let times = "\(now("started_at")), \(now("finished_at")), seconds BETWEEN 0 AND 600"
        #expect(try fixture.value("SELECT CONCAT(\(times)) FROM swiftmig_journal") == "111")
    }
}

/// Runs a closure instead of a reset of the session.
private final class ResetExecutor: QueryExecutor {
    private let base: any QueryExecutor
    private let body: () throws -> Void

    init(_ base: any QueryExecutor, _ body: @escaping () throws -> Void) {
        (self.base, self.body) = (base, body)
    }

    var dialect: SQLDialect { base.dialect }

    func resetSession() throws { try body() }

    func execute(_ statement: String) throws -> StatementResult { try base.execute(statement) }

    func execute(all statements: [String]) throws -> [StatementResult] { try base.execute(all: statements) }
}
