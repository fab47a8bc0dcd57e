extension RevisionGraph {
    /// The meaning of a target. Without places, it is the state before the first revision.
    struct Resolution {
        var places: [Int]
        var isBase: Bool { places.isEmpty }
    }

    /// Returns the ids that a target denotes; none for `base`.
    ///
    /// - Parameter rows: The rows of the version table, for `current`, `+N` and `-N`; nil if no database was asked.
    /// - Throws: `RevisionTargetError`.
    package func resolve(_ target: RevisionTarget, rows: [String]? = nil) throws(RevisionTargetError) -> [String] {
        ids(try resolution(of: target, rows: rows).places)
    }

    /// - Parameter stopsAtEnd: Whether `+N` beyond the end of the chain means its end.
    /// - Throws: `RevisionTargetError`.
    func resolution(
        of target: RevisionTarget,
        rows: [String]?,
        stopsAtEnd: Bool = false
    ) throws(RevisionTargetError) -> Resolution {
        guard let offset = target.offset else {
            return try anchor(target.symbol ?? .head, target, rows: rows)
        }
        let starts: [Int]
        if let symbol = target.symbol {
            starts = try anchor(symbol, target, rows: rows).places
        } else {
            starts = try currentStarts(target, rows: rows ?? [])
        }
        guard starts.count <= 1 else {
            if target.symbol == .heads { throw .multipleHeads(target.description, heads: ids(starts)) }
            throw .ambiguousStart(target.description, starts: ids(starts))
        }
        let end = try walk(from: starts.first, by: offset, target, stopsAtEnd: stopsAtEnd)
        return Resolution(places: end.map { [$0] } ?? [])
    }

    // MARK: Names

    private func anchor(
        _ symbol: RevisionTarget.Symbol,
        _ target: RevisionTarget,
        rows: [String]?
    ) throws(RevisionTargetError) -> Resolution {
        switch symbol {
        case .base:
            _ = try branchLineage(target)
            return Resolution(places: [])
        case .head, .heads:
            var heads = headPlaces
            if let lineage = try branchLineage(target) {
                heads = heads.filter { lineage.contains($0) }
            } else if symbol == .heads {
                // A database at a revision that another one depends on is not at the end.
                heads = effectiveHeadPlaces
            }
            if symbol == .head, heads.count > 1 { throw .multipleHeads(target.description, heads: ids(heads)) }
            return Resolution(places: heads)
        case .current:
            var places = try places(ofRows: rows ?? [])
            if let lineage = try branchLineage(target) { places = places.filter { lineage.contains($0) } }
            return Resolution(places: places.sorted())
        case .name(let name):
            return Resolution(places: [try place(of: name, within: branchLineage(target), target)])
        }
    }

    /// The revision that a name denotes: an id, a label, or the beginning of one. A full name takes precedence.
    private func place(
        of name: String,
        within lineage: Set<Int>?,
        _ target: RevisionTarget
    ) throws(RevisionTargetError) -> Int {
        if let place = placeOfID[name] ?? placeOfLabel[name] ?? placeOfAlias[name] {
            if let lineage, let branch = target.branch, !lineage.contains(place) {
                throw .notInBranch(name, branch: branch)
            }
            return place
        }
        let found = placesBeginning(with: name).filter { lineage?.contains($0) ?? true }
        if found.count > 1 { throw .ambiguousPrefix(name, candidates: ids(found)) }
        if let place = found.first { return place }
        if let squash = squash(replacing: name) { throw .replacedRevision(name, by: squash) }
        throw .noSuchRevision(name, nearest: Spelling.nearest(to: name, among: revisions.map(\.id)).map { [$0] } ?? [])
    }

    private func placesBeginning(with prefix: String) -> [Int] {
        var places = Set(revisions.indices.filter { revisions[$0].id.utf8.starts(with: prefix.utf8) })
        for (label, place) in placeOfLabel where label.utf8.starts(with: prefix.utf8) { places.insert(place) }
        for (alias, place) in placeOfAlias where alias.utf8.starts(with: prefix.utf8) { places.insert(place) }
        return places.sorted()
    }

    /// The place named by the part before `@`.
    func branchPlace(_ target: RevisionTarget) throws(RevisionTargetError) -> Int? {
        guard let branch = target.branch else { return nil }
        if let place = placeOfLabel[branch] ?? placeOfID[branch] ?? placeOfAlias[branch] { return place }
        let found = placesBeginning(with: branch)
        if found.count > 1 { throw .ambiguousPrefix(branch, candidates: ids(found)) }
        guard let place = found.first else { throw .noSuchBranch(branch, labels: placeOfLabel.keys.sorted()) }
        return place
    }

    /// The places on the target's branch.
    private func branchLineage(_ target: RevisionTarget) throws(RevisionTargetError) -> Set<Int>? {
        try branchPlace(target).map(lineage)
    }

    /// A revision, its ancestors and its descendants, without dependencies.
    func lineage(of place: Int) -> Set<Int> {
        reach([place], over: downParents).union(reach([place], over: downChildren))
    }

    // MARK: Steps

    /// The start of `+N` and `-N`: the rows of the version table on the branch.
    private func currentStarts(_ target: RevisionTarget, rows: [String]) throws(RevisionTargetError) -> [Int] {
        let current = try places(ofRows: rows).sorted()
        guard let lineage = try branchLineage(target) else { return current }
        let onBranch = current.filter { lineage.contains($0) }
        if !onBranch.isEmpty { return onBranch }
        // The branch is applied only further down, as part of another branch or because one depends on it.
        let applied = reach(current, over: allParents).intersection(lineage)
        return applied.filter { place in !downChildren[place].contains { applied.contains($0) } }.sorted()
    }

    /// Goes up (`steps` above 0) or down from a revision, or from the base (nil).
    private func walk(
        from start: Int?,
        by steps: Int,
        _ target: RevisionTarget,
        stopsAtEnd: Bool
    ) throws(RevisionTargetError) -> Int? {
        let lineage = try branchLineage(target)
        var place = start
        for step in 0..<abs(steps) {
            var next: [Int]
            if steps > 0 {
                next = place.map { downChildren[$0] } ?? basePlaces
                if let lineage { next = next.filter { lineage.contains($0) } }
            } else {
                guard let here = place else { throw .relativeOutOfRange(target.description, steps: step) }
                next = downParents[here]
                if next.isEmpty {
                    place = nil
                    continue
                }
            }
            if next.isEmpty, stopsAtEnd { return place }
            guard !next.isEmpty else { throw .relativeOutOfRange(target.description, steps: step) }
            guard next.count == 1 else { throw .ambiguousRelative(target.description, candidates: ids(next)) }
            place = next[0]
        }
        return place
    }
}
