import SchemaModel
import SchemaSQL
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
        ("BEGIN NOT ATOMIC SELECT 1; END", .other),
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
        ("ALTER TABLE t DROP PARTITION p0", [.rows(of: SQLName("t"))]),
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
}
