import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Errors in the input are reported once, with the place, the cause and the next command. Nothing is half-written.
@Suite struct BadConfigurationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var files: [String: String]
        var command = ["check"]
        /// Parts of the message.
        var says: [String]
        var place: String?
        var next = true

        var testDescription: String { name }
    }

    static let model = "swiftmig: 1\ntables:\n  t:\n    columns:\n      id: {type: int}\n    primary_key: [id]\n"
    static let settings = "database: {url: \"${TEST_URL}\"}\nmodels: {file: models.yaml}\n"

    static let cases = [
        Case(name: "no settings file", files: [:], says: ["migrate.yaml"]),
        Case(
            name: "broken YAML",
            files: ["migrate.yaml": "database: {url: x\nmodels: [\n"],
            says: [],
            place: "migrate.yaml:2",
            next: false
        ),
        Case(
            name: "unknown key",
            files: ["migrate.yaml": "migratons: x\n"],
            says: ["migratons", "migrations"],
            place: "migrate.yaml:1:1"
        ),
        Case(
            name: "unset variable",
            files: ["migrate.yaml": "database: {url: \"${NOBODY_SETS_THIS}\"}\nmodels: {file: models.yaml}\n"],
            says: ["NOBODY_SETS_THIS", "database.url"],
            place: "migrate.yaml:1:"
        ),
        Case(
            name: "no models setting",
            files: ["migrate.yaml": "database: {url: \"${TEST_URL}\"}\n"],
            says: ["models"]
        ),
        Case(
            name: "a model of swiftmig's own table",
            files: [
                "migrate.yaml": settings,
                "models.yaml": model.replacingOccurrences(of: "  t:", with: "  swiftmig_version:"),
            ],
            says: ["swiftmig_version", "uses itself"]
        ),
        Case(name: "no models file", files: ["migrate.yaml": settings], says: ["models.yaml"]),
        Case(name: "empty models file", files: ["migrate.yaml": settings, "models.yaml": ""], says: ["models.yaml"]),
        Case(
            name: "foreign key to an unknown table",
            files: [
                "migrate.yaml": settings,
                "models.yaml": model + "    foreign_keys:\n      fk: {columns: [id], references: nowhere(id)}\n",
            ],
            says: ["nowhere"],
            place: "models.yaml:8:",
            next: false
        ),
        Case(
            name: "a type that the server does not know",
            files: ["migrate.yaml": settings, "models.yaml": model.replacingOccurrences(of: "int", with: "integr")],
            says: ["integr"],
            place: "models.yaml:5:"
        ),
        Case(
            name: "broken SQL models",
            files: [
                "migrate.yaml": "database: {url: \"${TEST_URL}\"}\nscratch: ${TEST_URL}\nmodels: {sql: schema.sql}\n",
                "schema.sql": "CREATE TABLE t (id INT);\n\nCREATE TABLE u (id INT,);\n",
            ],
            says: ["1064"],
            place: "schema.sql:3",
            next: false
        ),
    ]

    @Test(arguments: cases)
    func isSaidOnce(_ testCase: Case) throws {
        let database = try PrivateServer.shared.database()
        let project = try Project()
        for (path, text) in testCase.files { try project.write(path, text) }
        let before = project.files(in: ".")
        let outcome = try project.start(testCase.command, environment: ["TEST_URL": database.url]).wait()
        try expect(outcome, code: 78)
        #expect(outcome.err.hasPrefix("error: "))
        #expect(outcome.err.components(separatedBy: "error: ").count == 2, "one message\n\(outcome)")
        for part in testCase.says + [testCase.place].compactMap(\.self) {
            #expect(outcome.err.contains(part), "\(outcome)")
        }
        if testCase.next { #expect(outcome.err.contains("next: "), "\(outcome)") }
        #expect(outcome.out.isEmpty)
        #expect(project.files(in: ".") == before)
        #expect(try tables(of: database) == [])
    }
}

@Suite struct BadServerTests {
    private func project(_ url: String, tls: String = "preferred") throws -> Project {
        let project = try Project(url: url)
        try project.write("migrations/.keep", "")
        try project.write("models.yaml", BadConfigurationTests.model)
        try project.write(
            "migrate.yaml",
            "database: {url: \"${DATABASE_URL}\", tls: {mode: \(tls)}}\nmodels: {file: models.yaml}\n"
        )
        return project
    }

    @Test func noServer() throws {
        let outcome = try project("mysql://root:hush@127.0.0.1:1/shop").swiftmig("upgrade")
        try expect(outcome, code: 69)
        #expect(outcome.err.contains("127.0.0.1"))
        #expect(outcome.err.contains("next: "))
        #expect(!outcome.err.contains("hush"))
    }

