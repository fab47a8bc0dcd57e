import DatabaseSettings
import Foundation
import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import SchemaModel
import ServerPort
import TestSupport
import Testing

/// A run waits for locks of other sessions in short turns, and nothing happens twice.
@Suite struct LockWaitTests {
    private static func fixture(_ up: String, retries: Int = 10) throws -> RunnerFixture {
        let fixture = try RunnerFixture([(up, nil)])
        fixture.options.lockWait = 1
        fixture.options.lockRetries = retries
        fixture.options.lockPause = .milliseconds(1)
        try fixture.connection.execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)")
        try fixture.connection.execute("INSERT INTO t VALUES (1, 0)")
        return fixture
    }

    @Test func queriesPassBetweenTheTries() throws {
        let fixture = try Self.fixture("ALTER TABLE t ADD COLUMN m INT;")
        let keeper = try fixture.database.connect()
        let other = try fixture.database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM t")
        var waits: [LockWait] = []
        try fixture.upgrade { event in
            guard case .blocked(let wait) = event else { return }
            waits.append(wait)
            // An ALTER that waited for the table would block this query.
            #expect((try? other.execute("SELECT COUNT(*) FROM t").rows.first?[0]) == "1")
            if waits.count == 2 { _ = try? keeper.execute("COMMIT") }
        }
        #expect(waits.map(\.tries) == [1, 2])
        #expect(waits.allSatisfy { $0.error?.errno == 1205 && $0.blockers.contains { $0.id == keeper.connectionID } })
        #expect(try fixture.strings("SHOW COLUMNS FROM t") == ["id", "n", "m"])
        #expect(try fixture.value("SELECT state FROM swiftmig_journal") == "done")
    }

    @Test func theErrorNamesWhoIsInTheWay() throws {
        let fixture = try Self.fixture("ALTER TABLE t ADD COLUMN m INT;", retries: 0)
        let keeper = try fixture.database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM t")
        do {
            try fixture.upgrade()
            Issue.record("it did not wait")
        } catch let failure as MigrationFailure {
            #expect(failure.fate == .notApplied)
            #expect(failure.lockWait.tries == 1)
            #expect(failure.lockWait.blockers.contains { $0.id == keeper.connectionID })
        }
        #expect(try fixture.strings("SHOW COLUMNS FROM t") == ["id", "n"])
        try keeper.execute("COMMIT")
        try fixture.upgrade()
        #expect(try fixture.strings("SHOW COLUMNS FROM t") == ["id", "n", "m"])
    }

    /// MySQL's information_schema.PROCESSLIST fails while a session runs such a statement.
    @Test func aStatementWithAnEmojiHidesNobody() throws {
        let fixture = try Self.fixture("ALTER TABLE t ADD COLUMN m INT;", retries: 0)
        let keeper = try fixture.database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM t")
        let settings = fixture.connection.settings
        // It ends with an error when it is killed.
        Thread.detachNewThread { _ = try? Connection(settings).execute("DO SLEEP(600) /* 😀 */, 1") }
        func talker() throws -> String? {
            let rows = try keeper.execute("SHOW FULL PROCESSLIST").rows
            return rows.first { $0[3] == settings.database && $0[7]?.hasPrefix("DO SLEEP") == true }?[0]
        }
        try waitUntil { try talker() != nil }
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.lockWait.blockers.contains { $0.id == keeper.connectionID } == true)
        if let talker = try talker() { try keeper.execute("KILL \(talker)") }
    }

    @Test(arguments: [1205, 1213])
    func aTransactionIsSentAgainAsAWhole(_ errno: Int) throws {
        let fixture = try Self.fixture(
            "START TRANSACTION; UPDATE t SET n = n + 1; INSERT INTO t VALUES (2, 7); COMMIT;"
        )
        try fixture.connection.execute(
            """
            CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW IF COALESCE(@tries, 0) < 2 THEN \
            SET @tries = COALESCE(@tries, 0) + 1; \
            SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = \(errno), MESSAGE_TEXT = 'busy'; END IF
            """
        )
        var tries: [Int] = []
        try fixture.upgrade { event in if case .blocked(let wait) = event { tries.append(wait.tries) } }
        #expect(tries == [1, 2])
        #expect(try fixture.strings("SELECT CONCAT(id, ' ', n) FROM t ORDER BY id") == ["1 1", "2 7"])
    }

    /// The row in the MyISAM table stays after a rollback, so nothing is sent again.
    @Test func whatCannotBeTakenBackIsNotRepeated() throws {
        let fixture = try Self.fixture(
            "START TRANSACTION; INSERT INTO m VALUES (1); INSERT INTO t VALUES (2, 7); COMMIT;"
        )
        try fixture.connection.execute("CREATE TABLE m (n INT) ENGINE=MyISAM")
        try fixture.connection.execute(
            """
            CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW \
            SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1205, MESSAGE_TEXT = 'busy'
            """
        )
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(try fixture.value("SELECT COUNT(*) FROM m") == "1")
    }

    @Test func aRowLockIsWaitedForToo() throws {
        let fixture = try Self.fixture("UPDATE t SET n = n + 1;")
        let keeper = try fixture.database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("UPDATE t SET n = 10")
        var wait: LockWait?
        try fixture.upgrade { event in
            guard case .blocked(let blocked) = event else { return }
            wait = blocked
            _ = try? keeper.execute("COMMIT")
        }
        #expect(wait?.blockers.contains { $0.id == keeper.connectionID } == true)
        #expect(try fixture.value("SELECT n FROM t") == "11")
    }

    /// The second try does not start from the value that the first one had reached.
    @Test(arguments: ["", "-- swiftmig: lock_wait=1s\n"])
    func aVariableCountsFromWhereItStood(_ directive: String) throws {
        let fixture = try Self.fixture("SET @n = 0;\n\(directive)UPDATE t SET n = (@n := @n + 1) ORDER BY id;")
        try fixture.connection.execute("INSERT INTO t VALUES (2, 0), (3, 0)")
        let keeper = try fixture.database.connect()
        try keeper.execute(all: ["START TRANSACTION", "UPDATE t SET n = 10 WHERE id = 3"])
        var tries = 0
        try fixture.upgrade { event in
            guard case .blocked = event else { return }
            tries += 1
            _ = try? keeper.execute("COMMIT")
        }
        #expect(tries == 1)
        #expect(try fixture.strings("SELECT n FROM t ORDER BY id") == ["1", "2", "3"])
    }

    /// The same for DDL, whose intent is already written.
    @Test(arguments: ["", "-- swiftmig: lock_wait=1s\n"])
    func aVariableOfADefinitionCountsFromWhereItStood(_ directive: String) throws {
        let fixture = try Self.fixture(
            "SET @n = 0;\n\(directive)CREATE TABLE made AS SELECT id, @n := @n + 1 AS c FROM t ORDER BY id;\n"
                + "SET @kept = @@lock_wait_timeout;\nCREATE TABLE other AS SELECT @kept AS w;"
        )
        try fixture.connection.execute("INSERT INTO t VALUES (2, 0), (3, 0)")
        let keeper = try fixture.database.connect()
        try keeper.execute(all: ["START TRANSACTION", "UPDATE t SET n = 10 WHERE id = 3"])
        try fixture.upgrade { if case .blocked = $0 { _ = try? keeper.execute("COMMIT") } }
        #expect(try fixture.strings("SELECT CONCAT(id, ' ', c) FROM made ORDER BY id") == ["1 1", "2 2", "3 3"])
        #expect(try fixture.value("SELECT w FROM other") == "1")
    }

    @Test func aDirectiveHoldsForItsStatementAlone() throws {
        let limits = "INSERT INTO seen (definitions, row_locks) SELECT @@lock_wait_timeout, @@innodb_lock_wait_timeout"
        let fixture = try RunnerFixture([
            (
                """
                CREATE TABLE seen (id INT PRIMARY KEY AUTO_INCREMENT, definitions INT, row_locks INT);
                -- swiftmig: lock_wait=7s retries=3
                \(limits);
                \(limits);
                SET SESSION lock_wait_timeout = 33;
                -- swiftmig: lock_wait=8s
                CREATE TABLE made (a INT, b INT) AS SELECT @@lock_wait_timeout AS a, @@innodb_lock_wait_timeout AS b;
                \(limits);
                """, nil
            ),
            (limits + ";", nil),
        ])
        fixture.options.lockWait = 4
        try fixture.upgrade()
        let seen = try fixture.strings("SELECT CONCAT(definitions, ' ', row_locks) FROM seen ORDER BY id")
        #expect(seen == ["7 7", "4 4", "33 4", "4 4"])
        #expect(try fixture.value("SELECT CONCAT(a, ' ', b) FROM made") == "8 8")
    }

    @Test func algorithmAndLockReachTheServer() throws {
        let fixture = try RunnerFixture([
            ("CREATE TABLE t (id INT PRIMARY KEY, n INT, KEY i (n));", nil),
            (
                """
                -- swiftmig: algorithm=inplace lock=none
                DROP INDEX i ON t;
                -- swiftmig: algorithm=inplace lock=none
                CREATE INDEX i ON t (n);
                -- swiftmig: algorithm=copy
                -- swiftmig: lock=shared
                ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 2;
                -- swiftmig: algorithm=inplace
                ALTER TABLE t MODIFY n VARCHAR(9);
                """, nil
            ),
        ])
        do {
            try fixture.upgrade()
            Issue.record("it ignored the algorithm")
        } catch let failure as MigrationFailure {
            // ER_ALTER_OPERATION_NOT_SUPPORTED, without and with a reason: this ALTER has to copy the table.
            #expect([1845, 1846].contains(failure.serverError.errno), "\(failure)")
            #expect(failure.statementsDone == 3)
            #expect(failure.origin?.statement.textWithClauses.contains("ALGORITHM=INPLACE, MODIFY") == true)
        }
        let script = try OfflineScript(graph: fixture.graph).upgrade("r1:r2")
        for text in [
            "ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE, DROP INDEX i;", "(n) ALGORITHM=INPLACE LOCK=NONE;",
            "t ALGORITHM=COPY, LOCK=SHARED PARTITION BY HASH",
        ] {
            #expect(script.contains(text), "\(script)")
        }
    }

    @Test func pausesGrowAndEnd() {
        let policy = RetryPolicy(retries: 8, firstPause: .milliseconds(500))
        let pauses = (1...9).map { policy.pause(after: $0, chance: 0.5) }
        #expect(pauses.prefix(6).map { $0 ?? .zero } == [1, 2, 4, 8, 16, 32].map { Duration.milliseconds(500) * $0 })
        #expect(pauses[6] == .seconds(20))
        #expect(pauses[8] == nil)
        #expect(policy.pause(after: 1, chance: 0) != policy.pause(after: 1, chance: 0.9))
    }

    // MARK: The lock of the run itself

    /// Wherever the run loses its lock, no further statement of a revision runs.
    @Test func aRunWithoutItsLockStops() throws {
        let revisions: [(up: String, down: String?)] = [
            ("CREATE TABLE a (n INT); INSERT INTO a VALUES (1); ALTER TABLE a ADD COLUMN m INT;", nil),
            ("SET @x = 1; UPDATE a SET n = n + 1; CALL more(); DROP TABLE a;", nil),
        ]
        var calls = 0
        var stopped = 0
        while true {
            calls += 1
            let fixture = try RunnerFixture(revisions)
            try fixture.connection.execute("CREATE PROCEDURE more() UPDATE a SET n = n + 10")
            let executor = LockEndingExecutor(fixture.connection, before: calls, fixture)
            do {
                try fixture.upgrade(over: executor)
                break
            } catch let error as MigrationError {
                guard case .lockLost = error else { throw error }
                stopped += 1
                #expect(executor.answersAfterwards == 0)
            }
            // Another run continues from there.
            try fixture.upgrade()
            #expect(try fixture.tables.isEmpty)
        }
        #expect(stopped > 5)
    }
}

