import SQLStatements
import Testing

@Suite("Statement classifier")
struct StatementClassifierTests {
    @Test(arguments: [
        ("insert into t values (1)", StatementFacts.Kind.dml),
        ("/*!40101 REPLACE INTO t VALUES (1) */", .dml),
        ("WITH x AS (SELECT 1) DELETE FROM t", .dml),
        ("WITH x AS (SELECT 1) SELECT * FROM x", .query),
        ("(SELECT 1) UNION (SELECT 2)", .query),
        ("SET foreign_key_checks = 0", .session),
        ("/*!40101 SET NAMES utf8 */", .session),
        ("USE x", .session),
        ("CREATE TEMPORARY TABLE t (a INT)", .session),
        ("DROP TEMPORARY TABLE t", .session),
        ("CREATE TABLE t (a INT)", .ddl),
        ("GRANT SELECT ON t TO u", .ddl),
        ("BEGIN", .transactionStart),
        ("START TRANSACTION", .transactionStart),
        ("BEGIN NOT ATOMIC SELECT 1; END", .other), ("BEGIN WORK", .transactionStart),
        ("BEGIN INSERT INTO t VALUES (1); END", .other), ("DECLARE x INT; BEGIN x := 1; END", .other),
        ("COMMIT", .transactionEnd),
        ("ROLLBACK", .transactionEnd),
        ("ROLLBACK TO SAVEPOINT a", .savepoint),
        ("LOCK TABLES t WRITE", .sessionLock),
        ("CALL p()", .other),
        ("nonsense", .other),
        ("", .other),
    ])
    func tellsTheKind(_ statement: String, _ kind: StatementFacts.Kind) {
        #expect(StatementClassifier.facts(of: statement).kind == kind)
    }

    @Test(arguments: [
        ("CREATE TABLE IF NOT EXISTS `d`.`a``b` (x INT)", [SQLObject(.table, SQLName(database: "d", "a`b"))]),
        ("CREATE OR REPLACE TABLE t SELECT 1", [SQLObject(.table, SQLName("t"))]),
        ("CREATE UNIQUE INDEX i ON t (a)", [SQLObject(.table, SQLName("t"))]),
        ("DROP INDEX `on` ON t", [SQLObject(.table, SQLName("t"))]),
        (
            "ALTER ONLINE IGNORE TABLE t ADD COLUMN a INT, RENAME TO u",
            [
                SQLObject(.table, SQLName("t")), SQLObject(.table, SQLName("u")),
            ]
        ),
        ("ALTER TABLE t RENAME COLUMN a TO b", [SQLObject(.table, SQLName("t"))]),
        (
            "DROP TABLE IF EXISTS a, d.b CASCADE",
            [
                SQLObject(.table, SQLName("a")), SQLObject(.table, SQLName(database: "d", "b")),
            ]
        ),
        ("DROP VIEW a, b", [SQLObject(.view, SQLName("a")), SQLObject(.view, SQLName("b"))]),
        ("DROP SEQUENCE a, b", [SQLObject(.sequence, SQLName("a")), SQLObject(.sequence, SQLName("b"))]),
        (
            "RENAME TABLE a TO x, b TO a",
            [
                SQLObject(.table, SQLName("a")), SQLObject(.table, SQLName("x")), SQLObject(.table, SQLName("b")),
            ]
        ),
        (
            "CREATE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY INVOKER VIEW v AS SELECT 1",
            [
                SQLObject(.view, SQLName("v"))
            ]
        ),
        (
            "CREATE DEFINER=`table`@`view` TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET @a = 1",
            [
                SQLObject(.trigger, SQLName("r"))
            ]
        ),
        ("DROP PROCEDURE IF EXISTS d.p", [SQLObject(.procedure, SQLName(database: "d", "p"))]),
        ("CREATE AGGREGATE FUNCTION f(a INT) RETURNS INT BEGIN RETURN 1; END", [SQLObject(.function, SQLName("f"))]),
        ("ALTER EVENT e ENABLE", [SQLObject(.event, SQLName("e"))]),
        ("CREATE SEQUENCE s", [SQLObject(.sequence, SQLName("s"))]),
        ("CREATE DATABASE d", [SQLObject(.database, SQLName("d"))]),
        ("TRUNCATE TABLE t", [SQLObject(.table, SQLName("t"))]),
    ])
    func namesTheObjects(_ statement: String, _ objects: [SQLObject]) {
        #expect(StatementClassifier.facts(of: statement).objects == objects)
    }

