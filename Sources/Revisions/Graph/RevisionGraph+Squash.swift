extension RevisionGraph {
    // MARK: Views

    /// The chain as a database at these rows sees it. A squash is in it in place of what it replaces where the database has all
    /// of that or nothing, and is left out for the old files where it has a part.
    ///
    /// - Parameters:
    ///   - names: Names that are going to be looked up: one within a squash leaves its old files in.
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

    /// The chain of a database that has all of each squash, or nothing; that is what the files alone say.
    var allFolded: RevisionGraph { view(folded: Set(squashes.open.filter(\.isFoldable).map(\.id))) }

    /// The same chain with some squashes in place of what they replace.
    private func view(folded: Set<String>) -> RevisionGraph {
        if folded == self.folded { return self }
        var builder = GraphBuilder(
            revisions: squashes.source,
            strictness: .collect,
            problems: [],
            squashes: squashes,
            folded: folded
        )
        // What is wrong has been found when the chain was read.
        guard var graph = try? builder.build() else { return self }
        graph.problems = problems
        return graph
    }

    private func isExactName(_ name: String) -> Bool {
        placeOfID[name] != nil || placeOfAlias[name] != nil || placeOfLabel[name] != nil
    }

    // MARK: Names

    /// Whether a row of the version table can be of this chain, with the old files of a squash or without.
    package func knows(row: String) -> Bool {
        isExactName(row) && placeOfLabel[row] == nil || squashes.open.contains { $0.present.contains(row) }
    }

    /// The squash that replaced a revision whose file is gone.
    package func squash(replacing id: String) -> String? { squashes.squash(replacing: id)?.id }

    /// The revision of any file, in this view or left out of it.
    package func revision(ofAnyFile id: String) -> Revision? {
        self[id] ?? squashes.source.first { $0.id == id }
    }

    /// What an open squash replaces and has files of; empty for any other revision.
    package func openReplacements(of id: String) -> [Revision] {
        guard let squash = squashes.open.first(where: { $0.id == id }) else { return [] }
        return squash.replaced.compactMap { name in squashes.source.first { $0.id == name } }
    }

    /// Whether an open squash can take the place of what it replaces.
    package func isFoldable(_ id: String) -> Bool { squashes.open.contains { $0.id == id && $0.isFoldable } }

    // MARK: A new squash

    /// What a range comes to as one revision.
    package struct Range: Sendable {
        /// In the fixed order.
        package var revisions: [Revision]
        package var downRevisions: [String]
        package var dependsOn: [String]
    }

    /// The revisions from the start of a range to its end, both included; from the base where no start is named.
    ///
    /// - Throws: `RevisionTargetError`; `SquashError` where the range cannot become one revision.
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

    /// What the places lead to outside of them, without what is below another one of it.
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
    /// One revision or none.
    case tooShort([String])
    /// A revision outside of the range follows one inside, or depends on it.
    case branchesOff(String, from: String)
    /// A squash in the range whose old files are still there.
    case containsOpenSquash(String)
}
