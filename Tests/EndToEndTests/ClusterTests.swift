import DatabaseSettings
import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of what differs on the nodes of a Galera cluster.
@Suite(.serialized, .enabled(if: Cluster.given != nil, "SWIFTMIG_TEST_CLUSTER_URL names no cluster"))
struct ClusterTests {
    @Test(.timeLimit(.minutes(Patience.minutes))) func fiftyOnThreeNodes() throws {
        let cluster = try Cluster()
        let database = try cluster.database()
        try ConcurrentRunsTests.race(50, cluster.nodes.map { $0 + database.name })
        for node in cluster.nodes.indices {
            try ConcurrentRunsTests.check(try cluster.connect(node: node, database: database.name))
        }
        let lease = try cluster.connect(node: 0, database: database.name).execute("SELECT COUNT(*) FROM swiftmig_lock")
        #expect(lease.rows.first?[0] == "0")
    }

    /// The first host of the URL is not available, and recent writes on another node are visible.
    @Test(.timeLimit(.minutes(Patience.minutes))) func oneOfSeveralHostsIsEnough() throws {
        let cluster = try Cluster()
        let database = try cluster.database()
        let project = try ConcurrentRunsTests.project()
        let hosts = try cluster.hosts()
        let url = "mysql://root@127.0.0.1:1,\(hosts[1])/\(database.name)"
        try expect(project.swiftmig("upgrade", "head", environment: ["DATABASE_URL": url]), code: 0)
        try ConcurrentRunsTests.check(try cluster.connect(node: 2, database: database.name))
        let other = "mysql://root@\(hosts[2])/\(database.name)"
        let second = try project.swiftmig("upgrade", "head", "--json", environment: ["DATABASE_URL": other])
        try expect(second, code: 0)
        #expect((try second.document()["steps"] as? [Any])?.isEmpty == true)
    }

    /// DDL of another session aborts the transaction of a revision, which then runs again as a whole.
    @Test(.timeLimit(.minutes(Patience.minutes))) func ddlOfOthersIsSurvived() throws {
        let cluster = try Cluster()
        let database = try cluster.database()
        let admin = try cluster.connect(node: 1, database: database.name)
        try admin.execute("CREATE TABLE counters (id INT PRIMARY KEY, n INT)")
        try admin.execute("INSERT INTO counters VALUES (1, 0)")
        try admin.execute("CREATE TABLE gate (n INT PRIMARY KEY)")
        try admin.execute("INSERT INTO gate VALUES (1)")
        let project = try Project(url: cluster.nodes[0] + database.name)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nlock: {wait: 50s}\n")
        try project.write(
            "migrations/a.sql",
            """
            -- revision: a
            -- down_revision: null

            -- swiftmig: upgrade
            START TRANSACTION;
            UPDATE counters SET n = n + 1;
            INSERT INTO gate SELECT n + 1 FROM gate FOR UPDATE;
            COMMIT;
            """
        )
        let keeper = try cluster.connect(node: 0, database: database.name)
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM gate FOR UPDATE")
        let run = try project.start(["upgrade"])
        let local = try cluster.connect(node: 0, database: database.name)
        let atWork = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'INSERT INTO gate SELECT%'"
        try waitUntil { try !local.execute(atWork).rows.isEmpty }
        try admin.execute("ALTER TABLE counters ADD COLUMN m INT")
        // The next try waits for the row again.
        try keeper.execute("COMMIT")
        let outcome = try run.wait()
        try expect(outcome, code: 0)
        #expect(outcome.err.contains("blocked by a lock"), "\(outcome)")
        #expect(try admin.execute("SELECT n FROM counters").rows.first?[0] == "1")
        #expect(try admin.execute("SELECT COUNT(*) FROM gate").rows.first?[0] == "2")
    }

