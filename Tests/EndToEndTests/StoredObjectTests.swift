import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Views, triggers, routines and events, from models to the database and back.
struct StoredObjectTests {
    private static let yaml = """
        swiftmig: 1
        tables:
          t: {columns: {id: int, a: {type: varchar(40), nullable: true}}, primary_key: [id]}
        views:
          v: select * from t
        triggers:
          shout:
            table: t
            timing: before
            event: insert
            body: |
              BEGIN
                -- it's; a comment
                IF NEW.id > 1 THEN
                  SET NEW.a = CONCAT('é;"//', NEW.a);
                END IF;
              END
        procedures:
          p: {parameters: IN x int, body: "BEGIN SELECT x; SELECT 'a;b'; END"}
        events:
          e: {every: 1 day, status: disabled, body: DELETE FROM t}
        """
    private static let sql = """
        CREATE TABLE t (id int PRIMARY KEY, a varchar(40));
        CREATE VIEW v AS SELECT * FROM t;
        CREATE TRIGGER shout BEFORE INSERT ON t FOR EACH ROW BEGIN
          -- it's; a comment
          IF NEW.id > 1 THEN SET NEW.a = CONCAT('é;"//', NEW.a); END IF;
        END;
        DELIMITER //
        CREATE PROCEDURE p(IN x int) BEGIN SELECT x; SELECT 'a;b'; END//
        DELIMITER ;
        CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t;
        """

    @Test(arguments: ["yaml", "sql"])
    func theWholePathAndBack(_ form: String) throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        let models = form == "yaml" ? "file: schema.yaml" : "sql: schema.sql"
        try project.write(
            "migrate.yaml",
            "database: {url: \"${DATABASE_URL}\"}\nscratch: ${DATABASE_URL}\nmodels: {\(models)}\n"
        )
        try project.write("schema.yaml", Self.yaml)
        try project.write("schema.sql", Self.sql)
        let first = try project.swiftmig("revision", "--autogenerate", "-m", "everything", "--json")
        try expect(first, code: 0)
        let changes = try #require(try first.document()["changes"] as? [[String: Any]])
        let kinds = changes.compactMap { $0["kind"] as? String }
        #expect(Set(kinds) == ["add_table", "add_view", "add_trigger", "add_procedure", "add_event"])
        try expect(project.swiftmig("upgrade", "head"), code: 0)
        try expect(project.swiftmig("check"), code: 0)

        let connection = try database.connect()
        try connection.execute("INSERT INTO t VALUES (1, 'x'), (2, 'x')")
        let rows = try connection.execute("SELECT a FROM v ORDER BY id").rows
        #expect(rows.map { $0[0] } == ["x", "é;\"//x"])

        // The output of inspect is a model of the same database.
        let inspected = try project.swiftmig("inspect")
        try expect(inspected, code: 0)
        try project.write("schema.yaml", inspected.out)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: schema.yaml}\n")
        try expect(project.swiftmig("check"), code: 0)

        try project.edit("schema.yaml", replacing: "'é;\"//'", with: "'!'")
        let second = try project.swiftmig("revision", "--autogenerate", "-m", "another body")
        try expect(second, code: 0)
        #expect(second.out.contains("change trigger shout: body"))
        try expect(project.swiftmig("upgrade", "head"), code: 0)
        try expect(project.swiftmig("check"), code: 0)
        try expect(project.swiftmig("downgrade", "-1"), code: 0)
        #expect(try project.swiftmig("inspect").out == inspected.out)
        try expect(project.swiftmig("downgrade", "base", "--allow-data-loss"), code: 0)
        #expect(try tables(of: database).filter { !$0.hasPrefix("swiftmig_") } == [])
    }

    @Test
    func aKindThatIsNoneIsRefusedWithItsPlace() throws {
        let project = try Project(url: "mysql://nobody@localhost/x")
        try project.write("migrate.yaml", "models: {file: x.yaml}\nignore: {kinds: [index]}\n")
        let outcome = try project.swiftmig("check", "--json")
        try expect(outcome, code: 78)
        #expect(try errorDocument(of: outcome)["location"] != nil)
    }
}
