#if os(Linux)
import Foundation
import MariaDBClient
import ServerPort
import TestSupport

/// Runs one chain up and down, with and without disturbance.
final class ChaosRun {
    private let kind: ChaosTests.Kind
    private let place: Place
    private let seed: UInt64
    private let mostDeaths: Int
    private var random: SeededGenerator
    private let project: Project
    private let chain: ChaosChain
    /// A proxy between client and server. The nodes of a cluster are reached without one.
    private let proxy: CuttingProxy?
    private(set) var deaths = 0
    /// The number of questions that runs asked and a person answered.
    private(set) var questions = 0
    /// The number of changes by the nightly job.
    private(set) var partitions = 0
    /// The parts of packets that were cut.
    private(set) var victims: [CuttingProxy.Victim: Int] = [:]

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
        switch place {
        case .server(let server):
            proxy = try CuttingProxy(to: server.socket, at: project.folder.path + "/proxy.sock")
            let session = try Connection.open(testURL: server.url(of: ""))
            let isMariaDB = try session.execute("SELECT VERSION() LIKE '%MariaDB%'").rows.first?[0] == "1"
            chain = ChaosChain(seed: seed, length: 30, isMariaDB: isMariaDB)
        case .cluster:
            proxy = nil
            chain = ChaosChain(seed: seed, length: 30, isMariaDB: true, isCluster: true)
        }
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

    /// Runs up and down three times: with the server's own client, which gives the correct result, once undisturbed,
    /// and once in chaos.
    func check() throws {
        for name in ["bare", "peace", "chaos"] { try prepare(name) }
        for arguments in [["upgrade", "head"], ["downgrade", "base", "--allow-data-loss"]] {
            let isUpgrade = arguments[0] == "upgrade"
            let (seconds, packets) = try runInPeace(arguments)
            if case .server(let server) = place {
                for index in isUpgrade ? Array(chain.revisions.indices) : chain.revisions.indices.reversed() {
                    try server.runClient(on: "bare", chain.script(index, isUpgrade: isUpgrade))
                }
                try compare("bare", "peace", arguments)
            }
            try runInChaos(arguments, seconds: seconds, packets: packets)
            for node in nodes { try compare("peace", "chaos", node: node, arguments) }
        }
        let scratch = try connect().execute("SHOW DATABASES LIKE 'swiftmig%'").rows.compactMap { $0[0] }
        // A killed run cannot drop the copy of a table that it has created.
        for name in scratch { try connect().execute("DROP DATABASE `\(name)`") }
    }

    private func prepare(_ name: String) throws {
        let admin = try connect()
        for database in [name, name + "_other"] {
            try admin.execute("DROP DATABASE IF EXISTS \(database)")
            try admin.execute("CREATE DATABASE \(database) CHARACTER SET utf8mb4")
        }
        let session = try connect(name)
        let neighbours = chain.neighbours(of: name, hasPartitions: kind.keepsServer)
        for statement in ChaosChain.counters + neighbours { try session.execute(statement) }
    }

    private func compare(_ expected: String, _ actual: String, node: Int = 0, _ arguments: [String]) throws {
        let withJournal = expected != "bare"
        let (right, found) = (
            try state(of: expected, withJournal: withJournal, node: 0),
            try state(of: actual, withJournal: withJournal, node: node)
        )
        guard right != found else { return }
        let missing = right.filter { !found.contains($0) }.prefix(5).joined(separator: "\n")
        let more = found.filter { !right.contains($0) }.prefix(5).joined(separator: "\n")
        throw TestSupportError(
            """
            seed \(seed), \(kind), \(arguments[0]), node \(node): \(right.count) lines in \(expected), \(found.count) in \(actual)
            missing:
            \(missing)
            new:
            \(more)
            """
        )
    }

    private func environment(_ database: String) -> [String: String] {
        switch place {
        case .server: ["DATABASE_URL": "mysql://root@localhost/\(database)?socket=\(proxy?.socket ?? "")"]
        case .cluster(let cluster):
            ["DATABASE_URL": cluster.url(of: database, first: random.number(0...cluster.nodes.count - 1))]
        }
    }

    private func runInPeace(_ arguments: [String]) throws -> (seconds: Double, packets: Int) {
        proxy?.allow(until: nil)
        let start = ContinuousClock.now
        let outcome = try project.start(arguments + ["--json"], environment: environment("peace")).wait()
        let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
        guard outcome.code == 0 else { throw TestSupportError("seed \(seed), in peace: \(outcome)") }
        return (seconds, proxy?.allow(until: nil) ?? 0)
    }