    @Test func wrongPassword() throws {
        let server = try PrivateServer.shared
        let database = try server.database()
        let user = "u\(UInt32.random(in: .min ... .max))"
        let admin = try server.connect()
        try admin.execute("CREATE USER '\(user)'@'localhost' IDENTIFIED BY 'right'")
        defer { _ = try? admin.execute("DROP USER '\(user)'@'localhost'") }
        let url = database.url.replacingOccurrences(of: "root@", with: "\(user):hush@")
        let outcome = try project(url).swiftmig("current")
        try expect(outcome, code: 69)
        #expect(outcome.err.contains("1045"))
        #expect(outcome.err.contains(user))
        #expect(outcome.err.contains("next: "))
        #expect(!outcome.err.contains("hush"))
    }

    @Test(arguments: [
        ("5.5.5-10.4.34-MariaDB-1:10.4.34+maria~ubu2004", "MariaDB 10.4.34-MariaDB"),
        ("5.5.5-10.1.48-MariaDB", "MariaDB 10.1.48-MariaDB"),
        ("5.7.44-log", "MySQL 5.7.44-log"),
        ("5.6.51", "MySQL 5.6.51"),
    ])
    func tooOld(version: String, name: String) throws {
        for command in [["upgrade"], ["check"], ["current"]] {
            let server = try FakeServer(.agrees, version: version)
            let project = try project("mysql://root@127.0.0.1:\(server.port)/shop")
            let outcome = try project.start(command).wait()
            try expect(outcome, code: 69)
            #expect(outcome.err.contains(name), "\(outcome)")
            #expect(outcome.err.contains("too old"), "\(outcome)")
            #expect(outcome.err.contains("MariaDB 10.5 and later and with MySQL 8.0 and later"), "\(outcome)")
        }
    }

    @Test func unknownDatabase() throws {
        let database = try PrivateServer.shared.database()
        let url = database.url.replacingOccurrences(of: database.name, with: "not_there")
        let outcome = try project(url).swiftmig("upgrade")
        try expect(outcome, code: 69)
        #expect(outcome.err.contains("not_there"))
        #expect(outcome.err.contains("CREATE DATABASE"))
    }

    @Test func tlsRequiredButAbsent() throws {
        let server = try PrivateServer.start(listensOnTCP: true)
        defer { server.stop() }
        let port = try #require(server.port)
        let outcome = try project("mysql://root@127.0.0.1:\(port)/mysql", tls: "required").swiftmig("current")
        try expect(outcome, code: 69)
        #expect(outcome.err.contains("TLS"))
        #expect(outcome.err.contains("next: "))
    }

    @Test func notEnoughPrivileges() throws {
        let server = try PrivateServer.shared
        let database = try server.database()
        let user = "u\(UInt32.random(in: .min ... .max))"
        let admin = try server.connect()
        try admin.execute("CREATE USER '\(user)'@'localhost'")
        try admin.execute("GRANT SELECT ON `\(database.name)`.* TO '\(user)'@'localhost'")
        defer { _ = try? admin.execute("DROP USER '\(user)'@'localhost'") }
        let project = try project(database.url.replacingOccurrences(of: "root@", with: "\(user)@"))
        try project.swiftmig("revision", "-m", "one")
        let outcome = try project.swiftmig("upgrade")
        try expect(outcome, code: 1)
        #expect(outcome.err.contains("CREATE"))
        #expect(outcome.err.contains("GRANT"))
        #expect(try tables(of: database) == [])
    }
}

@Suite struct BadRevisionTests {
    private func project(_ url: String) throws -> Project {
        let project = try Project(url: url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\n")
        return project
    }

    private static func revision(_ id: String, _ upgrade: String) -> String {
        """
        -- revision: \(id)
        -- down_revision: null

        -- swiftmig: upgrade
        \(upgrade)

        -- swiftmig: downgrade
        DROP TABLE a;

        """
    }

    @Test(arguments: [
        ("CREATE TABLE a (id INT);\n", "migrations/x.sql", "header"),
        (revision("aaaa11112222", "-- swiftmig: onlnie\nCREATE TABLE a (id INT);"), "migrations/x.sql:5", "onlnie"),
        (revision("aaaa11112222", "CREATE TABLE a (id INT DEFAULT 'x);"), "migrations/x.sql:5:32", "never ends"),
        ("--revision: aaaa11112222\n-- down_revision: null\n", "migrations/x.sql:1:1", "without a space after it"),
        ("-- revision: [a, b]\n-- down_revision: null\n", "migrations/x.sql:1", "a list for 'revision'"),
        ("-- revision: aaaa\n-- down_revision: aaaa\n", "migrations/x.sql:2", "names itself"),
        ("-- revision: aaaa\n-- down_revision: null\n-- depends_on: aaaa\n", "migrations/x.sql:3", "on itself"),
        (revision("aaaa11112222", "-- swiftmig: downgrade x=1\nSELECT 1;"), "migrations/x.sql:5:24", "x=1"),
    ])
    func brokenFile(text: String, place: String, says: String) throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try project.write("migrations/x.sql", text)
        let outcome = try project.swiftmig("upgrade")
        try expect(outcome, code: 65)
        #expect(outcome.err.contains(place), "\(outcome)")
        #expect(outcome.err.contains(says), "\(outcome)")
        #expect(outcome.err.contains("next: "), "\(outcome)")
        #expect(!(try tables(of: database).contains("a")))
    }

