#if os(Linux)
import Foundation
import MariaDBClient
import SchemaSQL
import TestSupport

/// One chain, up and down, with and without disturbance.
final class ChaosRun {
    private let kind: ChaosTests.Kind
    private let place: Place
    private let seed: UInt64
    private let mostDeaths: Int
    private var random: SeededGenerator
    private let project: Project
    /// Between client and server; a cluster's nodes are reached without.
    private let proxy: CuttingProxy?
    private(set) var deaths = 0

    enum Place {
        case server(ChaosServer)
        case cluster(ChaosCluster)
    }

    init(_ kind: ChaosTests.Kind, at place: Place, seed: UInt64, mostDeaths: Int) throws {
        self.kind = kind
        self.place = place
        self.seed = seed
        self.mostDeaths = mostDeaths
        random = SeededGenerator(seed: seed)
        project = try Project()
        var hasSequences = false
        switch place {
        case .server(let server):
            proxy = try CuttingProxy(to: server.socket, at: project.folder.path + "/proxy.sock")
            let session = try Connection.open(testURL: server.url(of: ""))
            hasSequences = try session.execute("SELECT VERSION() LIKE '%MariaDB%'").rows.first?[0] == "1"
        case .cluster: proxy = nil
        }
        let chain = ChaosChain(seed: seed, length: 30, hasSequences: hasSequences)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\n")
        for file in chain.files { try project.write("migrations/\(file.id).sql", file.text) }
    }

    deinit { proxy?.close() }

    private func connect(_ database: String = "", node: Int = 0) throws -> Connection {
        switch place {
        case .server(let server): try Connection.open(testURL: server.url(of: database))
        case .cluster(let cluster): try cluster.connect(node: node, database)
        }
    }

    private var nodes: Range<Int> {
        if case .cluster(let cluster) = place { return cluster.nodes }
        return 0..<1
    }

    /// Up and down twice over: once in peace, which shows what is right, and once in chaos.
    func check() throws {
        for name in ["peace", "chaos"] {
            let admin = try connect()
            try admin.execute("DROP DATABASE IF EXISTS \(name)")
            try admin.execute("CREATE DATABASE \(name) CHARACTER SET utf8mb4")
            let session = try connect(name)
            for statement in ChaosChain.counters { try session.execute(statement) }
        }
        for arguments in [["upgrade", "head"], ["downgrade", "base", "--allow-data-loss"]] {
            let (seconds, bytes) = try runInPeace(arguments)
            try runInChaos(arguments, seconds: seconds, bytes: bytes)
            let expected = try state(of: "peace", node: 0)
            for node in nodes {
                let actual = try state(of: "chaos", node: node)
                guard expected == actual else {
                    let lines = zip(expected, actual).first { $0 != $1 }.map { "\($0)\nis\n\($1)" } ?? ""
                    throw TestSupportError(
                        """
                        seed \(seed), \(kind), \(arguments[0]), node \(node): \(expected.count) and \(actual.count) lines
                        \(lines)
                        """
                    )
                }
            }
        }
    }

    private func environment(_ database: String) -> [String: String] {
        switch place {
        case .server: ["DATABASE_URL": "mysql://root@localhost/\(database)?socket=\(proxy?.socket ?? "")"]
        case .cluster(let cluster):
            ["DATABASE_URL": cluster.url(of: database, first: random.number(0...cluster.nodes.count - 1))]
        }
    }

    private func runInPeace(_ arguments: [String]) throws -> (seconds: Double, bytes: Int) {
        proxy?.allow(nil)
        let start = ContinuousClock.now
        let outcome = try project.start(arguments + ["--json"], environment: environment("peace")).wait()
        let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
        guard outcome.code == 0 else { throw TestSupportError("seed \(seed), in peace: \(outcome)") }
        return (seconds, proxy?.allow(nil) ?? 0)
    }

    private func runInChaos(_ arguments: [String], seconds: Double, bytes: Int) throws {
        while true {
            let isLast = deaths >= mostDeaths
            // Early deaths leave more for the next one.
            let part = Double.random(in: 0...1, using: &random) * (random.chance(70) ? 0.3 : 1)
            proxy?.allow(kind == .network && !isLast ? Int(Double(bytes) * part) : nil)
            let run = try project.start(arguments + ["--json"], environment: environment("chaos"))
            var hasKilled = false
            if kind != .network, !isLast { hasKilled = try strike(run, after: seconds * part) }
            // It goes on at another node, which may be killed as well.
            while kind == .node, hasKilled, deaths + 1 < mostDeaths {
                guard try strike(run, after: seconds * Double.random(in: 0...0.5, using: &random)) else { break }
                deaths += 1
            }
            let outcome = try run.wait()
            if hasKilled || outcome.code != 0 { deaths += 1 }
            switch outcome.code {
            case 0: return
            case SIGKILL where kind == .client && hasKilled: continue
            default:
                guard [.server, .node].contains(kind) && hasKilled || kind == .network && proxy?.isCut == true else {
                    throw TestSupportError("seed \(seed), \(kind), not by a death of ours: \(outcome)")
                }
                let code = try errorCode(of: outcome)
                guard ["connection_lost", "cannot_reach_server", "node_not_ready"].contains(code) else {
                    throw TestSupportError("seed \(seed), \(kind): \(outcome)")
                }
            }
        }
    }

    /// Waits and kills, unless the run was faster.
    private func strike(_ run: Project.Run, after seconds: Double) throws -> Bool {
        usleep(UInt32(seconds * 1_000_000))
        guard run.isRunning else { return false }
        switch kind {
        case .client: run.kill()
        case .server, .node: return try restart()
        case .network: break
        }
        return true
    }

    private func restart() throws -> Bool {
        switch place {
        case .server(let server): try server.restart()
        case .cluster(let cluster):
            guard let node = cluster.node(servingRunsOf: "chaos") else { return false }
            try cluster.restart(node)
        }
        return true
    }

    // MARK: What there is

    /// Every definition and every row, but for the journal, and of that which revision ended how often.
    private func state(of database: String, node: Int) throws -> [String] {
        let session = try connect(database, node: node)
        func rows(_ query: String) throws -> [String] {
            let result = try session.execute(query)
            let columns = result.rows.columnNames.indices
            return result.rows.map { row in columns.map { row[$0] ?? "NULL" }.joined(separator: " | ") }
        }
        var lines = try rows(
            "SELECT revision, direction, state, COUNT(*) FROM swiftmig_journal GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        let tables = try rows(
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1"
        )
        for table in tables {
            lines += try rows("SHOW CREATE TABLE \(table)").map { table == "numbers" ? Self.withoutCounter($0) : $0 }
            if table == "swiftmig_journal" { continue }
            lines += try rows("SELECT * FROM \(table)").sorted()
        }
        let objects = [
            "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT EVENT_NAME, EVENT_DEFINITION FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1",
        ]
        for query in objects { lines += try rows(query) }
        lines = lines.map { $0.replacingOccurrences(of: "`\(database)`", with: "`database`") }
        guard case .cluster = place else { return lines }
        // Each node counts on in steps of its own.
        return lines.map(Self.withoutCounter)
    }

    private static func withoutCounter(_ text: String) -> String {
        text.replacingOccurrences(of: " AUTO_INCREMENT=[0-9]+", with: "", options: .regularExpression)
    }
}
#endif
