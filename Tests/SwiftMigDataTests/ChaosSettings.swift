import Foundation
import TestSupport

/// The extent of the chaos tests. The variables that `scripts/chaos` sets extend them.
struct ChaosSettings {
    /// All random numbers of the tests follow from it, but not the moments at which the tasks run.
    let seed: UInt64
    private let environment = ProcessInfo.processInfo.environment

    init() {
        seed = environment["SWIFTMIG_CHAOS_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...999_999)
    }

    private func number(_ name: String) -> Int? { environment["SWIFTMIG_CHAOS_\(name)"].flatMap { Int($0) } }

    var kills: Int? { number("KILLS") }
    var statements: Int? { number("STATEMENTS") }
    var server: String { environment["SWIFTMIG_CHAOS_SERVER"] ?? "mariadb10.11" }
    /// Whether the shared server is the tests' own.
    var ownsServer: Bool { environment["SWIFTMIG_TEST_SERVER_URL"].map { $0.isEmpty } ?? true }

    func report(_ text: String) {
        print("engine chaos, seed \(seed): \(text)")
    }
}
