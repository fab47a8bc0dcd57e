/// What an upgrade, a downgrade or a stamp does to the version table.
extension RevisionGraph {
    /// The revisions that an upgrade runs, in order. Empty where the target is applied already.
    ///
    /// - Parameter rows: The version table's.
    /// - Throws: `RevisionTargetError`.
    package func upgradePath(from rows: [String], to target: RevisionTarget) throws(RevisionTargetError) -> [Revision] {
        if target.symbol == .current { throw .notHere(target.description) }
        if target.symbol == nil, let offset = target.offset, offset < 0 {
            throw .wrongDirection(target.description, isUpgrade: true)
        }
        let applied = try applied(rows)
        let goal = try resolution(of: target, rows: rows)
        let missing = reach(goal.places, over: allParents).subtracting(applied)
        return missing.sorted().map { revisions[$0] }
    }

    /// The revisions that a downgrade reverts, in order: everything applied that comes after the target.
    ///
    /// - Throws: `RevisionTargetError`.
    package func downgradePath(
        from rows: [String],
        to target: RevisionTarget
    ) throws(RevisionTargetError) -> [Revision] {
        if target.symbol == .current { throw .notHere(target.description) }
        if target.symbol == nil, let offset = target.offset {
            if offset > 0 { throw .wrongDirection(target.description, isUpgrade: false) }
            if rows.isEmpty { throw .relativeOutOfRange(target.description, steps: 0) }
        }
        let applied = try applied(rows)
        let goal = try resolution(of: target, rows: rows)
        if goal.places.count > 1 { throw .multipleHeads(target.description, heads: ids(goal.places)) }
        let roots = try downgradeRoots(goal, target, rows: rows, applied: applied)
        // What depends on a reverted revision cannot stay.
        let reverted = reach(roots, over: allChildren).intersection(applied)
        // What is applied only because another one depends on it is no place to be at, and nothing leads there.
        let current = try places(ofRows: rows)
        let isThere = !reverted.isEmpty || goal.places.allSatisfy { current.contains($0) }
        guard isThere, goal.places.allSatisfy({ applied.contains($0) }) else {
            throw .notAValidTarget(target.description, current: rows)
        }
        return reverted.sorted(by: >).map { revisions[$0] }
    }

    /// The lowest revisions to revert.
    private func downgradeRoots(
        _ goal: Resolution,
        _ target: RevisionTarget,
        rows: [String],
        applied: Set<Int>
    ) throws(RevisionTargetError) -> [Int] {
        var branch = try branchPlace(target)
        if branch == nil { branch = try relativeBranch(target, rows: rows) }
        guard let branch else {
            if goal.isBase { return basePlaces }
            return goal.places.flatMap { downChildren[$0] }
        }
        if goal.isBase { return baseRoots(branch: branch, applied: applied) }
        let roots = goal.places.flatMap { downChildren[$0] }
        guard roots.count > 1 else { return roots }
        let line = reach([branch], over: downParents)
        let onBranch = roots.filter { line.contains($0) }
        guard !onBranch.isEmpty else { throw .notAValidTarget(target.description, current: rows) }
        return onBranch
    }

    /// `-N` takes back the line of the one current head alone.
    private func relativeBranch(_ target: RevisionTarget, rows: [String]) throws(RevisionTargetError) -> Int? {
        guard target.symbol == nil, target.offset != nil else { return nil }
        return try places(ofRows: rows).first
    }

    /// For `branch@base`: the branch down to where another applied branch goes off, which stays.
    private func baseRoots(branch: Int, applied: Set<Int>) -> [Int] {
        let lineage = lineage(of: branch)
        return reach([branch], over: downParents).filter { place in
            reach([place], over: downChildren).intersection(applied).isSubset(of: lineage)
        }
    }

    /// The rows of the version table when exactly these revisions are applied: those that no other one comes after, by
    /// parentage or dependency.
    package func rows(applied ids: Set<String>) -> [String] {
        self.ids(maximal(Set(ids.compactMap { placeOfID[$0] })))
    }

    /// The rows after each step of a path.
    ///
    /// - Throws: `RevisionTargetError.unknownVersion`.
    package func rowsAfterEachStep(
        from rows: [String],
        path: [Revision],
        isUpgrade: Bool
    ) throws(RevisionTargetError) -> [[String]] {
        var applied = try applied(rows)
        var top = Set(maximal(applied))
        let written = namesAsWritten(rows)
        var steps: [[String]] = []
        steps.reserveCapacity(path.count)
        for revision in path {
            guard let place = placeOfID[revision.id] else { throw .unknownVersion(revision.id) }
            // Only the step and its parents can become rows or stop being ones.
            if isUpgrade { applied.insert(place) } else { applied.remove(place) }
            for touched in allParents[place] + [place] {
                let isRow = applied.contains(touched) && !allChildren[touched].contains { applied.contains($0) }
                if isRow { top.insert(touched) } else { top.remove(touched) }
            }
            steps.append(top.sorted().map { written[$0] ?? revisions[$0].id })
        }
        return steps
    }

    /// The rows after stamping: targets replace what they share a line with, `base` removes everything, `branch@base` what
    /// lies on the branch.
    ///
    /// - Throws: `RevisionTargetError`.
    package func stampedRows(
        from rows: [String],
        to targets: [RevisionTarget]
    ) throws(RevisionTargetError) -> [String] {
        if targets.count > 1, targets.contains(where: { $0.symbol == .base && $0.branch == nil && $0.offset == nil }) {
            throw .baseAmongTargets(targets.map(\.description))
        }
        var kept = Set(try places(ofRows: rows))
        var stamped: [Int] = []
        for target in targets {
            // Where a database counts as being must not depend on where it was.
            if target.offset != nil || target.symbol == .current { throw .notHere(target.description) }
            let goal = try resolution(of: target, rows: rows).places
            if goal.isEmpty { kept.subtract(try branchPlace(target).map(lineage) ?? Set(revisions.indices)) }
            for place in goal {
                kept.subtract(reach([place], over: allParents))
                kept.subtract(reach([place], over: allChildren))
                if !stamped.contains(place) { stamped.append(place) }
            }
        }
        // `heads` may hold a head that another one depends on: the upper one's row says both.
        if !targets.contains(where: { $0.symbol == .heads }) {
            for place in stamped {
                let below = reach([place], over: allParents).subtracting([place])
                if let other = stamped.first(where: { below.contains($0) }) {
                    throw .overlappingTargets(ids([other, place]))
                }
            }
        }
        let written = namesAsWritten(rows)
        return maximal(kept.union(stamped)).map { written[$0] ?? revisions[$0].id }
    }

    /// A row that has a second name of its revision keeps it until it goes away.
    private func namesAsWritten(_ rows: [String]) -> [Int: String] {
        if placeOfAlias.isEmpty { return [:] }
        return Dictionary(
            rows.compactMap { row in placeOfAlias[row].map { ($0, row) } },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