    @Test(arguments: [
        ("DROP TABLE a, b", [StatementFacts.DataLoss.table(SQLName("a")), .table(SQLName("b"))]),
        ("ALTER TABLE t DROP COLUMN a", [.column("a", of: SQLName("t"))]),
        (
            "ALTER TABLE t DROP IF EXISTS `index`, DROP b",
            [
                .column("index", of: SQLName("t")), .column("b", of: SQLName("t")),
            ]
        ),
        ("ALTER TABLE t ADD x ENUM('a','b') DEFAULT 'a', DROP COLUMN y", [.column("y", of: SQLName("t"))]),
        ("ALTER TABLE t ADD COLUMN (a INT, `drop` INT)", []),
        ("ALTER TABLE t DROP INDEX a, DROP FOREIGN KEY b, DROP PRIMARY KEY, DROP CONSTRAINT c", []),
        ("ALTER TABLE t DROP PARTITION p0", [.partitions(["p0"], of: SQLName("t"))]),
        ("ALTER TABLE t DROP PARTITION IF EXISTS p0, `all`", [.partitions(["p0", "all"], of: SQLName("t"))]),
        ("ALTER TABLE t TRUNCATE PARTITION p0, p1", [.partitions(["p0", "p1"], of: SQLName("t"))]),
        ("ALTER TABLE t TRUNCATE PARTITION ALL", [.rows(of: SQLName("t"))]),
        ("TRUNCATE t", [.rows(of: SQLName("t"))]),
        ("DROP TEMPORARY TABLE t", []),
        ("DROP VIEW v", []),
        ("CREATE OR REPLACE TABLE d.t (a INT)", [.table(SQLName(database: "d", "t"))]),
        ("CREATE OR REPLACE TEMPORARY TABLE t (a INT)", []),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", []),
        ("CREATE TABLE t (a INT)", []),
        ("DROP DATABASE IF EXISTS `d`", [.database("d")]),
        ("DROP SCHEMA d", [.database("d")]),
        ("CREATE DATABASE d", []),
        ("CREATE OR REPLACE DATABASE d", [.database("d")]),
        ("PREPARE s FROM 'DROP TABLE t'", []),
        ("EXECUTE s", [.unknown("EXECUTE")]),
        ("EXECUTE IMMEDIATE 'DROP TABLE t'", [.unknown("EXECUTE")]),
        ("CALL p()", [.unknown("CALL")]),
        ("BEGIN NOT ATOMIC IF 1 THEN DROP TABLE t; END IF; END", [.unknown("DROP")]),
        ("BEGIN NOT ATOMIC CREATE OR REPLACE TABLE t (a INT); END", [.unknown("REPLACE")]),
        ("BEGIN NOT ATOMIC SELECT replace('drop', 'a', 'b') OR 1; END", []),
    ])
    func tellsWhatIsLost(_ statement: String, _ losses: [StatementFacts.DataLoss]) {
        #expect(StatementClassifier.facts(of: statement).losses == losses)
    }

    @Test(arguments: [
        ("RENAME TABLE a TO x, b TO a, x TO b", true),
        ("RENAME TABLE a TO b", false),
        ("ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u", true),
        ("CREATE USER u", true),
        ("ALTER TABLE t ADD a INT", false),
    ])
    func knowsWhatLeavesNoTrace(_ statement: String, _ expected: Bool) {
        #expect(StatementClassifier.facts(of: statement).mayLeaveNoTrace == expected)
    }

    @Test(arguments: [
        ("INSERT LOW_PRIORITY IGNORE INTO d.t VALUES (1)", [SQLName(database: "d", "t")]),
        ("INSERT t SELECT * FROM u", [SQLName("t")]),
        ("REPLACE INTO t SET a = 1", [SQLName("t")]),
        ("UPDATE t SET a = (SELECT 1 FROM u)", [SQLName("t")]),
        ("UPDATE t AS x JOIN u ON x.id = u.id, v SET x.a = 1", [SQLName("t"), SQLName("u"), SQLName("v")]),
        ("UPDATE t JOIN (SELECT a FROM w) AS x SET t.a = x.a", [SQLName("t"), SQLName("w")]),
        ("DELETE FROM t WHERE a IN (SELECT a FROM u)", [SQLName("t")]),
        ("DELETE FROM t ORDER BY a LIMIT 1", [SQLName("t")]),
        ("DELETE FROM t RETURNING a", [SQLName("t")]),
        ("DELETE x FROM t AS x JOIN u ON x.a = u.a", [SQLName("x"), SQLName("t"), SQLName("u")]),
        ("LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE t (a)", [SQLName("t")]),
        ("WITH x AS (SELECT 1) DELETE FROM t WHERE 1", [SQLName("t")]),
        ("ANALYZE FORMAT=JSON UPDATE t SET a = 1", [SQLName("t")]),
        ("SET STATEMENT max_statement_time = 5 FOR INSERT INTO t VALUES (1)", [SQLName("t")]),
    ])
    func findsWhereDMLWrites(_ statement: String, _ tables: [SQLName]) {
        let facts = StatementClassifier.facts(of: statement)
        #expect(facts.kind == .dml)
        #expect(facts.writes == tables)
    }

    /// How to find out after a lost connection whether the statement ran.
    enum Trace: Hashable {
        /// The named objects look different afterwards, unless the statement did nothing.
        case visible
        case repeatable
        case none
    }

    private func trace(_ facts: StatementFacts) -> Trace {
        facts.isRepeatable ? .repeatable : facts.mayLeaveNoTrace ? .none : .visible
    }

