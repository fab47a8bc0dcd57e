import MariaDBClient
import MigrationRunner
import Revisions
import TestSupport
import Testing

/// Runs every kind of statement, and stops the run before and after every call to the server, for upgrade and
/// downgrade. Afterwards the database is as after an undisturbed run, or the run stops with its question.
@Suite("Every kind of statement")
struct StatementKindTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var name: String
        /// The statements that prepare the database.
        var base: [String] = []
        var up: String
        var down: String
        /// The statements at which a recovery stops and asks, for upgrade and downgrade.
        var questions: Set<Int> = []
        var questionsBack: Set<Int> = []
        /// A query to compare instead of everything, because a rolled-back transaction leaves a gap in the row numbers.
        var shown: String?
        /// Whether it runs only on MariaDB.
        var isMariaDB = false

        var testDescription: String { name }
    }

    private static let table = "CREATE TABLE t (n INT NOT NULL)"
    private static let row = "INSERT INTO t (n) VALUES (1)"
    private static let myisam = "CREATE TABLE log (n INT) ENGINE=MyISAM"

    static let kinds = [
        Kind(
            name: "DML and a transaction",
            base: [table],
            up: """
                INSERT INTO t (n) VALUES (1);
                UPDATE t SET n = n * 3;
                START TRANSACTION;
                INSERT INTO t (n) SELECT n + 1 FROM t;
                UPDATE t SET n = n * 2;
                COMMIT;
                DELETE FROM t WHERE n = 2;
                """,
            down: "DELETE FROM t;\nINSERT INTO t (n) VALUES (7);"
        ),
        Kind(
            name: "tables",
            base: [table, row],
            up: """
                CREATE TABLE a (n INT);
                CREATE TABLE b LIKE t;
                CREATE TABLE c AS SELECT n FROM t;
                INSERT INTO c VALUES (5);
                CREATE INDEX i ON a (n);
                ALTER TABLE t ADD COLUMN m INT DEFAULT 3;
                UPDATE t SET n = n + m;
                ALTER TABLE t CHANGE m k BIGINT;
                RENAME TABLE a TO x, b TO a;
                DROP TABLE c;
                """,
            down: """
                CREATE TABLE c (n INT);
                DROP TABLE c, a;
                DROP TABLE x;
                UPDATE t SET n = n - k;
                ALTER TABLE t DROP COLUMN k;
                """
        ),
        Kind(
            name: "a dropped table takes its triggers",
            base: [table, "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.n = NEW.n + 1"],
            up: "INSERT INTO t (n) VALUES (1);\nRENAME TABLE t TO u;\nINSERT INTO u (n) VALUES (1);\nDROP TABLE u;",
            down: "CREATE TABLE t (n INT NOT NULL);\nINSERT INTO t (n) VALUES (1);"
        ),
        Kind(
            name: "views, triggers, routines and events",
            base: [table],
            up: """
                CREATE VIEW v AS SELECT n FROM t;
                ALTER VIEW v AS SELECT n + 1 AS n FROM t;
                CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.n = NEW.n * 10;
                INSERT INTO t (n) VALUES (1);
                CREATE PROCEDURE p() SELECT 1;
                CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 2;
                ALTER PROCEDURE p COMMENT 'x';
                CREATE EVENT e ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01' DISABLE DO SELECT 1;
                ALTER EVENT e RENAME TO e2;
                """,
            down: """
                DROP EVENT e2;
                DROP FUNCTION f;
                DROP PROCEDURE p;
                DROP TRIGGER g;
                INSERT INTO t (n) VALUES (1);
                DROP VIEW v;
                """
        ),
        Kind(
            name: "sequences",
            base: [table],
            up: """
                CREATE SEQUENCE s START WITH 5;
                INSERT INTO t (n) VALUES (1);
                ALTER SEQUENCE s MAXVALUE 100;
                ALTER SEQUENCE s RESTART 50;
                INSERT INTO t (n) VALUES (2);
                """,
            down: "DELETE FROM t;\nDROP SEQUENCE s;",
            isMariaDB: true
        ),
        Kind(
            name: "OR REPLACE",
            base: [table, row, "CREATE PROCEDURE p() SELECT 1"],
            up: """
                CREATE OR REPLACE VIEW v AS SELECT n FROM t;
                CREATE OR REPLACE TABLE w (a INT);
                INSERT INTO w VALUES (1);
                CREATE OR REPLACE PROCEDURE p() SELECT 2;
                CREATE OR REPLACE TABLE w AS SELECT n FROM t;
                UPDATE t SET n = n + 1;
                """,
            down: "CREATE OR REPLACE TABLE w (b INT);\nUPDATE t SET n = n - 1;\nDROP VIEW v;",
            isMariaDB: true
        ),
        Kind(
            name: "the session",
            base: [table],
            up: """
                SET @n = 5;
                SET SESSION sql_mode = 'ANSI_QUOTES';
                ALTER TABLE t ADD COLUMN a INT DEFAULT 1;
                SET NAMES latin1;
                ALTER TABLE t ADD COLUMN b INT COMMENT 'x', COMMENT = 'y';
                INSERT INTO t (n) VALUES (@n);
                SET SESSION sql_mode = '', foreign_key_checks = 0;
                ALTER TABLE t DROP COLUMN a;
                """,
            down:
                "SET @n = 1;\nSET sql_quote_show_create = 0;\nALTER TABLE t DROP COLUMN b, COMMENT = '';\nUPDATE t SET n = @n;"
        ),
        Kind(
            name: "SET STATEMENT … FOR",
            base: [table],
            up: """
                SET STATEMENT lock_wait_timeout = 5 FOR ALTER TABLE t ADD COLUMN a INT;
                SET STATEMENT lock_wait_timeout = 5 FOR INSERT INTO t (n) VALUES (1);
                """,
            down: "SET STATEMENT lock_wait_timeout = 5 FOR ALTER TABLE t DROP COLUMN a;\nDELETE FROM t;",
            isMariaDB: true
        ),
        Kind(
            name: "what may run again",
            base: [table, row, "CREATE TABLE counted (id INT AUTO_INCREMENT PRIMARY KEY)"],
            up: """
                ANALYZE TABLE t;
                UPDATE t SET n = n + 1;
                ALTER TABLE t ENGINE=InnoDB;
                ALTER TABLE t ORDER BY n;
                UPDATE t SET n = n + 1;
                ALTER TABLE counted AUTO_INCREMENT = 100;
                INSERT INTO t (n) VALUES (2);
                OPTIMIZE TABLE t;
                CHECK TABLE t;
                """,
            down: "INSERT INTO t (n) VALUES (9);\nTRUNCATE TABLE t;\nINSERT INTO t (n) VALUES (1);\nFLUSH TABLES;"
        ),
        Kind(
            name: "a procedure",
            base: [table, "CREATE PROCEDURE p() INSERT INTO t (n) VALUES (1)"],
            up: "INSERT INTO t (n) VALUES (5);\nCALL p();\nINSERT INTO t (n) VALUES (6);",
            down: "CALL p();",
            questions: [1],
            questionsBack: [0]
        ),
        Kind(
            name: "a table without transactions",
            base: [table, myisam],
            up: """
                INSERT INTO t (n) VALUES (1);
                INSERT INTO log VALUES (1);
                INSERT INTO t (n) VALUES (2);
                START TRANSACTION;
                INSERT INTO t (n) VALUES (3);
                INSERT INTO log VALUES (2);
                COMMIT;
                """,
            down: "DELETE FROM t;\nDELETE FROM log;",
            questions: [1, 3],
            questionsBack: [1]
        ),
        Kind(
            name: "a trigger and a view on a table without transactions",
            base: [
                table, myisam, "CREATE VIEW v AS SELECT n FROM log",
                "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO log VALUES (NEW.n)",
            ],
            up:
                "INSERT INTO t (n) VALUES (1);\nINSERT INTO v VALUES (7);\nCREATE TABLE u (n INT);\nINSERT INTO u VALUES (1);",
            down: "DROP TABLE u;\nINSERT INTO t (n) VALUES (1);",
            questions: [0, 1],
            questionsBack: [1]
        ),
        Kind(
            name: "a function that writes to a table without transactions",
            base: [
                table, myisam,
                """
                CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
                BEGIN INSERT INTO log VALUES (x); RETURN x; END
                """,
            ],
            up: "INSERT INTO t (n) VALUES (f(1));\nSELECT f(2);\nSET @x = f(3);\nINSERT INTO t (n) VALUES (9);",
            down: "DELETE FROM t;\nDO f(4);",
            questions: [0, 1, 2],
            questionsBack: [1]
        ),
        Kind(
            name: "a trigger that calls a procedure",
            base: [
                table, myisam, "CREATE PROCEDURE p() INSERT INTO log VALUES (1)",
                "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW CALL p()",
            ],
            up: "INSERT INTO t (n) VALUES (1);",
            down: "DROP TRIGGER g;\nDELETE FROM t;",
            questions: [0],
            questionsBack: [1]
        ),
        Kind(
            name: "the default engine of the session",
            base: [table],
            up: """
                SET default_storage_engine = MyISAM;
                CREATE TABLE m (n INT);
                INSERT INTO m VALUES (1);
                INSERT INTO t (n) VALUES (1);
                """,
            down: "DROP TABLE m;",
            questions: [2]
        ),
        Kind(
            name: "names in double quotes",
            base: [table, myisam],
            up: "SET sql_mode = 'ANSI_QUOTES';\nINSERT INTO \"log\" VALUES (1);\nINSERT INTO t (n) VALUES (1);",
            down: "DELETE FROM t;",
            questions: [1]
        ),
        Kind(
            name: "an engine that the revision names",
            base: [table],
            up: """
                CREATE TABLE a (n INT) ENGINE=MyISAM;
                CREATE TABLE b LIKE a;
                INSERT INTO a VALUES (1);
                INSERT INTO b VALUES (1);
                ALTER TABLE a ENGINE=InnoDB;
                INSERT INTO a VALUES (2);
                """,
            down: "DROP TABLE a;\nDROP TABLE b;",
            questions: [2, 3]
        ),
        Kind(
            name: "what changes places",
            base: [
                "CREATE TABLE a (n INT)", "CREATE TABLE b (n INT)", "CREATE TABLE c (m BIGINT)",
                "INSERT INTO a VALUES (1)", "INSERT INTO c VALUES (2)",
                "CREATE TABLE p (n INT) PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (10))",
            ],
            up: """
                RENAME TABLE a TO x, c TO a, x TO c;
                RENAME TABLE c TO x, b TO c, x TO b;
                ALTER TABLE p EXCHANGE PARTITION p0 WITH TABLE c;
                """,
            down: "RENAME TABLE a TO x, b TO a, x TO b;",
            questions: [1, 2]
        ),
    ]

    func fixture(_ kind: Kind) throws -> RunnerFixture {
        let fixture = try RunnerFixture([(kind.up, kind.down)])
        for statement in kind.base { try fixture.connection.execute(statement) }
        return fixture
    }

    private func crash(_ fixture: RunnerFixture, after calls: Int, _ isUp: Bool) throws {
        let session = try fixture.database.connect()
        let executor = CrashingExecutor(session, crashAfter: calls)
        do {
            if isUp { try fixture.upgrade(over: executor) } else { try fixture.downgrade("base", over: executor) }
        } catch is SimulatedCrash {}
        try fixture.end(session)
    }

    /// The kinds for the server under test.
    static func ofThisServer(_ kinds: [Kind]) throws -> [Kind] {
        let isMariaDB = try PrivateServer.shared.connect().isMariaDB
        return kinds.filter { isMariaDB || !$0.isMariaDB }
    }

    @Test(arguments: try ofThisServer(kinds + sessionKinds), [true, false])
    func survivesACrashAnywhere(_ kind: Kind, _ isUp: Bool) throws {
        let whole = try fixture(kind)
        if !isUp { try whole.upgrade() }
        let counter = CrashingExecutor(whole.connection)
        if isUp { try whole.upgrade(over: counter) } else { try whole.downgrade("base", over: counter) }
        let expected = try whole.digest(showing: kind.shown)
        let rows = isUp ? ["r1"] : []
        var asked: Set<Int> = []
        for calls in 0...counter.calls {
            let fixture = try fixture(kind)
            if !isUp { try fixture.upgrade() }
            try crash(fixture, after: calls, isUp)
            do {
                if isUp { try fixture.upgrade() } else { try fixture.downgrade("base") }
            } catch MigrationError.undecidable(let question) {
                // Nothing runs, and the entry stays.
                asked.insert(question.entry.nextStatement)
                #expect(try fixture.runner().interruptedEntry() == question.entry)
                continue
            }
            let place: Comment = "after \(calls) calls"
            #expect(try fixture.digest(showing: kind.shown) == expected, place)
            #expect(try fixture.runner().versionRows() == rows, place)
            #expect(try fixture.runner().interruptedEntry() == nil, place)
            let kept = "SELECT COUNT(*) FROM swiftmig_journal WHERE schema_before IS NOT NULL OR statements IS NOT NULL"
            #expect(try fixture.value(kept) == "0", place)
        }
        #expect(asked == (isUp ? kind.questions : kind.questionsBack))
    }

    @Test(
        arguments: try [
            ("MyISAM", "INSERT INTO log VALUES (2), (1);"),
            ("InnoDB", "CALL two();"),
            ("MyISAM", "CALL one();"),
            ("InnoDB", "CALL three();"),
            ("InnoDB", "CALL {database}.three();"),
            ("InnoDB", "CALL four();"),
        ] + (PrivateServer.shared.connect().isMariaDB ? onMariaDB : [])
    )
    func whatFailsHalfWayIsAsked(_ engine: String, _ statement: String) throws {
        let fixture = try RunnerFixture([])
        let text = statement.replacing("{database}", with: fixture.database.name)
        fixture.graph = try RunnerFixture.graph([("INSERT INTO log VALUES (1);\n" + text, nil)])
        for statement in [
            "CREATE TABLE log (n INT PRIMARY KEY) ENGINE=\(engine)",
            "CREATE PROCEDURE one() INSERT INTO log VALUES (2), (1)",
            "CREATE PROCEDURE two() BEGIN INSERT INTO log VALUES (2); INSERT INTO log VALUES (1); END",
            "CREATE PROCEDURE three() BEGIN INSERT INTO log VALUES (2); CALL missing(); END",
            "CREATE PROCEDURE four() BEGIN INSERT INTO log VALUES (2); CALL one(7); END",
        ] { try fixture.connection.execute(statement) }
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.fate == .partlyApplied)
        #expect(try fixture.strings("SELECT n FROM log") == ["1", "2"])
        let question = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .undecidable(let undecidable) = question else {
            Issue.record("nobody is asked: \(String(describing: question))")
            return
        }
        #expect(undecidable.reason == .unprotected)
    }

    private static let onMariaDB = [
        ("InnoDB", "BEGIN NOT ATOMIC INSERT INTO log VALUES (2); INSERT INTO log VALUES (1); END;"),
        ("MyISAM", "EXECUTE IMMEDIATE 'INSERT INTO log VALUES (2), (1)';"),
    ]

    /// None of it ran, so a corrected file continues.
    @Test(arguments: ["CALL nobody();", "CALL `take`(1, 2);", "CALL shop_of_nobody.p();"])
    func whatIsRefusedAtOnceIsNotAsked(_ statement: String) throws {
        let fixture = try RunnerFixture([("DO 1;\n" + statement, nil)])
        try fixture.connection.execute("CREATE PROCEDURE take(a INT) SELECT a")
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.fate == .notApplied)
        fixture.graph = try RunnerFixture.graph([("DO 1;\nDO 2;", nil)])
        try fixture.upgrade()
    }

    /// MariaDB drops the old table before it creates the new one.
    @Test func aReplacementThatStoppedBetweenIsRunAgain() throws {
        let fixture = try RunnerFixture([
            ("SELECT 1;\nCREATE OR REPLACE TABLE t (b INT);\nINSERT INTO t VALUES (1);", nil)
        ])
        if try !fixture.value("SELECT VERSION()").contains("MariaDB") { return }
        try fixture.connection.execute("CREATE TABLE t (a INT)")
        let total = try calls(fixture)
        for call in 1...total {
            let fixture = try RunnerFixture([
                ("SELECT 1;\nCREATE OR REPLACE TABLE t (b INT);\nINSERT INTO t VALUES (1);", nil)
            ])
            try fixture.connection.execute("CREATE TABLE t (a INT)")
            try crash(fixture, after: call, true)
            guard try fixture.runner().interruptedEntry()?.inFlight == .ddl,
                try fixture.strings("SHOW COLUMNS FROM t") == ["a"]
            else { continue }
            try fixture.connection.execute("DROP TABLE t")
            try fixture.upgrade()
            #expect(try fixture.strings("SELECT b FROM t") == ["1"])
            return
        }
        Issue.record("no call left the statement in flight")
    }

    private func calls(_ fixture: RunnerFixture) throws -> Int {
        let counter = CrashingExecutor(fixture.connection)
        try fixture.upgrade(over: counter)
        return counter.calls
    }
}
