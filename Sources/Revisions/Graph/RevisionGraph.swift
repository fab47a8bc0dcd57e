/// The chain: every revision and its predecessors. Built once, then unchanged.
///
/// Revisions have one fixed order, in which each comes after its parents and dependencies. Ties are broken by the time
/// of creation, then by id. A revision's index in this order is called its place.
package struct RevisionGraph: Sendable {
    /// The revisions in the fixed order.
    package let revisions: [Revision]
    /// The problems whose files or edges were left out; empty unless the graph was built to collect them.
    package internal(set) var problems: [RevisionGraphError]

    /// The places of the parents, in the order of the file.
    let downParents: [[Int]]
    /// The places of the parents and dependencies.
    let allParents: [[Int]]
    let downChildren: [[Int]]
    let allChildren: [[Int]]
    let placeOfID: [String: Int]
    let placeOfLabel: [String: Int]
    /// Second names from squashes; see `Squashes`.
    let placeOfAlias: [String: Int]
    var squashes: Squashes
    /// The open squashes that are in this chain in place of the revisions that they replace.
    let folded: Set<String>

    init(
        revisions: [Revision],
        downParents: [[Int]],
        dependencies: [[Int]],
        placeOfID: [String: Int],
        placeOfLabel: [String: Int],
        placeOfAlias: [String: Int],
        problems: [RevisionGraphError],
        squashes: Squashes,
        folded: Set<String>
    ) {
        self.revisions = revisions
        self.problems = problems
        self.downParents = downParents
        self.placeOfID = placeOfID
        self.placeOfLabel = placeOfLabel
        self.placeOfAlias = placeOfAlias
        self.squashes = squashes
        self.folded = folded
        downChildren = Self.reversed(downParents)
        guard dependencies.contains(where: { !$0.isEmpty }) else {
            allParents = downParents
            allChildren = downChildren
            return
        }
        allParents = zip(downParents, dependencies).map { down, more in down + more.filter { !down.contains($0) } }
        allChildren = Self.reversed(allParents)
    }

    private static func reversed(_ edges: [[Int]]) -> [[Int]] {
        var reversed = [[Int]](repeating: [], count: edges.count)
        for (place, targets) in edges.enumerated() {
            for target in targets { reversed[target].append(place) }
        }
        return reversed
    }

    // MARK: Looking up

    /// The revision with exactly this id.
    package subscript(id: String) -> Revision? {
        placeOfID[id].map { revisions[$0] }
    }

    /// The revisions that are no other's parent, as ids in the fixed order.
    package var heads: [String] { ids(headPlaces) }

    /// `heads` without those that another revision depends on.
    package var effectiveHeads: [String] { ids(effectiveHeadPlaces) }

    /// The revisions without a parent.
    package var bases: [String] { ids(basePlaces) }

    package func isHead(_ id: String) -> Bool { placeOfID[id].map { downChildren[$0].isEmpty } ?? false }
    package func isBase(_ id: String) -> Bool { placeOfID[id].map { downParents[$0].isEmpty } ?? false }
    package func isBranchPoint(_ id: String) -> Bool { placeOfID[id].map { downChildren[$0].count > 1 } ?? false }
    package func isMergePoint(_ id: String) -> Bool { placeOfID[id].map { downParents[$0].count > 1 } ?? false }

    /// Returns the ids of the revisions that have this one as a parent.
    package func children(of id: String) -> [String] { placeOfID[id].map { ids(downChildren[$0]) } ?? [] }

    /// Returns the full ids of the revision's dependencies, with labels resolved.
    package func dependencies(of id: String) -> [String] {
        guard let place = placeOfID[id] else { return [] }
        return ids(allParents[place].filter { !downParents[place].contains($0) })
    }

    /// Returns the ids of the revisions that directly follow this one or depend on it.
    package func dependents(of id: String) -> [String] { placeOfID[id].map { ids(allChildren[$0]) } ?? [] }

    var headPlaces: [Int] { revisions.indices.filter { downChildren[$0].isEmpty } }
    var effectiveHeadPlaces: [Int] { revisions.indices.filter { allChildren[$0].isEmpty } }
    var basePlaces: [Int] { revisions.indices.filter { downParents[$0].isEmpty } }

    func ids(_ places: some Sequence<Int>) -> [String] { places.map { revisions[$0].id } }

    // MARK: Walking

    /// The places that can be reached from `starts`, including `starts`.
    func reach(_ starts: some Sequence<Int>, over edges: [[Int]]) -> Set<Int> {
        var reached = Set(starts)
        var open = Array(reached)
        while let place = open.popLast() {
            for next in edges[place] where reached.insert(next).inserted { open.append(next) }
        }
        return reached
    }

    /// The places of `places` that no other of them follows.
    func maximal(_ places: Set<Int>) -> [Int] {
        places.filter { place in !allChildren[place].contains { places.contains($0) } }.sorted()
    }

    /// The places of all revisions that are applied if the version table has these rows.
    ///
    /// - Throws: `RevisionTargetError.unknownVersion`.
    func applied(_ rows: [String]) throws(RevisionTargetError) -> Set<Int> {
        reach(try places(ofRows: rows), over: allParents)
    }

    func places(ofRows rows: [String]) throws(RevisionTargetError) -> [Int] {
        var places: [Int] = []
        for row in rows {
            guard let place = placeOfID[row] ?? placeOfAlias[row] else {
                if let squash = squash(replacing: row) { throw .replacedVersion(row, by: squash) }
                throw .unknownVersion(row)
            }
            if !places.contains(place) { places.append(place) }
        }
        return places
    }

    /// Returns the ids of all revisions that are applied if the version table has these rows.
    ///
    /// - Throws: `RevisionTargetError.unknownVersion`.
    package func appliedRevisions(_ rows: [String]) throws(RevisionTargetError) -> Set<String> {
        Set(ids(try applied(rows)))
    }

    /// Returns the revisions that `current` shows: the rows, and revisions that are applied only because another
    /// depends on them.
    ///
    /// - Throws: `RevisionTargetError.unknownVersion`.
    package func currentRevisions(_ rows: [String]) throws(RevisionTargetError) -> [String] {
        let applied = try applied(rows)
        return ids(applied.filter { place in !downChildren[place].contains { applied.contains($0) } }.sorted())
    }

    /// Returns whether nothing is left to upgrade.
    ///
    /// - Throws: `RevisionTargetError.unknownVersion`.
    package func isAtHeads(_ rows: [String]) throws(RevisionTargetError) -> Bool {
        try applied(rows).count == revisions.count
    }
}
