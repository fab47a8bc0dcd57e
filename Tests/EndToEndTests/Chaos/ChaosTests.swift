#if os(Linux)
import Foundation
import MariaDBClient
import SchemaSQL
import TestSupport
import Testing

/// Runs that die again and again get where an undisturbed run gets: each statement has happened exactly once.
///
/// `SWIFTMIG_CHAOS_KILLS`, `SWIFTMIG_CHAOS_SEED` and `SWIFTMIG_CHAOS_SERVER` make more of it; see `scripts/chaos`.
@Suite(.serialized) struct ChaosTests {
    enum Kind: String, CaseIterable {
        /// The client gets SIGKILL.
        case client
        /// The server gets SIGKILL, and starts again.
        case server
        /// All connections break after some number of bytes.
        case network
    }

    @Test(arguments: Kind.allCases)
    func whateverDiesEachStatementHappensOnce(_ kind: Kind) throws {
        let settings = Settings()
        guard settings.kinds.contains(kind) else { return }
        let server = try ChaosServer(settings.server)
        var random = SeededGenerator(seed: settings.seed)
        var deaths = 0
        var chains = 0
        while deaths < settings.kills {
            let run = try ChaosRun(kind, server: server, seed: random.next(), mostDeaths: settings.kills - deaths)
            try run.check()
            deaths += run.deaths
            chains += 1
        }
        if settings.isReported {
            print("chaos: \(kind.rawValue), \(settings.server): \(deaths) deaths in \(chains) chains")
        }
    }

    private struct Settings {
        let environment = ProcessInfo.processInfo.environment

        private func value(_ name: String) -> String? { environment["SWIFTMIG_CHAOS_\(name)"] }

        var kills: Int { value("KILLS").flatMap { Int($0) } ?? 5 }
        var seed: UInt64 { value("SEED").flatMap { UInt64($0) } ?? 1 }
        var server: String { value("SERVER") ?? "mariadb10.11" }
        var kinds: [Kind] { value("KIND").map { [Kind(rawValue: $0)].compactMap { $0 } } ?? Kind.allCases }
        var isReported: Bool { value("KILLS") != nil }
    }
}

/// One chain, up and down, with and without disturbance.
private final class ChaosRun {
    private let kind: ChaosTests.Kind
    private let server: ChaosServer
    private let seed: UInt64
    private let mostDeaths: Int
    private var random: SeededGenerator
    private let project: Project
    private let proxy: CuttingProxy
    private(set) var deaths = 0

    init(_ kind: ChaosTests.Kind, server: ChaosServer, seed: UInt64, mostDeaths: Int) throws {
        self.kind = kind
        self.server = server
        self.seed = seed
        self.mostDeaths = mostDeaths
        random = SeededGenerator(seed: seed)
        project = try Project()
        proxy = try CuttingProxy(to: server.socket, at: project.folder.path + "/proxy.sock")
        let isMySQL = try connect().execute("SELECT VERSION() LIKE '%MariaDB%'").rows.first?[0] == "0"
        let chain = ChaosChain(seed: seed, length: 30, hasSequences: !isMySQL)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\n")
        for file in chain.files { try project.write("migrations/\(file.id).sql", file.text) }
    }

    deinit { proxy.close() }

    private func connect(_ database: String = "") throws -> Connection {
        try Connection.open(testURL: server.url(of: database))
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
            let (expected, actual) = (try state(of: "peace"), try state(of: "chaos"))
            guard expected == actual else {
                let lines = zip(expected, actual).first { $0 != $1 }.map { "\($0)\nis\n\($1)" } ?? ""
                throw TestSupportError(
                    "seed \(seed), \(kind), \(arguments[0]): \(expected.count) and \(actual.count) lines\n\(lines)"
                )
            }
        }
    }

    private func environment(_ database: String) -> [String: String] {
        ["DATABASE_URL": "mysql://root@localhost/\(database)?socket=\(proxy.socket)"]
    }

    private func runInPeace(_ arguments: [String]) throws -> (seconds: Double, bytes: Int) {
        proxy.allow(nil)
        let start = ContinuousClock.now
        let outcome = try project.start(arguments + ["--json"], environment: environment("peace")).wait()
        let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
        guard outcome.code == 0 else { throw TestSupportError("seed \(seed), in peace: \(outcome)") }
        return (seconds, proxy.allow(nil))
    }

    private func runInChaos(_ arguments: [String], seconds: Double, bytes: Int) throws {
        while true {
            let isLast = deaths >= mostDeaths
            // Early deaths leave more for the next one.
            let part = Double.random(in: 0...1, using: &random) * (random.chance(70) ? 0.3 : 1)
            proxy.allow(kind == .network && !isLast ? Int(Double(bytes) * part) : nil)
            let run = try project.start(arguments + ["--json"], environment: environment("chaos"))
            var hasKilled = false
            if kind != .network, !isLast { hasKilled = try strike(run, after: seconds * part) }
            let outcome = try run.wait()
            if hasKilled || outcome.code != 0 { deaths += 1 }
            switch outcome.code {
            case 0: return
            case SIGKILL where kind == .client && hasKilled: continue
            default:
                guard kind == .server && hasKilled || kind == .network && proxy.isCut else {
                    throw TestSupportError("seed \(seed), \(kind), not by a death of ours: \(outcome)")
                }
                let code = try errorCode(of: outcome)
                guard ["connection_lost", "cannot_reach_server"].contains(code) else {
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
        case .server: try server.restart()
        case .network: break
        }
        return true
    }

    // MARK: What there is

    /// Every definition and every row, but for the journal, and of that which revision ended how often.
    private func state(of database: String) throws -> [String] {
        let session = try connect(database)
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
            lines += try rows("SHOW CREATE TABLE \(table)")
            if table == "swiftmig_journal" { continue }
            lines += try rows("SELECT * FROM \(table)").sorted()
        }
        let objects = [
            "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT EVENT_NAME, EVENT_DEFINITION FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1",
        ]
        for query in objects { lines += try rows(query) }
        return lines.map { $0.replacingOccurrences(of: "`\(database)`", with: "`database`") }
    }
}
#endif
