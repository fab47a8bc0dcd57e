/// The squashes of a chain: revisions that replace several older ones, whose files may still exist.
///
/// A squash whose old files exist is open. If it is folded, the chain contains it and not the old revisions; if it is
/// unfolded, the chain contains the old revisions, and its id is a second name of the last of them. Without old files,
/// a squash is closed: an ordinary revision that has the last replaced id as a second name.
struct Squashes: Sendable {
    struct Squash: Sendable {
        var id: String
        /// The ids as listed in its header. The last one is the revision whose place it takes.
        var replaced: [String]
        /// The ids in `replaced` that have files.
        var present: Set<String>
        /// Whether no revision outside follows one inside, so that the squash can replace them.
        var isFoldable = false

        var isOpen: Bool { !present.isEmpty }
        var last: String { replaced.last ?? id }
        var inner: ArraySlice<String> { replaced.dropLast() }
    }

    private(set) var all: [Squash] = []
    /// The revisions of every file; empty if no squash is open.
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

    /// The ids that are not in the chain if these squashes are folded.
    func leftOut(folded: Set<String>) -> Set<String> {
        var ids: Set<String> = []
        for squash in open {
            if folded.contains(squash.id) { ids.formUnion(squash.present) } else { ids.insert(squash.id) }
        }
        return ids
    }

    /// Second names of the revisions that are in the chain then.
    func aliases(folded: Set<String>) -> [String: String] {
        var next: [String: String] = [:]
        for squash in all where !squash.isOpen || folded.contains(squash.id) { next[squash.last] = squash.id }
        for squash in open where !folded.contains(squash.id) { next[squash.id] = squash.last }
        var aliases: [String: String] = [:]
        for (name, target) in next {
            // A squash may be the last that another one replaces. A cycle of them is reported elsewhere.
            var end = target
            var steps = 0
            while let further = next[end], steps < next.count { (end, steps) = (further, steps + 1) }
            aliases[name] = end
        }
        return aliases
    }

    /// The squash that replaced an id without being another name of it.
    func squash(replacing id: String) -> Squash? {
        all.first { $0.inner.contains(id) } ?? all.first { $0.replaced.contains(id) }
    }

    // MARK: Checking

    /// Checks each open squash, and finds out whether it can be folded.
    ///
    /// - Parameter graph: The chain with all squashes unfolded.
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
        // When a squash is itself replaced, the files of the revisions that it replaced may be gone too.
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

/// An error in a squash whose old files still exist.
package enum SquashProblem: Hashable, Sendable {
    case itself
    /// Two squashes replace the same revision.
    case overlaps(String, other: String)
    /// Some of the files are gone and others are not.
    case incomplete(missing: [String], present: [String])
    case lastIsNotTheEnd(String)
    /// It does not follow the revisions that the range follows.
    case otherParents(expected: [String])
}
