import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of `models.sql` with a scratch database on the server that also has the real one.
@Suite("Models in SQL")
struct ScriptedModelsTests {
    private func project(_ files: [String: String]) throws -> (database: TestDatabase, project: Project) {
        let database = try PrivateServer.shared.database()
        try database.connect().execute("CREATE TABLE users (id int PRIMARY KEY)")
        try database.connect().execute("INSERT INTO users VALUES (1)")
        let project = try Project(url: database.url)
        try project.write(
            "migrate.yaml",
            "database: {url: \"${DATABASE_URL}\"}\nscratch: ${DATABASE_URL}\nmodels: {sql: models/*.sql}\n"
        )
        for (name, text) in files {
            try project.write("models/\(name)", text.replacingOccurrences(of: "shop.", with: database.name + "."))
        }
        return (database, project)
    }

    @Test(arguments: [
        "DELETE FROM shop.users;", "/*!50000 DELETE FROM shop.users */;",
        "/*!99999 CREATE */ /*!50000 TABLE */ x (a int);",
        "DELIMITER //\nCREATE TABLE x (id int); DELETE FROM shop.users//", "DROP TABLE shop.users;",
        "CREATE TRIGGER g BEFORE INSERT ON shop.users FOR EACH ROW SET NEW.id = 1;",
        "CREATE PROCEDURE p() DELETE FROM shop.users; CALL p();", "SET GLOBAL max_connections = 500;",
        // Statements that are read differently under settings that models may make.
        "SET sql_mode = 'ANSI_QUOTES'; CREATE EVENT \"purge\" ON SCHEDULE EVERY 1 SECOND DO DELETE FROM shop.users;",
        "SET sql_mode = 'ANSI_QUOTES'; CREATE EVENT e ON SCHEDULE AT \"'\" + \"' DO DELETE FROM shop.users\";",
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; CREATE TABLE c (a INT COMMENT '\\'); DROP TABLE shop.users; -- ');",
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; CREATE TABLE c (a INT COMMENT '\\') /*!50000 SELECT 1 */; -- ');",
        "SET NAMES gbk; CREATE TABLE c (a INT) COMMENT '中\\'; DROP TABLE shop.users; -- ';",
        "SET @c = 'sjis', character_set_client = @c;",
    ])
    func onlyDefine(_ statement: String) throws {
        let (database, project) = try project(["schema.sql": "CREATE TABLE users (id int PRIMARY KEY);\n" + statement])
        let outcome = try project.swiftmig("check")
        try expect(outcome, code: 78)
        #expect(outcome.err.contains("schema.sql:"), "\(outcome)")
        let connection = try database.connect()
        #expect(try connection.execute("SELECT id FROM users").rows.count == 1)
        #expect(try connection.execute("SHOW TRIGGERS").rows.isEmpty)
    }

    @Test func standInAnyOrder() throws {
        let (database, project) = try project([
            "a.sql":
                "\u{FEFF}CREATE VIEW w AS SELECT id FROM v;\r\nCREATE TRIGGER g BEFORE INSERT ON users FOR EACH ROW "
                + "BEGIN SET NEW.id = 1; END;\r\n",
            "b.sql":
                "CREATE VIEW v AS SELECT id FROM users;\nCREATE TABLE c (u int, FOREIGN KEY (u) REFERENCES users (id));\n",
            "c.sql": "CREATE TABLE users (id int PRIMARY KEY);\nINSERT INTO users VALUES (1);\n",
        ])
        let outcome = try project.swiftmig("models", "--json")
        try expect(outcome, code: 0)
        let document = try outcome.document()
        #expect((document["tables"] as? [String: Any])?.keys.sorted() == ["c", "users"], "\(outcome)")
        #expect((document["views"] as? [String: Any])?.keys.sorted() == ["v", "w"], "\(outcome)")
        #expect((document["triggers"] as? [String: Any])?.keys.sorted() == ["g"], "\(outcome)")
        #expect(try tables(of: database) == ["users"])
    }

    @Test func settingsHoldForWhatFollows() throws {
        let (database, project) = try project([
            "schema.sql": """
            SET NAMES latin1; SET sql_mode = 'NO_BACKSLASH_ESCAPES';
            CREATE TABLE t (a INT COMMENT 'c:\\temp');
            SET sql_mode = DEFAULT;
            CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END;
            """
        ])
        let outcome = try project.swiftmig("models", "--json")
        try expect(outcome, code: 0)
        let document = try outcome.document()
        #expect((document["tables"] as? [String: Any])?.keys.sorted() == ["t"], "\(outcome)")
        #expect(outcome.out.contains(#"c:\\temp"#), "\(outcome)")
        #expect((document["procedures"] as? [String: Any])?.keys.sorted() == ["p"], "\(outcome)")
        #expect(try tables(of: database) == ["users"])
    }

    @Test func whatIsNowhereIsSaid() throws {
        let (database, project) = try project([
            "schema.sql": "CREATE TABLE t (a int);\nCREATE VIEW v AS SELECT a FROM nowhere;\n"
        ])
        let outcome = try project.swiftmig("check")
        try expect(outcome, code: 78)
        #expect(outcome.err.contains("1146") && outcome.err.contains("schema.sql:2"), "\(outcome)")
        #expect(try tables(of: database) == ["users"])
    }

    @Test func eventsAreWhatTheySayAndDoNotRun() throws {
        let (database, project) = try project([
            "schema.sql":
                "CREATE TABLE t (a int);\nCREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO DELETE FROM shop.users;\n"
                + "CREATE EVENT off ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t;\n"
        ])
        let outcome = try project.swiftmig("models", "--json")
        try expect(outcome, code: 0)
        let events = try #require(try outcome.document()["events"] as? [String: [String: Any]], "\(outcome)")
        #expect(events["e"]?["status"] == nil)
        #expect(events["off"]?["status"] as? String == "disabled")
        #expect(try database.connect().execute("SELECT id FROM users").rows.count == 1)
    }
}
