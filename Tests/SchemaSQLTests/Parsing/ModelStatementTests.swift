import SQLStatements
import SchemaModel
import SchemaSQL
import Testing

@Suite("Statements of models in SQL")
struct ModelStatementTests {
    @Test(arguments: [
        "CREATE TABLE t (a int)", "create or replace table if not exists `t` (a int, key (a))",
        "CREATE TABLE t (LIKE other.u)", "CREATE TABLE t LIKE other.u",
        "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES other.p (id)) ENGINE=InnoDB COMMENT='x.y'",
        "CREATE TABLE t (a int GENERATED ALWAYS AS (b + 1.5) STORED) PARTITION BY LIST (a) (PARTITION p VALUES IN (1))",
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES other.p (id), ADD b int AS (a) STORED",
        "ALTER TABLE t DISABLE KEYS", "ALTER TABLE t RENAME AS u", "RENAME TABLE a TO b, b TO c",
        "DROP TABLE IF EXISTS a, b",
        "CREATE UNIQUE INDEX i ON t (a)", "DROP INDEX i ON t",
        "CREATE ALGORITHM=MERGE DEFINER=`root`@`%` SQL SECURITY INVOKER VIEW v AS SELECT t.a FROM other.t",
        "CREATE DEFINER=CURRENT_USER() TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1",
        "CREATE PROCEDURE p() BEGIN DELETE FROM other.t; END",
        "CREATE AGGREGATE FUNCTION f(x int) RETURNS int RETURN 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM other.t", "DROP EVENT IF EXISTS e", "CREATE SEQUENCE s",
        "ALTER DATABASE CHARACTER SET utf8mb4",
    ])
    func define(_ statement: String) {
        #expect(ModelStatement(statement, dialect: SQLDialect()) == .definition)
    }

    @Test(arguments: [
        "SET NAMES utf8mb4", "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'",
        "SET @@SESSION.SQL_LOG_BIN= 0", "SET SESSION sql_mode = @@global.sql_mode", "SET character_set_client = @saved",
        "SET sql_mode=(SELECT REPLACE(@@sql_mode,'ONLY_FULL_GROUP_BY',''))",
    ])
    func set(_ statement: String) {
        #expect(ModelStatement(statement, dialect: SQLDialect()) == .setting)
    }

    @Test(arguments: [
        "INSERT INTO `t` VALUES (1)", "REPLACE t VALUES (1)", "LOCK TABLES t WRITE", "UNLOCK TABLES",
        "START TRANSACTION",
        "COMMIT", "SET @@GLOBAL.GTID_PURGED= 'x:1-5'",
    ])
    func areAboutRows(_ statement: String) {
        #expect(ModelStatement(statement, dialect: SQLDialect()) == .rows)
    }

    @Test(arguments: [
        "DELETE FROM shop.users", "DELETE FROM users", "UPDATE shop.users SET id = 7",
        "INSERT INTO shop.users VALUES (2)",
        "REPLACE INTO `shop` . `users` VALUES (1)", "TRUNCATE shop.users", "ALTER TABLE shop.users ADD evil int",
        "ALTER TABLE t RENAME TO shop.users", "ALTER TABLE t RENAME shop.users",
        "ALTER TABLE t EXCHANGE PARTITION p WITH TABLE shop.users",
        "ALTER TABLE t CONVERT TABLE shop.users TO PARTITION p",
        "ALTER TABLE t CONVERT PARTITION p TO TABLE shop.users", "RENAME TABLE shop.users TO shop.moved",
        "RENAME TABLE t TO shop.t", "DROP TABLE other, shop.users", "DROP VIEW v, shop.w", "DROP SEQUENCE s, shop.t",
        "CREATE TABLE shop.users (id int)", "CREATE INDEX i ON shop.users (id)", "DROP INDEX i ON shop.users",
        "CREATE TABLE t SELECT shop.f()", "CREATE TABLE t (a int) AS SELECT f()", "CREATE TABLE t (SELECT f())",
        "CREATE TABLE t VALUES ROW(f())", "CREATE TABLE t (VALUES ROW(f()))", "CREATE TABLE t TABLE shop.users",
        "CREATE TRIGGER tr BEFORE INSERT ON shop.users FOR EACH ROW SET NEW.id = 1",
        "CREATE TRIGGER shop.tr BEFORE INSERT ON users FOR EACH ROW SET NEW.id = 1", "CREATE VIEW shop.v AS SELECT 1",
        "CREATE PROCEDURE shop.p() SELECT 1", "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'",
        "CREATE EVENT shop.e ON SCHEDULE EVERY 1 DAY DO DELETE FROM users", "ALTER EVENT e RENAME TO shop.e",
        "CREATE EVENT \"e\" ON SCHEDULE EVERY 1 DAY DO DELETE FROM users", "DROP EVENT IF EXISTS shop.e",
        "CREATE USER evil@localhost", "CREATE DATABASE x", "DROP DATABASE shop",
        "ALTER DATABASE shop CHARACTER SET latin1",
        "GRANT SELECT ON shop.* TO evil@localhost", "CALL p()", "PREPARE p FROM @s", "EXECUTE p",
        "EXECUTE IMMEDIATE 'x'", "BEGIN NOT ATOMIC DELETE FROM shop.users; END", "USE shop", "DO shop.f()",
        "SELECT f()",
        "LOAD DATA INFILE '/dev/null' INTO TABLE shop.users", "SET GLOBAL max_connections = 333",
        "SET @@global.max_connections = 334", "SET sql_mode = '', GLOBAL max_connections = 1", "SET PERSIST a = 1",
        "SET @x = f()", "SET @x = shop.f()", "SET @x = (SELECT count(*) FROM shop.users)", "SET PASSWORD = 'x'",
        "SET @x = NEXT VALUE FOR shop.s", "SET STATEMENT max_statement_time = 1 FOR DELETE FROM shop.users",
        "SET ROLE x", "SET DEFAULT ROLE x", "FLUSH TABLES", "nonsense", "",
    ])
    func areRefused(_ statement: String) {
        #expect(ModelStatement(statement, dialect: SQLDialect()) == .other)
    }