    /// The node ends the connection during a statement, and the run continues over a new one.
    @Test(.timeLimit(.minutes(Patience.minutes))) func aLostConnectionIsMadeGood() throws {
        let cluster = try Cluster()
        let database = try cluster.database()
        let local = try cluster.connect(node: 0, database: database.name)
        try local.execute("CREATE TABLE gate (n INT PRIMARY KEY)")
        try local.execute("INSERT INTO gate VALUES (1)")
        let project = try Project(url: cluster.url + database.name)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nlock: {wait: 50s}\n")
        try project.write(
            "migrations/a.sql",
            """
            -- revision: a
            -- down_revision: null

            -- swiftmig: upgrade
            CREATE TABLE t (n INT);
            INSERT INTO t SELECT n FROM gate FOR UPDATE;
            INSERT INTO t VALUES (2);
            """
        )
        let keeper = try cluster.connect(node: 0, database: database.name)
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM gate FOR UPDATE")
        let run = try project.start(["upgrade"])
        let atWork = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'INSERT INTO t SELECT%'"
        try waitUntil { try !local.execute(atWork).rows.isEmpty }
        let worker = try #require(try local.execute(atWork).rows.first?[0])
        try local.execute("KILL \(worker)")
        try keeper.execute("COMMIT")
        let outcome = try run.wait()
        try expect(outcome, code: 0)
        #expect(outcome.err.contains("the connection was lost"), "\(outcome)")
        let rows = try local.execute("SELECT n FROM t ORDER BY n").rows
        #expect(rows.map { $0[0] } == ["1", "2"])
    }

    /// An isolated node still answers, but possibly with old data.
    @Test(.timeLimit(.minutes(Patience.minutes))) func aNodeThatIsAloneIsRefused() throws {
        let cluster = try Cluster()
        let database = try cluster.database()
        let project = try ConcurrentRunsTests.project()
        let alone = try cluster.connect(node: 2, database: database.name)
        // Otherwise its queries would wait for the other nodes.
        try alone.execute("SET SESSION wsrep_sync_wait = 0")
        try alone.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'")
        let ready = "SHOW STATUS LIKE 'wsrep_ready'"
        try waitUntil { try alone.execute(ready).rows.first?[1] == "OFF" }
        let hosts = try cluster.hosts()
        let url = "mysql://root@\(hosts[2])/\(database.name)"
        for command in ["current", "check", "upgrade"] {
            let outcome = try project.swiftmig(command, "--json", environment: ["DATABASE_URL": url])
            try expect(outcome, code: 69)
            #expect(try errorCode(of: outcome) == "node_not_ready")
        }
        let others = "mysql://root@\(hosts[2]),\(hosts[1])/\(database.name)"
        let upgrade = try project.swiftmig("upgrade", "head", environment: ["DATABASE_URL": others])
        try alone.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'")
        try expect(upgrade, code: 0)
        try waitUntil { try alone.execute(ready).rows.first?[1] == "ON" }
        try ConcurrentRunsTests.check(try cluster.connect(node: 2, database: database.name))
    }
}

/// Nodes that were started beforehand: `scripts/servers up galera FOLDER`.
private struct Cluster {
    static let given = ProcessInfo.processInfo.environment["SWIFTMIG_TEST_CLUSTER_URL"]

    /// The URL with all nodes, up to the slash before the database.
    let url: String

    init() throws { url = try #require(Self.given) }

    func hosts() throws -> [String] {
        let authority = url.split(separator: "@").last?.split(separator: "/").first ?? ""
        return authority.split(separator: ",").map(String.init)
    }

    /// The URL of each node, up to the slash before the database.
    var nodes: [String] {
        ((try? hosts()) ?? []).map { "mysql://root@\($0)/" }
    }

    func connect(node: Int, database: String) throws -> Connection {
        try Connection(settings(nodes[node] + database))
    }

    private func settings(_ url: String) throws -> ConnectionSettings {
        guard case .server(let settings) = try DatabaseTarget.parse(url: url) else {
            throw TestSupportError("no server: \(url)")
        }
        return settings
    }

    /// A database that is dropped when the value is released.
    func database() throws -> ClusterDatabase {
        try ClusterDatabase(connection: try Connection(settings(nodes[0])))
    }

    final class ClusterDatabase {
        let name = "t\(UInt64.random(in: .min ... .max))"
        private let connection: Connection

        init(connection: Connection) throws {
            self.connection = connection
            try connection.execute("CREATE DATABASE \(name)")
        }

        deinit { _ = try? connection.execute("DROP DATABASE \(name)") }
    }
}
