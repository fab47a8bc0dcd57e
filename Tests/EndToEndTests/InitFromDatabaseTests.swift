import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

@Suite("init --from-database")
struct InitFromDatabaseTests {
    private static let schema = """
        CREATE TABLE teams (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20));
        CREATE TABLE users (id INT PRIMARY KEY, team INT, CONSTRAINT f FOREIGN KEY (team) REFERENCES teams (id));
        CREATE VIEW team_names AS SELECT name FROM teams;
        INSERT INTO teams VALUES (1, 'a');
        """

    private func database(_ statements: String = schema) throws -> (database: TestDatabase, project: Project) {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        defer { connection.close() }
        for statement in statements.split(separator: "\n") { try connection.execute(String(statement)) }
        return (database, try Project(url: database.url))
    }

    @Test("Models, baseline and stamp agree, and make the same elsewhere", arguments: ["yaml", "sql"])
    func takesOver(template: String) throws {
        let (database, project) = try database()
        defer { withExtendedLifetime(database) {} }
        let made = try project.swiftmig("init", "--from-database", "--template", template)
        try expect(made, code: 0)
        try expect(project.swiftmig("check"), code: 0)
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        #expect(try project.swiftmig("revision", "--autogenerate", "-m", "x").out.contains("No file was written"))

        let elsewhere = try PrivateServer.shared.database()
        try expect(project.swiftmig("upgrade", "head", "--url", elsewhere.url), code: 0)
        try expect(project.swiftmig("check", "--url", elsewhere.url), code: 0)
        // The revision that found the users' tables must not drop them.
        let back = try project.swiftmig("downgrade", "base")
        try expect(back, code: 1)
        #expect(back.err.contains("what was there before the first revision"))
    }

    @Test("What models cannot say is named and left alone, here and by check", arguments: ["yaml", "sql"])
    func leavesAlone(template: String) throws {
        let (database, project) = try database(
            """
            SET foreign_key_checks = 0;
            CREATE TABLE c (id INT PRIMARY KEY, p INT, KEY k (p), CONSTRAINT f FOREIGN KEY (p) REFERENCES missing (id));
            CREATE TABLE s (id INT PRIMARY KEY, b INT, CONSTRAINT `ck ` CHECK (b > 0));
            CREATE TABLE r (id INT PRIMARY KEY, b INT, KEY x (b), CONSTRAINT `fk ` FOREIGN KEY (b) REFERENCES s (id));
            """
        )
        defer { withExtendedLifetime(database) {} }
        let connection = try database.connect()
        defer { connection.close() }
        let isMariaDB = try connection.execute("SELECT VERSION()").rows[0][0]?.contains("MariaDB") ?? false
        var words = ["foreign key f of c is left alone: table missing, to which it refers, does not exist"]
        if isMariaDB {
            try connection.execute("SET SESSION sql_mode = 'ORACLE'")
            try connection.execute("CREATE PACKAGE pk AS PROCEDURE p(); END")
            try connection.execute("CREATE PACKAGE BODY pk AS PROCEDURE p() AS BEGIN NULL; END; END")
            try connection.execute("SET SESSION sql_mode = DEFAULT")
            words += ["package pk is left alone", "package body pk is left alone"]
        }
        let made = try project.swiftmig("init", "--from-database", "--template", template)
        try expect(made, code: 0)
        let check = try project.swiftmig("check")
        try expect(check, code: 0)
        for outcome in [made, check, try project.swiftmig("inspect")] {
            for word in words { #expect(outcome.err.contains(word), "\(outcome)") }
        }
        #expect(try connection.execute("SHOW CREATE TABLE c").rows[0][1]?.contains("REFERENCES `missing`") == true)

        // The models create the table, and have the key that waits for it.
        if template == "yaml" {
            let models = try project.read("models/schema.yaml")
            let key = "  c:\n    foreign_keys: {f: {columns: [p], references: missing(id)}}\n"
            let parent = "tables:\n  missing: {columns: {id: {type: int, primary_key: true}}}\n"
            try project.write(
                "models/schema.yaml",
                models.replacing("  c:\n", with: key).replacing("tables:\n", with: parent)
            )
            try expect(project.swiftmig("revision", "--autogenerate", "-m", "parent"), code: 0)
            try expect(project.swiftmig("upgrade"), code: 0)
            try expect(project.swiftmig("check"), code: 0)
        }
    }

    @Test("Models in Swift stand in one file, with a package around it")
    func swift() throws {
        let (database, project) = try database()
        defer { withExtendedLifetime(database) {} }
        try expect(project.swiftmig("init", "--from-database", "-t", "swift", "--library", "/opt/swiftmig"), code: 0)
        #expect(try project.read("Sources/schema/schema.swift").contains("@Table(\"teams\")"))
        #expect(!project.exists("Sources/AppModels"))
        #expect(try project.read("Package.swift").contains(#".executableTarget(name: "schema""#))
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
    }

    @Test(
        "What is there is not overwritten, and nothing is written then",
        arguments: ["migrate.yaml", "models/schema.yaml"]
    )
    func isInTheWay(file: String) throws {
        let (database, project) = try database()
        defer { withExtendedLifetime(database) {} }
        try project.write(file, "# mine\n")
        let refused = try project.swiftmig("init", "--from-database")
        try expect(refused, code: 64)
        #expect(refused.err.contains("\(file) already exists"))
        #expect(try project.read(file) == "# mine\n")
        #expect(!project.exists("migrations"))
    }

    /// Nobody can create a file in this folder, not even root.
    private static let lockedFolder = "/proc/self"

    @Test(
        "If the revision cannot be written, the other files are removed, and the command can be repeated",
        .enabled(if: FileManager.default.fileExists(atPath: lockedFolder))
    )
    func canBeRepeated() throws {
        let (database, project) = try database()
        defer { withExtendedLifetime(database) {} }
        let failed = try project.swiftmig("init", "--from-database", Self.lockedFolder)
        try expect(failed, code: 74)
        #expect(failed.err.contains("then run the command again"), "\(failed)")
        for file in ["migrate.yaml", "models/schema.yaml", ".gitignore"] { #expect(!project.exists(file), "\(file)") }
        try expect(project.swiftmig("init", "--from-database"), code: 0)
    }

    @Test("A database that is empty, or at a revision, is no beginning")
    func isNoBeginning() throws {
        let (emptyDatabase, empty) = try database("")
        defer { withExtendedLifetime(emptyDatabase) {} }
        let nothing = try empty.swiftmig("init", "--from-database")
        try expect(nothing, code: 1)
        #expect(nothing.err.contains("is empty"))
        #expect(!empty.exists("migrate.yaml"))

        let (database, project) = try database()
        defer { withExtendedLifetime(database) {} }
        try expect(project.swiftmig("init", "--from-database"), code: 0)
        for file in ["migrate.yaml", "models", "migrations"] { try project.remove(file) }
        let again = try project.swiftmig("init", "--from-database")
        try expect(again, code: 1)
        #expect(again.err.contains("according to its table swiftmig_version"))
        try expect(project.swiftmig("init", "--from-database", "--from-alembic", "."), code: 64)
    }
}