    @Test(arguments: [
        ("/*!50000 DELETE FROM t */", "         DELETE FROM t   ", "         DELETE FROM t   "),
        ("/*!50700 a */ b", "              b", "         a    b"),
        ("/*M!100100 a */ b", "           a    b", "                b"),
        ("/*!999999\\- sandbox\n */ b", "                   \n    b", "                   \n    b"),
        ("/*!9 a */", "   9 a   ", "   9 a   "),
        ("/*! a /* b */ c */", "    a         c   ", "    a         c   "),
        ("a /* b */ '/*!1*/'", "a /* b */ '/*!1*/'", "a /* b */ '/*!1*/'"),
    ])
    func versionedCommentsAreWhatTheServerReads(_ text: String, _ mariadb: String, _ mysql: String) {
        func resolved(_ flavor: ServerProfile.Flavor, _ version: ServerProfile.Version) -> String? {
            VersionedComments.resolved(in: text, for: ServerProfile(flavor: flavor, version: version))
        }
        #expect(resolved(.mariadb, ServerProfile.Version(10, 11, 6)) == mariadb)
        #expect(resolved(.mysql, ServerProfile.Version(9, 7, 0)) == mysql)
    }

    @Test(arguments: [
        ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", "EVERY 1 DAY DISABLE DO SELECT 1", Optional(true)),
        (
            "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ENABLE COMMENT 'é' DO x", "EVERY 1 DAY DISABLE COMMENT 'é' DO x",
            true
        ),
        (
            "CREATE DEFINER=event@`%` EVENT IF NOT EXISTS `e` ON SCHEDULE AT '2040-01-01' COMMENT 'ENABLE' DO x",
            "AT '2040-01-01' DISABLE COMMENT 'ENABLE' DO x", true
        ),
        ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE ON SLAVE DO x", "EVERY 1 DAY DISABLE ON SLAVE DO x", false),
        ("CREATE EVENT e ON SCHEDULE EVERY (disable) DAY STARTS @disable DO x", "STARTS @disable DISABLE DO x", true),
        ("ALTER EVENT e ENABLE", "ALTER EVENT e DISABLE", true), ("ALTER EVENT e COMMENT 'x'", "COMMENT 'x'", nil),
    ])
    func eventsDoNotRun(_ statement: String, _ ending: String, _ isEnabled: Bool?) throws {
        let event = try #require(DormantEvent(statement, dialect: SQLDialect()))
        #expect(event.text.hasSuffix(ending), "\(event.text)")
        #expect(event.name == "e")
        #expect(event.isEnabled == isEnabled)
    }

    @Test func onlyEventsAreEvents() {
        #expect(DormantEvent("CREATE PROCEDURE p() ALTER EVENT e ENABLE", dialect: SQLDialect()) == nil)
        #expect(DormantEvent("ALTER EVENT e RENAME TO f ENABLE", dialect: SQLDialect())?.newName == "f")
    }
}
