import Foundation
import Revisions
import TestSupport
import Testing

/// Tests properties of every chain on random chains. `SWIFTMIG_TEST_SEED` repeats one; each failure contains its seed.
@Suite("Random chains")
struct RandomChainTests {
    static let seeds: [UInt64] = {
        if let text = ProcessInfo.processInfo.environment["SWIFTMIG_TEST_SEED"], let seed = UInt64(text) {
            return [seed]
        }
        let first = UInt64.random(in: .min ... .max)
        return (0..<40).map { first &+ $0 }
    }()

    /// Valid targets from the given rows.
    private func targets(_ graph: RevisionGraph) throws -> [RevisionTarget] {
        var texts = ["head", "heads", "base", "+1", "-1", "+2", "-2", "current"]
        for revision in graph.revisions {
            texts += [revision.id, String(revision.id.prefix(5)), revision.id + "+1", revision.id + "-1"]
            for label in revision.branchLabels {
                texts += ["head", "heads", "base", "+1", "-1", revision.id].map { "\(label)@\($0)" }
            }
        }
        return try texts.map { try RevisionTarget($0) }
    }

    /// Runs a path with its effects on the version table, and checks everything after each step.
    private func walk(
        _ chain: RandomChain,
        _ graph: RevisionGraph,
        from rows: [String],
        _ path: [Revision],
        _ direction: Direction,
        _ seed: UInt64
    ) throws -> [String] {
        var applied = chain.closure(rows)
        let after = try graph.rowsAfterEachStep(from: rows, path: path, direction)
        #expect(after.count == path.count)
        for (revision, rows) in zip(path, after) {
            if direction == .upgrade {
                #expect(
                    chain.needs[revision.id]?.isSubset(of: applied) == true,
                    "seed \(seed): \(revision.id) is early"
                )
                #expect(applied.insert(revision.id).inserted, "seed \(seed)")
            } else {
                #expect(applied.remove(revision.id) != nil, "seed \(seed)")
                let left = applied.filter { chain.needs[$0]?.contains(revision.id) == true }
                #expect(left.isEmpty, "seed \(seed): \(left) stands on \(revision.id)")
            }
            // The invariant: the rows are the maximal elements of the applied revisions.
            #expect(Set(rows) == chain.maximal(applied), "seed \(seed)")
            #expect(rows.count == Set(rows).count, "seed \(seed)")
            #expect(try graph.appliedRevisions(rows) == applied, "seed \(seed)")
        }
        return after.last ?? rows
    }

    /// Goes from any reachable state to any target, and back.
    @Test(arguments: seeds)
    func walks(seed: UInt64) throws {
        let chain = RandomChain(seed: seed)
        let graph = try RevisionGraph.build(chain.revisions)
        let targets = try targets(graph)
        var random = SeededGenerator(seed: ~seed)
        var states: [[String]] = [[]]
        for _ in 0..<4 {
            let some = chain.revisions.map(\.id).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            states.append(chain.maximal(chain.closure(some)).sorted())
        }
        states.append(chain.maximal(Set(chain.revisions.map(\.id))).sorted())
        for state in states {
            for target in targets {
                let goal = try? graph.resolve(target, rows: state)
                if let path = try? graph.upgradePath(from: state, to: target) {
                    let end = try walk(chain, graph, from: state, path, .upgrade, seed)
                    // Everything that was missing, and nothing else.
                    #expect(chain.closure(end) == chain.closure(state).union(chain.closure(goal ?? [])), "seed \(seed)")
                    try back(chain, graph, path, from: end, to: state, seed)
                }
                if let path = try? graph.downgradePath(from: state, to: target) {
                    let end = try walk(chain, graph, from: state, path, .downgrade, seed)
                    let kept = chain.closure(end)
                    if let goal { #expect(kept.isSuperset(of: chain.closure(goal)), "seed \(seed): \(target)") }
                    // Goes forward again.
                    let again = try walk(chain, graph, from: end, path.reversed(), .upgrade, seed)
                    #expect(Set(again) == Set(state), "seed \(seed)")
                }
            }
        }
    }

    /// A revision that is applied only as a dependency of another is not a valid target of a downgrade.
    @Test func dependenciesAreNoPlace() throws {
        let graph = try RevisionGraph.build([
            Revision(id: "a"), Revision(id: "b", downRevisions: ["a"]), Revision(id: "z", dependsOn: ["b"]),
        ])
        #expect(throws: RevisionTargetError.notAValidTarget("b", current: ["z"])) {
            try graph.downgradePath(from: ["z"], to: try RevisionTarget("b"))
        }
        #expect(try graph.downgradePath(from: ["z"], to: try RevisionTarget("a")).map(\.id) == ["z", "b"])
    }

    /// Reverts the revisions of an upgrade in reverse order, which restores the previous rows.
    private func back(
        _ chain: RandomChain,
        _ graph: RevisionGraph,
        _ path: [Revision],
        from rows: [String],
        to state: [String],
        _ seed: UInt64
    ) throws {
        let end = try walk(chain, graph, from: rows, path.reversed(), .downgrade, seed)
        #expect(Set(end) == Set(state), "seed \(seed)")
    }

    /// The order does not depend on the names of the files or on the order in which they are read.
    @Test(arguments: seeds)
    func oneOrder(seed: UInt64) throws {
        let chain = RandomChain(seed: seed)
        let order = try RevisionGraph.build(chain.revisions).revisions.map(\.id)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5 {
            let shuffled = chain.revisions.shuffled(using: &random).map { revision in
                var revision = revision
                revision.path = "\(UInt32.random(in: 0...9999, using: &random)).sql"
                return revision
            }
            let graph = try RevisionGraph.build(shuffled)
            #expect(graph.revisions.map(\.id) == order, "seed \(seed)")
            let path = try graph.upgradePath(from: [], to: try RevisionTarget("heads"))
            #expect(path.map(\.id) == order, "seed \(seed)")
        }
        // The rule itself: of the revisions that are ready, the one created first, then the one with the smaller id.
        var left = chain.revisions
        var done = Set<String>()
        for id in order {
            let ready = left.filter { chain.needs[$0.id]?.isSubset(of: done) == true }
            let first = ready.min { a, b in
                let (x, y) = (a.created?.epoch ?? -1, b.created?.epoch ?? -1)
                return x != y ? x < y : a.id < b.id
            }
            #expect(first?.id == id, "seed \(seed)")
            left.removeAll { $0.id == id }
            done.insert(id)
        }
    }

    /// The rows after stamping do not contradict each other, and contain every target.
    @Test(arguments: seeds)
    func stamps(seed: UInt64) throws {
        let chain = RandomChain(seed: seed)
        let graph = try RevisionGraph.build(chain.revisions)
        var random = SeededGenerator(seed: seed)
        var rows: [String] = []
        for _ in 0..<10 {
            let ids = chain.revisions.map(\.id).shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random))
            let targets = try ids.map { try RevisionTarget($0) }
            let isContradiction = ids.contains { id in
                ids.contains { $0 != id && chain.closure([$0]).contains(id) }
            }
            guard let stamped = try? graph.stampedRows(from: rows, to: targets) else {
                #expect(isContradiction, "seed \(seed): \(ids)")
                continue
            }
            #expect(!isContradiction, "seed \(seed): \(ids)")
            #expect(Set(stamped) == chain.maximal(chain.closure(stamped)), "seed \(seed)")
            #expect(Set(ids).isSubset(of: stamped), "seed \(seed)")
            rows = stamped
        }
    }

    /// Wherever a database is when a range is squashed, an upgrade brings it to the end, and nothing runs twice.
    @Test(arguments: seeds)
    func squashes(seed: UInt64) throws {
        let chain = RandomChain(seed: seed)
        let graph = try RevisionGraph.build(chain.revisions)
        let ids = graph.revisions.map(\.id)
        for start in ids {
            for end in ids where start != end {
                guard let range = try? graph.squashRange(try RevisionRange("\(start):\(end)")) else { continue }
                var revisions = chain.revisions
                revisions.append(
                    Revision(
                        id: "squash",
                        downRevisions: range.downRevisions,
                        dependsOn: range.dependsOn,
                        replaces: range.revisions.map(\.id)
                    )
                )
                let squashed = try RevisionGraph.build(revisions)
                let replaced = Set(range.revisions.map(\.id))
                #expect(Set(squashed.revisions.map(\.id)) == Set(ids).subtracting(replaced).union(["squash"]))
                for id in [nil] + ids.map(Optional.some) {
                    let state = id.map { [$0] } ?? []
                    let applied = chain.closure(state)
                    let view = try squashed.suiting(state)
                    let path = try view.upgradePath(from: state, to: try RevisionTarget("heads")).map(\.id)
                    let isWalked = !applied.isDisjoint(with: replaced) && !applied.isSuperset(of: replaced)
                    let missing = Set(ids).subtracting(applied)
                    let expected =
                        isWalked || applied.isSuperset(of: replaced)
                        ? missing : missing.subtracting(replaced).union(["squash"])
                    #expect(
                        Set(path) == expected && path.count == expected.count,
                        "seed \(seed): \(start):\(end) at \(state): \(Set(path).symmetricDifference(expected))"
                    )
                    #expect(
                        try view.isAtHeads(
                            view.rowsAfterEachStep(
                                from: state,
                                path: path.compactMap { view[$0] },
                                .upgrade
                            ).last ?? state
                        ),
                        "seed \(seed)"
                    )
                }
            }
        }
    }
}