    @Test func syntaxErrorInTheThirdStatement() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try project.write(
            "migrations/x.sql",
            Self.revision(
                "aaaa11112222",
                "CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\nALTER TABLE a ADDD COLUMN b INT;"
            )
        )
        let outcome = try project.swiftmig("upgrade")
        try expect(outcome, code: 1)
        for part in ["migrations/x.sql:7", "1064", "ADDD COLUMN", "next: "] {
            #expect(outcome.err.contains(part), "\(outcome)")
        }
        let document = try project.swiftmig("upgrade", "--json")
        #expect((try errorDocument(of: document)["location"] as? [String: Any])?["line"] as? Int == 7)

        // After the correction, the run continues where it stopped.
        try project.edit("migrations/x.sql", replacing: "ADDD", with: "ADD")
        try expect(project.swiftmig("upgrade"), code: 0)
        let rows = try database.connect().execute("SELECT id, b FROM a").rows
        #expect(rows.count == 1)
    }

    @Test func doctorNamesAnEditedRevision() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try project.write(
            "migrations/aa.sql",
            "-- revision: aa\n-- down_revision: null\n\n-- swiftmig: upgrade\nCREATE TABLE a (n INT);\n"
        )
        try expect(project.swiftmig("upgrade"), code: 0)
        #expect(try !project.swiftmig("doctor").out.contains("edited"))
        try project.edit("migrations/aa.sql", replacing: "INT", with: "BIGINT")
        let outcome = try project.swiftmig("doctor")
        #expect(outcome.out.contains("edited after they were applied"))
        #expect(outcome.out.contains("migrations/aa.sql"))
    }

    @Test func readOnlyFolder() throws {
        let project = try Project()
        try project.write("migrate.yaml", "migrations: migrations\n")
        try project.write("migrations/.keep", "")
        try project.setMode(0o555, of: "migrations")
        defer { try? project.setMode(0o755, of: "migrations") }
        let outcome = try project.swiftmigAsOrdinaryUser("revision", "-m", "one")
        try expect(outcome, code: 74)
        #expect(outcome.err.contains("migrations"))
        #expect(outcome.err.contains("Permission denied"))
        #expect(outcome.err.contains("next: "))
        #expect(project.files(in: "migrations") == [".keep"])
    }

    @Test func twoRunsAtOnce() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        let (first, blocker) = try blockedRun(in: project, database)
        let second = try project.swiftmig("upgrade", environment: ["LOCK": "0s"])
        try expect(second, code: 75)
        #expect(second.err.contains("next: "))
        try blocker.execute("COMMIT")
        try expect(first.wait(), code: 0)
        try expect(project.swiftmig("upgrade"), code: 0)
    }

    @Test func lostConnection() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        let (run, blocker) = try blockedRun(in: project, database)
        let admin = try database.connect()
        let waiting = try #require(try waitingSession(of: database, admin))
        try admin.execute("KILL \(waiting)")
        let outcome = try run.wait()
        #expect(outcome.code == 1 || outcome.code == 69, "\(outcome)")
        #expect(outcome.err.contains("migrations/y.sql:5"), "\(outcome)")
        #expect(outcome.err.contains("next: "), "\(outcome)")
        try blocker.execute("COMMIT")
        try expect(project.swiftmig("upgrade"), code: 0)
        #expect(try admin.execute("SHOW COLUMNS FROM a LIKE 'b'").rows.count == 1)
    }

    /// A run whose second revision waits for a table that another session uses.
    private func blockedRun(
        in project: Project,
        _ database: TestDatabase
    ) throws -> (run: Project.Run, blocker: any QueryExecutor) {
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nlock: {timeout: \"${LOCK:-1h}\"}\n")
        try project.write("migrations/x.sql", Self.revision("aaaa11112222", "CREATE TABLE a (id INT);"))
        try expect(project.swiftmig("upgrade"), code: 0)
        try project.write(
            "migrations/y.sql",
            """
            -- revision: bbbb11112222
            -- down_revision: aaaa11112222

            -- swiftmig: upgrade
            ALTER TABLE a ADD COLUMN b INT;

            -- swiftmig: downgrade
            ALTER TABLE a DROP COLUMN b;

            """
        )
        let blocker = try database.connect()
        try blocker.execute("BEGIN")
        try blocker.execute("SELECT * FROM a")
        let run = try project.start(["upgrade"])
        let admin = try database.connect()
        try waitUntil { try !run.isRunning || waitingSession(of: database, admin) != nil }
        return (run, blocker)
    }

    /// The session that waits for a table's metadata lock.
    private func waitingSession(of database: TestDatabase, _ executor: any QueryExecutor) throws -> String? {
        try executor.execute(
            """
            SELECT ID FROM information_schema.PROCESSLIST
            WHERE DB = '\(database.name)' AND STATE LIKE 'Waiting for table metadata lock%'
            """
        ).rows.first?[0]
    }
}
