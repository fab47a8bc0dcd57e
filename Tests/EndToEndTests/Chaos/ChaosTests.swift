#if os(Linux)
import Foundation
import TestSupport
import Testing

/// Runs that die repeatedly get to the same result as an undisturbed run: each statement takes effect exactly once.
///
/// `SWIFTMIG_CHAOS_KILLS`, `SWIFTMIG_CHAOS_SEED` and `SWIFTMIG_CHAOS_SERVER` extend the test; see `scripts/chaos`.
@Suite(.serialized) struct ChaosTests {
    enum Kind: String, CaseIterable {
        /// The client gets SIGKILL.
        case client
        /// The server gets SIGKILL and starts again.
        case server
        /// All connections break between two packets.
        case network
        /// All connections break within a packet: in its header, or after part of its payload.
        case packet
        /// The cluster node that the client is connected to gets SIGKILL and comes back.
        case node

        var isOfNetwork: Bool { self == .network || self == .packet }
        var keepsServer: Bool { self == .client || isOfNetwork }
    }

    @Test(arguments: Kind.allCases)
    func whateverDiesEachStatementHappensOnce(_ kind: Kind) throws {
        let settings = Settings()
        guard settings.kinds.contains(kind) else { return }
        let place: ChaosRun.Place =
            kind == .node ? .cluster(try ChaosCluster()) : .server(try ChaosServer(settings.server))
        var random = SeededGenerator(seed: settings.seed)
        var (deaths, chains, questions, partitions) = (0, 0, 0, 0)
        var victims: [CuttingProxy.Victim: Int] = [:]
        while deaths < settings.kills {
            let run = try ChaosRun(kind, at: place, seed: random.next(), mostDeaths: settings.kills - deaths)
            try run.check()
            deaths += run.deaths
            questions += run.questions
            partitions += run.partitions
            victims.merge(run.victims, uniquingKeysWith: +)
            chains += 1
            if settings.isReported { print("chaos: \(deaths) deaths, \(questions) questions, \(chains) chains") }
        }
        if settings.isReported {
            let parts = victims.map { ", \($1) within a \($0.rawValue)" }.sorted().joined()
            print(
                """
                chaos: \(kind.rawValue), \(settings.server): \(deaths) deaths in \(chains) chains\(parts); \
                \(questions) questions answered; \(partitions) changes of somebody else meanwhile
                """
            )
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
            return value("KIND").map { [Kind(rawValue: $0)].compactMap { $0 } } ?? [
                .client, .server, .network, .packet,
            ]
        }
        var isReported: Bool { value("KILLS") != nil }
    }
}
#endif
