import Revisions
import TestSupport

/// A random chain with several bases, forks, merges, and dependencies by id and label.
struct RandomChain {
    var revisions: [Revision] = []
    /// The direct parents and dependencies of each id, from which the tests derive the expected results.
    private(set) var needs: [String: Set<String>] = [:]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...18, using: &random)
        var labels: [(label: String, id: String)] = []
        for number in 0..<count {
            // The ids are not in the order of creation.
            let id = String(UInt32.random(in: 0...0xFFFFFF, using: &random) | 0x1000000, radix: 16) + "n\(number)"
            var revision = Revision(id: id, path: "\(id).sql")
            let earlier = revisions.map(\.id)
            let parents =
                earlier.isEmpty || Int.random(in: 0..<8, using: &random) == 0
                ? 0 : Int.random(in: 0..<6, using: &random) == 0 ? 2 : 1
            let recent = earlier.suffix(Bool.random(using: &random) ? 3 : count)
            revision.downRevisions = Array(recent.shuffled(using: &random).prefix(parents))
            if !earlier.isEmpty, Int.random(in: 0..<5, using: &random) == 0 {
                let other = earlier.randomElement(using: &random) ?? ""
                let label = labels.randomElement(using: &random)
                let name = label.map { Bool.random(using: &random) ? $0.label : other } ?? other
                revision.dependsOn = [name]
            }
            if Int.random(in: 0..<5, using: &random) == 0 {
                revision.branchLabels = ["label\(number)"]
                labels.append(("label\(number)", id))
            }
            if Bool.random(using: &random) {
                revision.created = UTCDate(epoch: Int.random(in: 0...3, using: &random))
            }
            let depended = revision.dependsOn.map { name in labels.first { $0.label == name }?.id ?? name }
            needs[id] = Set(revision.downRevisions + depended)
            revisions.append(revision)
        }
        // The beginning of an id is as good as the id, if it is unique.
        for index in revisions.indices where Bool.random(using: &random) {
            revisions[index].dependsOn = revisions[index].dependsOn.map { name in
                let start = String(name.prefix(5))
                let fitting = revisions.flatMap { [$0.id] + $0.branchLabels }.filter { $0.hasPrefix(start) }
                return fitting.count == 1 ? start : name
            }
        }
    }

    /// The given ids and everything that they need.
    func closure(_ ids: some Sequence<String>) -> Set<String> {
        var found = Set(ids)
        var open = Array(found)
        while let id = open.popLast() {
            for need in needs[id] ?? [] where found.insert(need).inserted { open.append(need) }
        }
        return found
    }

    /// The ids that no other in the set needs.
    func maximal(_ ids: Set<String>) -> Set<String> {
        ids.subtracting(ids.reduce(into: Set<String>()) { $0.formUnion(needs[$1] ?? []) })
    }
}
