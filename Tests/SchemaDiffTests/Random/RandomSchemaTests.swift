import Foundation
import SchemaModel
import SwiftMigPlatform
import TestSupport
import Testing

/// Random pairs of schemas with rows. Failing pairs are shrunk.
///
/// `SWIFTMIG_FUZZ_START` and `SWIFTMIG_FUZZ_COUNT` choose the seeds. `SWIFTMIG_FUZZ_SECONDS` tries consecutive seeds
/// for that time instead, as `scripts/fuzz` does.
struct RandomSchemaTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment["SWIFTMIG_FUZZ_" + name].flatMap { UInt64($0) }
    }

    private static let seconds = number("SECONDS")
    private static let start = number("START") ?? 1
    static let seeds = seconds == nil ? Array(start..<start + (number("COUNT") ?? 80)) : []
    /// The same for all lanes, which may start at different times if there are fewer cores.
    private static let deadline = ContinuousClock.now + .seconds(Int64(seconds ?? 0))
    static let lanes: [UInt64] = seconds == nil ? [] : Array(0..<3)

    @Test(arguments: seeds)
    func scriptsReachTheirTargetAndGoBack(seed: UInt64) throws {
        if let report = try Self.failure(of: seed) { Issue.record("\(report)") }
    }

    @Test(arguments: lanes)
    func seedsUntilTheTimeIsOver(lane: UInt64) throws {
        let deadline = Self.deadline
        var seed = Self.start + lane
        while ContinuousClock.now < deadline {
            if let report = try Self.failure(of: seed) {
                FuzzCount.shared.fail(seed, report)
                Issue.record("seed \(seed)")
            }
            FuzzCount.shared.pass()
            seed += UInt64(Self.lanes.count)
        }
        FuzzCount.shared.finishLane(of: Self.lanes.count)
    }

    /// Returns a report on a failing seed with the smallest pair that fails in the same way, or nil.
    private static func failure(of seed: UInt64) throws -> String? {
        let flavor = try LiveDatabase().profile.flavor
        let canKeepLowerCase = try PrivateServer.sharedInLowerCase != nil
        let settings = TrialSettings(seed: seed, flavor: flavor, canKeepLowerCase: canKeepLowerCase)
        var random = RandomSchema(settings, flavor: flavor)
        let pair = random.pair()
        guard let failure = try PairTrial.failure(of: pair, settings) else { return nil }
        let shrinker = PairShrinker(flavor: flavor, settings: settings, deadline: .now + .seconds(30))
        let smallest = try shrinker.smallest(pair, failure)
        return PairShrinker.report(settings, pair: smallest.pair, failure: smallest.failure)
    }
}

/// The counts of a long run, printed to standard output as it progresses.
final class FuzzCount: Sendable {
    static let shared = FuzzCount()
    private let state = Monitor((tried: 0, failed: [UInt64](), finishedLanes: 0))

    func pass() {
        state.access { state in
            state.tried += 1
            if state.tried % 50 == 0 { Self.tell("\(state.tried) seeds tried, \(state.failed.count) failed") }
        }
    }

    func fail(_ seed: UInt64, _ report: String) {
        state.access { state in
            state.failed.append(seed)
            Self.tell(report + "\n")
        }
    }

    func finishLane(of count: Int) {
        state.access { state in
            state.finishedLanes += 1
            guard state.finishedLanes == count else { return }
            let seeds = state.failed.sorted().map { " \($0)" }.joined()
            Self.tell("\(state.tried) seeds tried, \(state.failed.count) failed" + (seeds.isEmpty ? "" : ":" + seeds))
        }
    }

    /// Writes the text in one call, so that a kill cannot leave half of it in a buffer.
    private static func tell(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
