/// The squashes of a chain: revisions that stand for several older ones, whose files may still be there.
///
/// A squash with files beside it is open. Folded, it is in the chain and what it replaces is not; unfolded, it is the other
/// way round, and then its id is a second name of the last revision that it replaces. Without these files it is
/// closed: a revision like others, which the last id that it replaces is a second name of.
struct Squashes: Sendable {
    struct Squash: Sendable {
        var id: String
        /// As its header lists them, the last being the one whose place it takes.
        var replaced: [String]
        /// Those of `replaced` that have files.
        var present: Set<String>
        /// Nothing outside follows a revision inside, so that the squash can take their place.
        var isFoldable = false

        var isOpen: Bool { !present.isEmpty }
        var last: String { replaced.last ?? id }
        var inner: ArraySlice<String> { replaced.dropLast() }
    }

    private(set) var all: [Squash] = []
    /// The revisions of every file; empty where no squash is open.
    private(set) var source: [Revision] = []

    static let none = Squashes()

    private init() {}

    init(of revisions: [Revision]) {
        guard revisions.contains(where: { !$0.replaces.isEmpty }) else { return }
        let ids = Set(revisions.map(\.id))
        all = revisions.filter { !$0.replaces.isEmpty }.map { revision in
            Squash(
                id: revision.id,
                replaced: revision.replaces,
                present: ids.intersection(revision.replaces).subtracting([revision.id])
            )
        }
        if all.contains(where: \.isOpen) { source = revisions }
    }

    var isEmpty: Bool { all.isEmpty }
    var open: [Squash] { all.filter(\.isOpen) }

    /// What stays out of the chain when these squashes are folded.
    func leftOut(folded: Set<String>) -> Set<String> {
        var ids: Set<String> = []
        for squash in open {
            if folded.contains(squash.id) { ids.formUnion(squash.present) } else { ids.insert(squash.id) }
        }
        return ids
    }

    /// Second names of revisions that are in the chain then.
    func aliases(folded: Set<String>) -> [String: String] {
        var next: [String: String] = [:]
        for squash in all where !squash.isOpen || folded.contains(squash.id) { next[squash.last] = squash.id }
        for squash in open where !folded.contains(squash.id) { next[squash.id] = squash.last }
        var aliases: [String: String] = [:]
        for (name, target) in next {
            // A squash may be the last that another one replaces; a circle of them is an error elsewhere.
            var end = target
            var steps = 0
            while let further = next[end], steps < next.count { (end, steps) = (further, steps + 1) }
            aliases[name] = end
        }
        return aliases
    }

    /// The squash that took the place of an id without being another name of it.
    func squash(replacing id: String) -> Squash? {
        all.first { $0.inner.contains(id) } ?? all.first { $0.replaced.contains(id) }
    }

    // MARK: Checking

    /// Sees whether each open squash is what it says it is, and may be folded.
    ///
    /// - Parameter graph: the chain with all of them unfolded.
    mutating func check(
        in graph: RevisionGraph,
        revisions: [Revision],
        hasBrokenFiles: Bool,
        _ report: (RevisionGraphError) throws(RevisionGraphError) -> Void
    ) throws(RevisionGraphError) {
        let byID = Dictionary(revisions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var owner: [String: String] = [:]
        for index in all.indices where all[index].isOpen {
            let squash = all[index]
            guard let revision = byID[squash.id] else { continue }
            var problem: SquashProblem?
            if let id = squash.present.sorted().first(where: { owner[$0] != nil }) {
                problem = .overlaps(id, other: owner[id] ?? "")
            } else if squash.replaced.contains(squash.id) {
                problem = .itself
            } else if !hasBrokenFiles {
                problem = mismatch(squash, revision, byID, graph)
            }
            for id in squash.present { owner[id] = squash.id }
            if let problem {
                try report(.badSquash(squash.id, problem, revision.location(line: revision.lines.replaces)))
            } else {
                all[index].isFoldable = Self.isClosedRange(squash, graph)
            }
        }
    }

    private func mismatch(
        _ squash: Squash,
        _ revision: Revision,
        _ byID: [String: Revision],
        _ graph: RevisionGraph
    ) -> SquashProblem? {
        // A squash that is replaced itself took the files of what it replaced with it.
        let explained = Set(squash.present.flatMap { byID[$0]?.replaces ?? [] })
        let missing = squash.replaced.filter { !squash.present.contains($0) && !explained.contains($0) }
        if !missing.isEmpty { return .incomplete(missing: missing, present: squash.present.sorted()) }
        let places = Set(squash.present.compactMap { graph.placeOfID[$0] })
        guard graph.maximal(places) == graph.placeOfID[squash.last].map({ [$0] }) else {
            return .lastIsNotTheEnd(squash.last)
        }
        let outside = places.flatMap { graph.allParents[$0] }.filter { !places.contains($0) }
        let named = (revision.downRevisions + revision.dependsOn).compactMap {
            graph.placeOfID[$0] ?? graph.placeOfAlias[$0] ?? graph.placeOfLabel[$0]
        }
        guard graph.reach(named, over: graph.allParents) == graph.reach(outside, over: graph.allParents) else {
            return .otherParents(expected: graph.ids(Set(outside).sorted()))
        }
        return nil
    }

    private static func isClosedRange(_ squash: Squash, _ graph: RevisionGraph) -> Bool {
        let places = Set(squash.present.compactMap { graph.placeOfID[$0] })
        guard let last = graph.placeOfID[squash.last] else { return false }
        return places.allSatisfy { place in
            place == last || graph.allChildren[place].allSatisfy { places.contains($0) }
        }
    }
}

/// What is wrong with a squash whose files are still there.
package enum SquashProblem: Hashable, Sendable {
    case itself
    /// Two squashes replace the same revision.
    case overlaps(String, other: String)
    /// Some of the files are gone and others are not.
    case incomplete(missing: [String], present: [String])
    case lastIsNotTheEnd(String)
    /// It does not follow what the range follows.
    case otherParents(expected: [String])
}
