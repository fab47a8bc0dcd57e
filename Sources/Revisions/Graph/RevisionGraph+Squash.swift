extension RevisionGraph {
    // MARK: Views

    /// Returns the chain as it applies to a database with these rows. If the database has all or none of the revisions
    /// that a squash replaces, the chain contains the squash. If it has some of them, the chain contains the old files.
    ///
    /// - Parameters:
    ///   - names: Names that will be looked up. A name within a squash selects the squash's old files.
    ///   - running: A revision that is half run.
    /// - Throws: `RevisionTargetError` for a row that is in no file.
    package func suiting(
        _ rows: [String],
        naming names: [String] = [],
        running: String? = nil
    ) throws(RevisionTargetError) -> RevisionGraph {
        guard !squashes.source.isEmpty else { return self }
        let unfolded = view(folded: [])
        let applied = try unfolded.applied(rows)
        let whole = allFolded
        let inner = names.filter { !whole.isExactName($0) }
        var folded: Set<String> = []
        for squash in squashes.open where squash.isFoldable {
            let count = squash.present.count { id in unfolded.placeOfID[id].map(applied.contains) == true }
            if count > 0, count < squash.present.count { continue }
            if let running, squash.replaced.contains(running) { continue }
            if inner.contains(where: { name in squash.inner.contains { $0.hasPrefix(name) } }) { continue }
            folded.insert(squash.id)
        }
        return folded == self.folded ? self : view(folded: folded)
    }

    /// The chain for a database that has all or nothing of each squash, as it follows from the files alone.
    var allFolded: RevisionGraph { view(folded: Set(squashes.open.filter(\.isFoldable).map(\.id))) }

    /// The same chain with some squashes in place of the revisions that they replace.
    private func view(folded: Set<String>) -> RevisionGraph {
        if folded == self.folded { return self }
        var builder = GraphBuilder(
            revisions: squashes.source,
            strictness: .collect,
            problems: [],
            squashes: squashes,
            folded: folded
        )
        // A builder that collects problems throws none. They were found when the chain was read.
        guard var graph = try? builder.build() else { return self }
        graph.problems = problems
        return graph
    }

    private func isExactName(_ name: String) -> Bool {
        placeOfID[name] != nil || placeOfAlias[name] != nil || placeOfLabel[name] != nil
    }

    // MARK: Names

    /// Returns whether a row of the version table can belong to this chain, with or without the old files of a squash.
    package func knows(row: String) -> Bool {
        isExactName(row) && placeOfLabel[row] == nil || squashes.open.contains { $0.present.contains(row) }
    }

    /// Returns the squash that replaced a revision whose file is gone.
    package func squash(replacing id: String) -> String? { squashes.squash(replacing: id)?.id }

    /// Returns the revision of any file, even if it is not in this view.
    package func revision(ofAnyFile id: String) -> Revision? {
        self[id] ?? squashes.source.first { $0.id == id }
    }

    /// Returns the revisions that an open squash replaces and that have files; empty for any other revision.
    package func openReplacements(of id: String) -> [Revision] {
        guard let squash = squashes.open.first(where: { $0.id == id }) else { return [] }
        return squash.replaced.compactMap { name in squashes.source.first { $0.id == name } }
    }

    /// Returns whether an open squash can replace its revisions.
    package func isFoldable(_ id: String) -> Bool { squashes.open.contains { $0.id == id && $0.isFoldable } }

    // MARK: A new squash

    /// A range of revisions to combine into one.
    package struct Range: Sendable {
        /// The revisions in the fixed order.
        package var revisions: [Revision]
        package var downRevisions: [String]
        package var dependsOn: [String]
    }

    /// Returns the revisions from the start of a range to its end, both included. Without a start, the range begins at
    /// the base.
    ///
    /// - Throws: `RevisionTargetError`; `SquashError` if the range cannot become one revision.
    package func squashRange(_ range: RevisionRange) throws -> Range {
        let ends = try resolution(of: range.end ?? RevisionTarget("head"), rows: nil).places
        guard ends.count == 1, let end = ends.first else { throw SquashError.severalEnds(ids(ends)) }
        var places = reach([end], over: downParents)
        if let start = range.start, start.symbol != .base {
            let starts = try resolution(of: start, rows: nil).places
            guard starts.allSatisfy({ places.contains($0) }) else {
                throw RevisionTargetError.rangeNotAncestor(range.description)
            }
            places.formIntersection(reach(starts, over: downChildren))
        }
        guard places.count > 1 else { throw SquashError.tooShort(ids(places)) }
        for place in places.sorted() where place != end {
            if let follower = allChildren[place].first(where: { !places.contains($0) }) {
                throw SquashError.branchesOff(revisions[follower].id, from: revisions[place].id)
            }
        }
        for place in places.sorted() where !openReplacements(of: revisions[place].id).isEmpty {
            throw SquashError.containsOpenSquash(revisions[place].id)
        }
        let parents = outside(places, downParents)
        let needed = outside(places, allParents).filter { !parents.contains($0) }
        let below = reach(parents, over: allParents)
        return Range(
            revisions: places.sorted().map { revisions[$0] },
            downRevisions: ids(parents),
            dependsOn: ids(needed.filter { !below.contains($0) })
        )
    }

    /// The places outside that the given places lead to, without those below another one of them.
    private func outside(_ places: Set<Int>, _ edges: [[Int]]) -> [Int] {
        let found = Set(places.flatMap { edges[$0] }.filter { !places.contains($0) })
        return found.sorted().filter { place in
            !found.contains { $0 != place && reach([$0], over: allParents).contains(place) }
        }
    }
}

/// Why a range cannot become one revision.
package enum SquashError: Error, Hashable, Sendable {
    case severalEnds([String])
    /// The range has only one revision or none.
    case tooShort([String])
    /// A revision outside the range follows one inside, or depends on it.
    case branchesOff(String, from: String)
    /// The range contains a squash whose old files still exist.
    case containsOpenSquash(String)
}
