/// The output of `history`, and the parents of new revisions.
extension RevisionGraph {
    /// Returns the revisions of a range, newest first, including both ends; all revisions without a range.
    ///
    /// - Throws: `RevisionTargetError`.
    package func history(_ range: RevisionRange? = nil, rows: [String]? = nil) throws(RevisionTargetError) -> [Revision]
    {
        guard let range else { return revisions.reversed() }
        var ends = headPlaces
        if let end = range.end { ends = try historyEnd(end, start: range.start, rows: rows) }
        let start = try historyStart(range, ends: ends, rows: rows)
        if let target = range.start, let branch = try branchPlace(target) {
            let lineage = lineage(of: branch)
            ends = ends.filter { lineage.contains($0) }
        }
        var shown = reach(ends, over: allParents)
        if !start.isEmpty {
            guard start.allSatisfy({ shown.contains($0) }) else { throw .rangeNotAncestor(range.description) }
            shown.formIntersection(reach(start, over: downChildren))
        }
        return shown.sorted(by: >).map { revisions[$0] }
    }

    /// Resolves the end. `+N` counts from the start, and stops at the end of the chain.
    private func historyEnd(
        _ target: RevisionTarget,
        start: RevisionTarget?,
        rows: [String]?
    ) throws(RevisionTargetError) -> [Int] {
        guard target.symbol == nil else { return try resolution(of: target, rows: rows).places }
        var target = target
        if let start {
            target.symbol = start.symbol
            target.branch = target.branch ?? start.branch
        }
        return try resolution(of: target, rows: rows, stopsAtEnd: true).places
    }

    /// Resolves the start. `-N` counts down from the end, and stops at the base.
    private func historyStart(
        _ range: RevisionRange,
        ends: [Int],
        rows: [String]?
    ) throws(RevisionTargetError) -> [Int] {
        guard let target = range.start else { return [] }
        guard target.symbol == nil, let offset = target.offset else {
            return try resolution(of: target, rows: rows).places
        }
        guard offset < 0 else { throw .badHistoryRange(range.description) }
        guard ends.count <= 1 else { throw .ambiguousRelative(target.description, candidates: ids(ends)) }
        var place = ends.first
        for _ in 0..<(-offset) {
            guard let here = place else { break }
            guard downParents[here].count <= 1 else {
                throw .ambiguousRelative(target.description, candidates: ids(downParents[here]))
            }
            place = downParents[here].first
        }
        return place.map { [$0] } ?? []
    }

    /// Returns the parents of a new revision on top of `targets`, or of `head` if there are none.
    ///
    /// - Parameter splice: Whether a parent may already have children.
    /// - Throws: `RevisionTargetError`.
    package func parents(
        forNewRevisionOn targets: [RevisionTarget],
        splice: Bool = false
    ) throws(RevisionTargetError) -> [String] {
        var parents: [Int] = []
        for target in targets.isEmpty ? [try RevisionTarget("head")] : targets {
            // All heads that `swiftmig heads` lists. Otherwise a chain with several would keep them.
            let isAllHeads = target.symbol == .heads && target.branch == nil && target.offset == nil
            for place in isAllHeads ? headPlaces : try resolution(of: target, rows: nil).places {
                if parents.contains(place) { throw .duplicateHeads(revisions[place].id) }
                if !splice, !downChildren[place].isEmpty { throw .notAHead(revisions[place].id, heads: heads) }
                parents.append(place)
            }
        }
        return ids(parents)
    }

    /// Returns the parents that revisions get when the line of `id` goes on top of `target`. Revisions that lead to
    /// `id` but not to `target` move unchanged, and their beginnings follow `target`. Both results are empty if nothing
    /// has to move.
    ///
    /// - Returns: `moved`: all revisions that move, in the fixed order; `parents`: the new parents of those whose
    ///   parents change.
    package func rebase(_ id: String, onto target: String) -> (moved: [Revision], parents: [String: [String]]) {
        guard let place = placeOfID[id], let goal = placeOfID[target] else { return ([], [:]) }
        let below = reach([goal], over: downParents)
        let moved = reach([place], over: downParents).subtracting(below)
        var parents: [String: [String]] = [:]
        for place in moved {
            let kept = downParents[place].filter { moved.contains($0) }
            if kept.count == downParents[place].count, !kept.isEmpty { continue }
            // A merge with a revision below the target now gets that through the target.
            let new = kept.isEmpty ? [target] : ids(kept)
            if new != ids(downParents[place]) { parents[revisions[place].id] = new }
        }
        return (moved.sorted().map { revisions[$0] }, parents)
    }
}
