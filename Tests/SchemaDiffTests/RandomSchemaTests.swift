import Foundation
import SchemaDiff
import SchemaModel
import Testing

/// Random pairs of schemas: the script from one to the other reaches exactly what a fresh database would be, leaves
/// nothing to report, and its way back restores exactly what was there.
///
/// `SWIFTMIG_FUZZ_START` and `SWIFTMIG_FUZZ_COUNT` choose the seeds.
struct RandomSchemaTests {
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        let start = environment["SWIFTMIG_FUZZ_START"].flatMap { UInt64($0) } ?? 1
        let count = environment["SWIFTMIG_FUZZ_COUNT"].flatMap { UInt64($0) } ?? 60
        return Array(start..<(start + count))
    }()

    @Test(arguments: seeds)
    func scriptsReachTheirTargetAndGoBack(seed: UInt64) throws {
        let live = try LiveDatabase()
        let fresh = try LiveDatabase()
        var random = RandomSchema(seed: seed, flavor: live.profile.flavor)
        let (before, after) = random.pair()
        try live.apply(live.autogenerate(before).upgrade)
        #expect(try live.autogenerate(before).changes.isEmpty)
        try fresh.apply(fresh.autogenerate(after).upgrade)
        let definitions = try live.definitions()

        let result = try live.autogenerate(after)
        #expect(result.undecided.isEmpty)
        try live.apply(result.upgrade)
        let missed = try difference(between: live.definitions(), and: fresh.definitions())
        #expect(missed == nil)
        #expect(try live.autogenerate(after).changes.isEmpty)
        try live.apply(result.downgrade)
        let lost = try difference(between: live.definitions(), and: definitions)
        #expect(lost == nil)
    }

    /// The first table that differs, both ways.
    private func difference(between actual: [String: String], and expected: [String: String]) -> String? {
        for name in Set(actual.keys).union(expected.keys).sorted() where actual[name] != expected[name] {
            return "actual: \(actual[name] ?? "none")\nexpected: \(expected[name] ?? "none")"
        }
        return nil
    }
}
