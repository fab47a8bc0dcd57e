#if os(Linux)
import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of servers that refuse all changes, or statements above some length.
@Suite struct ServerLimitsTests {
    private func project(url: String, _ script: String = "CREATE TABLE t (n INT);") throws -> Project {
        let project = try Project(url: url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\n")
        try project.write(
            "migrations/a.sql",
            "-- revision: a\n-- down_revision: null\n\n-- swiftmig: upgrade\n\(script)\n"
        )
        return project
    }

    private func open(_ server: ChaosServer) throws -> Connection {
        try Connection.open(testURL: server.url(of: ""))
    }

    /// The account may write to it anyway, but a replica's source would not know.
    @Test(.timeLimit(.minutes(Patience.minutes))) func aReadOnlyServerIsNamedAndPassedOver() throws {
        let listeners = try [LocalListener(), LocalListener()]
        let ports = listeners.map(\.port)
        for listener in listeners { listener.close() }
        func options(_ index: Int) -> [String] {
            ["--skip-networking=0", "--bind-address=127.0.0.1", "--port=\(ports[index])", "--server-id=\(index + 1)"]
        }
        let replica = try ChaosServer("mariadb10.11", options(0))
        let source = try ChaosServer("mariadb10.11", options(1) + ["--log-bin=log"])
        for server in [replica, source] { try open(server).execute("CREATE DATABASE d") }
        try open(replica).execute(
            "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = \(ports[1]), MASTER_USER = 'root'"
        )
        try open(replica).execute("SET GLOBAL read_only = ON")

        let project = try project(url: replica.url(of: "d"))
        for command in [["upgrade"], ["stamp", "a"], ["ensure_version"]] {
            let refused = try project.start(command + ["--json"]).wait()
            try expect(refused, code: 69)
            #expect(try errorCode(of: refused) == "read_only_server")
            #expect(refused.out.contains("its primary is 127.0.0.1:\(ports[1])"))
        }
        #expect(try open(replica).execute("SHOW TABLES FROM d").rows.isEmpty)
        try expect(project.swiftmig("current"), code: 0)
        let doctor = try project.swiftmig("doctor")
        #expect(doctor.code != 0 && doctor.out.contains("read-only"))

        let hosts = ports.map { "127.0.0.1:\($0)" }.joined(separator: ",")
        try expect(project.swiftmig("upgrade", environment: ["DATABASE_URL": "mysql://root@\(hosts)/d"]), code: 0)
        #expect(try open(source).execute("SHOW TABLES FROM d LIKE 't'").rows.count == 1)

        // The question about data comes only after that.
        try project.write(
            "migrations/a.sql",
            try project.read("migrations/a.sql") + "\n-- swiftmig: downgrade\nDROP TABLE t;\n"
        )
        try open(source).execute("INSERT INTO d.t VALUES (1)")
        try open(source).execute("SET GLOBAL read_only = ON")
        let back = try project.swiftmig("downgrade", "--json", environment: ["DATABASE_URL": source.url(of: "d")])
        try expect(back, code: 69)
    }

    /// Like Aurora's readers, whose `read_only` is off.
    @Test(.timeLimit(.minutes(Patience.minutes))) func anEngineThatTakesNoChangesIsNamed() throws {
        let server = try PrivateServer.start(options: ["--innodb-read-only"])
        defer { server.stop() }
        let database = try server.database()
        #expect(try database.connect().isReadOnly)
        let project = try project(url: database.url)
        let refused = try project.swiftmig("upgrade", "--json")
        try expect(refused, code: 69)
        #expect(try errorCode(of: refused) == "read_only_server")
    }

    /// Error 1290 may be about any of the server's options.
    @Test(.timeLimit(.minutes(Patience.minutes))) func aRefusedFileIsNoLostConnection() throws {
        let server = try PrivateServer.start(options: ["--secure-file-priv=/tmp"], listensOnTCP: true)
        defer { server.stop() }
        let database = try server.database()
        try database.connect().execute("CREATE USER tcp@'127.0.0.1' IDENTIFIED BY 'unsaid'")
        try database.connect().execute("GRANT ALL ON *.* TO tcp@'127.0.0.1'")
        let place = "127.0.0.1:\(server.port ?? 0)"
        let project = try project(
            url: "mysql://tcp:unsaid@\(place),127.0.0.1:1/\(database.name)?ssl-mode=disabled",
            "CREATE TABLE t (a TEXT);\nLOAD DATA INFILE '/etc/hostname' INTO TABLE t;"
        )
        let outcome = try project.swiftmig("upgrade")
        try expect(outcome, code: 1)
        #expect(outcome.err.contains("1290"), "\(outcome)")
        #expect(!outcome.err.contains("the connection was lost"), "\(outcome)")
    }

    /// The statement of a blocking connection is shown without its secrets.
    @Test(.timeLimit(.minutes(Patience.minutes))) func whatIsInTheWayIsShownWithoutPasswords() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        try connection.execute(all: ["CREATE TABLE t (n INT)", "INSERT INTO t VALUES (1)"])
        let settings = database.settings
        Thread.detachNewThread {
            // It ends with an error when it is killed.
            _ = try? Connection(settings).execute("SELECT SLEEP(120) FROM t WHERE @password = 'unsaid' OR n = 1")
        }
        let list = "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE 'SELECT SLEEP%'"
        try waitUntil { try !connection.execute(list).rows.isEmpty }
        let project = try project(url: database.url, "-- swiftmig: lock_wait=1s retries=1\nALTER TABLE t ADD m INT;")
        let outcome = try project.swiftmig("upgrade")
        if let id = try connection.execute(list).rows.first?[0] { try connection.execute("KILL \(id)") }
        #expect(outcome.code != 0)
        #expect(outcome.err.contains("SELECT SLEEP(120) FROM t WHERE @password = '***'"), "\(outcome)")
        #expect(!outcome.err.contains("unsaid"), "\(outcome)")
    }

    /// The journal keeps the text of a half-run revision, which counts too.
    @Test(.timeLimit(.minutes(Patience.minutes))) func longStatementsAreRefusedAndManyShortOnesAreNot() throws {
        let server = try ChaosServer("mariadb10.11", ["--max-allowed-packet=1M"])
        for name in ["one", "many"] { try open(server).execute("CREATE DATABASE \(name)") }
        let table = "CREATE TABLE t (n INT PRIMARY KEY, a LONGTEXT);\n"
        let one = try project(
            url: server.url(of: "one"),
            table + "INSERT INTO t VALUES (1, '\(String(repeating: "x", count: 2_000_000))');"
        )
        let refused = try one.swiftmig("upgrade", "--json")
        try expect(refused, code: 65)
        #expect(try errorCode(of: refused) == "statement_too_long")
        #expect(refused.out.contains("max_allowed_packet = 2097152") && refused.out.contains("at most 1048576"))
        #expect(try open(server).execute("SHOW TABLES FROM one LIKE 't'").rows.isEmpty)

        let row = String(repeating: "x", count: 12_000)
        let rows = (1...200).map { "INSERT INTO t VALUES (\($0), '\(row)');\n" }.joined()
        let many = try project(url: server.url(of: "many"), table + rows)
        try expect(many.swiftmig("upgrade"), code: 0)
        #expect(try open(server).execute("SELECT COUNT(*) FROM many.t").rows.first?[0] == "200")
    }
}
#endif