/// Ends the connection with the lock before a call of the run.
private final class LockEndingExecutor: QueryExecutor {
    private let base: Connection
    private let fixture: RunnerFixture
    private let call: Int
    private var calls = 0
    private var hasEnded = false
    /// The number of the revisions' statements that ran afterwards.
    private(set) var answersAfterwards = 0

    init(_ base: Connection, before call: Int, _ fixture: RunnerFixture) {
        (self.base, self.call, self.fixture) = (base, call, fixture)
    }

    var dialect: SQLDialect { base.dialect }

    func resetSession() throws { try base.resetSession() }

    private func end() throws {
        let name = "swiftmig:\(fixture.database.name).swiftmig_version"
        let admin = try fixture.database.connect()
        guard let holder = try admin.execute("SELECT IS_USED_LOCK('\(name)')").rows.first?[0] else { return }
        calls += 1
        guard calls == call else { return }
        hasEnded = true
        try admin.execute("KILL \(holder)")
        try waitUntil { try admin.execute("SELECT IS_USED_LOCK('\(name)')").rows.first?[0] != holder }
    }

    func execute(_ statement: String) throws -> StatementResult { try base.execute(statement) }

    func execute(all statements: [String]) throws -> [StatementResult] {
        // The statements that prepare the run change nothing.
        if statements.contains(where: { $0.contains("IS_USED_LOCK") }) { try end() }
        let results = try base.execute(all: statements)
        if hasEnded, statements.contains(where: { $0.contains("IS_USED_LOCK") }) { answersAfterwards += 1 }
        return results
    }
}