    private func runInChaos(_ arguments: [String], seconds: Double, packets: Int) throws {
        var job: NightlyJob?
        if case .server(let server) = place {
            job = NightlyJob(changesPartitions: kind.keepsServer) {
                try Connection.open(testURL: server.url(of: "chaos"))
            }
        }
        defer { partitions += job?.stop() ?? 0 }
        while true {
            let isLast = deaths >= mostDeaths
            // An early death leaves more for the next one.
            let part = Double.random(in: 0...1, using: &random) * (random.chance(80) ? kind.isOfNetwork ? 0.1 : 0.3 : 1)
            proxy?.allow(until: isLast ? nil : cut(Int(Double(packets) * part)))
            let run = try project.start(arguments + ["--json"], environment: environment("chaos"))
            var hasKilled = false
            if !kind.isOfNetwork, !isLast { hasKilled = try strike(run, after: seconds * part) }
            // The run continues on another node, which may be killed too.
            while kind == .node, hasKilled, deaths + 1 < mostDeaths {
                guard try strike(run, after: seconds * Double.random(in: 0...0.5, using: &random)) else { break }
                deaths += 1
            }
            let outcome = try run.wait()
            let isCut = proxy?.isCut == true
            if let victim = proxy?.cutWithin { victims[victim, default: 0] += 1 }
            if hasKilled || isCut { deaths += 1 }
            switch outcome.code {
            case 0: return
            case SIGKILL where kind == .client && hasKilled: continue
            default:
                guard let code = try? errorCode(of: outcome) else {
                    throw TestSupportError("seed \(seed), \(kind), without a word: \(outcome)")
                }
                if code == "undecidable" {
                    try CarefulPerson(chain: chain, project: project, session: connect("chaos")).answer(outcome)
                    questions += 1
                    continue
                }
                guard [.server, .node].contains(kind) && hasKilled || isCut else {
                    throw TestSupportError("seed \(seed), \(kind), not by a death of ours: \(outcome)")
                }
                guard ["connection_lost", "cannot_reach_server", "node_not_ready"].contains(code) else {
                    throw TestSupportError("seed \(seed), \(kind): \(outcome)")
                }
            }
        }
    }

    /// Where the network fails; nil if it does not.
    ///
    /// - Parameter packet: The number of packets that pass before.
    private func cut(_ packet: Int) -> CuttingProxy.Cut? {
        switch kind {
        case .network: return CuttingProxy.Cut(packets: packet)
        case .packet:
            let part: CuttingProxy.Part =
                random.chance(40)
                ? .header(random.number(1...3)) : .payload(fraction: Double.random(in: 0..<1, using: &random))
            // A few cuts are early, to hit the first steps of a connection, which any other packet comes after.
            return CuttingProxy.Cut(packets: random.chance(15) ? random.number(0...40) : packet, part: part)
        case .client, .server, .node: return nil
        }
    }

    /// Waits and kills, unless the run has already ended.
    private func strike(_ run: Project.Run, after seconds: Double) throws -> Bool {
        usleep(UInt32(seconds * 1_000_000))
        guard run.isRunning else { return false }
        switch kind {
        case .client: run.kill()
        case .server, .node: return try restart()
        case .network, .packet: break
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

    // MARK: State

    /// Every definition and every row, but of the journal only how often each revision ended.
    private func state(of database: String, withJournal: Bool, node: Int) throws -> [String] {
        let session = try connect(database, node: node)
        func rows(_ query: String) throws -> [String] {
            let result = try session.execute(query)
            let columns = result.rows.columnNames.indices
            return result.rows.map { row in columns.map { row[$0] ?? "NULL" }.joined(separator: " | ") }
        }
        var lines: [String] = []
        if withJournal {
            lines += try rows(
                "SELECT revision, direction, state, COUNT(*) FROM swiftmig_journal GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
            )
        }
        let tables = try rows(
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1"
        ).filter { withJournal || !$0.hasPrefix("swiftmig_") }
        for table in tables {
            let definition = try rows("SHOW CREATE TABLE \(table)")
            switch table {
            case "numbers":
                lines += definition.map(Self.withoutCounter) + (try rows("SELECT n FROM numbers ORDER BY n"))
            case "jobs": lines += definition.map(Self.withoutNightlyChanges)
            case "swiftmig_journal": lines += definition
            default: lines += definition + (try rows("SELECT * FROM \(table)").map { "\(table): \($0)" }.sorted())
            }
        }
        let objects = [
            "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT EVENT_NAME, EVENT_DEFINITION FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1",
        ]
        for query in objects { lines += try rows(query) }
        for ending in ["", "_other"] {
            let name = "`\(database)\(ending)`"
            lines = lines.map { $0.replacingOccurrences(of: name, with: "`database\(ending)`") }
        }
        guard case .cluster = place else { return lines }
        // Each node counts in its own steps.
        return lines.map(Self.withoutCounter)
    }

    private static func withoutNightlyChanges(_ text: String) -> String {
        ["\\s*(/\\*!\\d+ )?PARTITION BY [\\s\\S]*", ",?\n *KEY `nightly_\\d+` [^\n,]*"].reduce(text) {
            $0.replacingOccurrences(of: $1, with: "", options: .regularExpression)
        }
    }

    private static func withoutCounter(_ text: String) -> String {
        text.replacingOccurrences(of: " AUTO_INCREMENT=[0-9]+", with: "", options: .regularExpression)
    }
}
#endif
