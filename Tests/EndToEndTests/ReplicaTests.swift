#if os(Linux)
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Batches of rows wait for replicas.
@Suite struct ReplicaTests {
    @Test(.timeLimit(.minutes(Patience.minutes))) func batchesWaitForReplicas() throws {
        let listener = try LocalListener()
        let port = listener.port
        listener.close()
        let source = try ChaosServer(
            "mariadb10.11",
            ["--skip-networking=0", "--bind-address=127.0.0.1", "--port=\(port)", "--log-bin=log", "--server-id=1"]
        )
        let replica = try ChaosServer("mariadb10.11", ["--server-id=2"])
        let (there, here) = (try open(replica), try open(source))
        try there.execute(
            """
            CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = \(port), MASTER_USER = 'root', \
            MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1
            """
        )
        try there.execute("START SLAVE")
        try here.execute("CREATE DATABASE d")
        let project = try project(url: source.url(of: "d"), replica: replica.url(of: ""))
        try expect(project.swiftmig("upgrade", "a"), code: 0)

        try refusals(project, replica, source)
        #expect(try here.execute("SELECT SUM(n) FROM d.t").rows.first?[0] == "0")

        try there.execute("STOP SLAVE SQL_THREAD")
        let stopped = try project.start(["upgrade", "b"])
        try waitUntil { try stopped.errorsSoFar().contains("which does not replicate at the moment") }
        #expect(try here.execute("SELECT SUM(n) FROM d.t").rows.first?[0] == "10")
        try there.execute("START SLAVE SQL_THREAD")
        try expect(stopped.wait(), code: 0)

        try waitUntil {
            try there.execute("SELECT SUM(n) FROM d.t").rows.first?[0] == "300"
        }
        try there.execute("LOCK TABLES d.t READ")
        let late = try project.start(["upgrade", "c"])
        try waitUntil { try late.errorsSoFar().contains(" s behind") }
        try there.execute("UNLOCK TABLES")
        try expect(late.wait(), code: 0)
        #expect(try here.execute("SELECT SUM(n) FROM d.t").rows.first?[0] == "600")
    }

    private func open(_ server: ChaosServer) throws -> Connection {
        try Connection.open(testURL: server.url(of: ""))
    }

    private func project(url: String, replica: String) throws -> Project {
        let project = try Project(url: url)
        try project.write(
            "migrate.yaml",
            "database: {url: \"${DATABASE_URL}\"}\nbatches: {replicas: [\"\(replica)\"], max_lag: 1s}\n"
        )
        let rows = "WITH RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM s WHERE n < 300) SELECT n, 0 FROM s"
        let scripts = [
            "CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL);\nINSERT INTO t \(rows);",
            "-- swiftmig: batch table=t key=id size=10\nUPDATE t SET n = n + 1 WHERE {range};",
            "-- swiftmig: batch table=t key=id size=10 pause=200ms\nUPDATE t SET n = n + 1 WHERE {range};",
        ]
        for (id, parent, script) in zip3(["a", "b", "c"], ["null", "a", "b"], scripts) {
            try project.write(
                "migrations/\(id).sql",
                "-- revision: \(id)\n-- down_revision: \(parent)\n\n-- swiftmig: upgrade\n\(script)\n"
            )
        }
        return project
    }

    private func zip3(_ a: [String], _ b: [String], _ c: [String]) -> [(String, String, String)] {
        zip(zip(a, b), c).map { ($0.0, $0.1, $1) }
    }

    /// A server that is not a usable replica is refused before anything runs.
    private func refusals(_ project: Project, _ replica: ChaosServer, _ source: ChaosServer) throws {
        func upgrade(_ url: String) throws -> Project.Outcome {
            try project.swiftmig("upgrade", "b", "--json", environment: ["SWIFTMIG_BATCHES_REPLICAS": url])
        }
        let none = try upgrade(source.url(of: ""))
        try expect(none, code: 78)
        #expect(try errorCode(of: none) == "not_a_replica")

        try open(replica).execute("CREATE USER weak@localhost IDENTIFIED BY 'unsaid'")
        let weak = try upgrade(replica.url(of: "").replacing("root@", with: "weak:unsaid@"))
        try expect(weak, code: 1)
        #expect(try errorCode(of: weak) == "insufficient_privileges")
        #expect(weak.out.contains("TO 'weak'@'localhost'"), "\(weak)")
        #expect(!weak.description.contains("unsaid"))

        let gone = try upgrade("mysql://root@localhost/?socket=/nowhere.sock")
        try expect(gone, code: 69)
        #expect(try errorCode(of: gone) == "cannot_reach_server")
    }
}
#endif
