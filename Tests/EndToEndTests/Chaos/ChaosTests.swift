#if os(Linux)
import Foundation
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
        /// The node of a cluster that the client is connected to gets SIGKILL, and comes back.
        case node
    }

    @Test(arguments: Kind.allCases)
    func whateverDiesEachStatementHappensOnce(_ kind: Kind) throws {
        let settings = Settings()
        guard settings.kinds.contains(kind) else { return }
        let place: ChaosRun.Place =
            kind == .node ? .cluster(try ChaosCluster()) : .server(try ChaosServer(settings.server))
        var random = SeededGenerator(seed: settings.seed)
        var deaths = 0
        var chains = 0
        while deaths < settings.kills {
            let run = try ChaosRun(kind, at: place, seed: random.next(), mostDeaths: settings.kills - deaths)
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
        var kinds: [Kind] {
            if server == "galera" { return [.node] }
            return value("KIND").map { [Kind(rawValue: $0)].compactMap { $0 } } ?? [.client, .server, .network]
        }
        var isReported: Bool { value("KILLS") != nil }
    }
}
#endif