    @Test(arguments: [
        ("ANALYZE TABLE t", Trace.repeatable), ("ANALYZE LOCAL TABLE t", .repeatable),
        ("OPTIMIZE TABLE t", .repeatable),
        ("CHECK TABLE t", .repeatable), ("REPAIR TABLE t", .repeatable), ("TRUNCATE t", .repeatable),
        ("FLUSH TABLES", .repeatable), ("GRANT SELECT ON t TO u", .repeatable), ("REVOKE SELECT ON t FROM u", .none),
        ("LOAD INDEX INTO CACHE t", .repeatable), ("ALTER DATABASE CHARACTER SET utf8mb4", .repeatable),
        ("ALTER DATABASE d CHARACTER SET utf8mb4", .visible),
        ("ALTER TABLE t FORCE", .visible), ("ALTER TABLE t ENGINE=InnoDB", .visible),
        ("ALTER TABLE t ORDER BY a", .visible),
        ("ALTER TABLE t AUTO_INCREMENT = 100", .visible), ("ALTER TABLE t ADD COLUMN a INT", .visible),
        ("ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u", .none), ("ALTER TABLE t IMPORT TABLESPACE", .none),
        ("ALTER TABLE t DISCARD TABLESPACE", .none), ("RENAME TABLE a TO b", .visible),
        ("RENAME TABLE a TO x, b TO a, x TO b", .none), ("RENAME USER a TO b", .none),
        ("CREATE USER u", .none), ("CREATE USER IF NOT EXISTS u", .repeatable), ("DROP USER IF EXISTS u", .repeatable),
        ("DROP ROLE r", .none), ("ALTER USER u ACCOUNT LOCK", .repeatable), ("CREATE OR REPLACE ROLE r", .repeatable),
        ("CREATE VIEW v AS SELECT 1", .visible), ("ALTER EVENT e ENABLE", .visible),
        ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", .visible),
        ("CREATE EVENT e ON SCHEDULE AT NOW() DO SELECT 1", .none),
        ("CREATE EVENT e ON SCHEDULE AT NOW() ON COMPLETION PRESERVE DO SELECT 1", .visible),
        ("CREATE EVENT e ON SCHEDULE AT NOW() ON COMPLETION NOT PRESERVE DO SELECT 1", .none),
        ("CREATE FUNCTION f() RETURNS INT RETURN 1", .visible),
        ("CREATE FUNCTION f RETURNS STRING SONAME 'f.so'", .none),
        ("INSTALL SONAME 'x'", .visible), ("CREATE PACKAGE p AS END", .none),
        ("SET STATEMENT system_versioning_alter_history = KEEP FOR ALTER TABLE t ADD COLUMN a INT", .visible),
    ])
    func tellsWhatTraceDDLLeaves(_ statement: String, _ expected: Trace) {
        let facts = StatementClassifier.facts(of: statement)
        #expect(facts.kind == .ddl)
        #expect(trace(facts) == expected)
    }

    @Test(
        arguments: [
            ("CREATE TABLE t (a INT) ENGINE=MyISAM", "MyISAM", nil),
            ("CREATE TABLE t (a INT CHECK (a LIKE 'b')) ENGINE Aria", "Aria", nil),
            ("CREATE TABLE t (a INT) engine = 'MyISAM'", "MyISAM", nil), ("CREATE TABLE t (engine INT)", nil, nil),
            ("CREATE TABLE t ENGINE=MEMORY AS SELECT 1 AS engine", "MEMORY", nil), ("CREATE TABLE t LIKE u", nil, "u"),
            ("CREATE TABLE IF NOT EXISTS t (LIKE u)", nil, "u"), ("ALTER TABLE t ENGINE=Aria", "Aria", nil),
            ("ALTER TABLE t ADD engine INT, COMMENT='x' ENGINE=MyISAM", "MyISAM", nil),
            ("ALTER TABLE t ADD engine INT", nil, nil),
        ] as [(String, String?, String?)]
    )
    func findsTheEngine(_ statement: String, _ engine: String?, _ like: String?) {
        let facts = StatementClassifier.facts(of: statement)
        #expect(facts.engine == engine)
        #expect(facts.likeTable?.name == like)
    }

    @Test func findsColumnRenames() {
        let facts = StatementClassifier.facts(
            of:
                "ALTER TABLE t CHANGE a b INT, RENAME COLUMN IF EXISTS c TO d, CHANGE COLUMN e E INT, RENAME INDEX i TO j, RENAME u"
        )
        #expect(facts.columnRenames.map(\.from) == ["a", "c"])
        #expect(facts.columnRenames.map(\.to) == ["b", "d"])
        #expect(facts.renames.map(\.to) == [SQLName("u")])
    }

    @Test(arguments: [
        ("CREATE OR REPLACE TABLE t (a INT)", true, false), ("DROP TABLE IF EXISTS a, b", false, true),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", true, false), ("CREATE TABLE t (a INT)", false, false),
        ("DROP PROCEDURE IF EXISTS p", false, true),
    ])
    func seesWhatMayRunAgain(_ statement: String, _ isReplacing: Bool, _ isConditional: Bool) {
        let facts = StatementClassifier.facts(of: statement)
        #expect(facts.isReplacing == isReplacing)
        #expect(facts.isConditional == isConditional)
    }
}
