/// The effects of an upgrade, a downgrade or a stamp on the version table.
extension RevisionGraph {
    /// Returns the revisions that an upgrade runs, in order. Empty if the target is already applied.
    ///
    /// - Parameter rows: The rows of the version table.
    /// - Throws: `RevisionTargetError`.
    package func upgradePath(from rows: [String], to target: RevisionTarget) throws(RevisionTargetError) -> [Revision] {
        if target.symbol == .current { throw .notHere(target.description) }
        if target.symbol == nil, let offset = target.offset, offset < 0 {
            throw .wrongDirection(target.description, requested: .upgrade)
        }
        let applied = try applied(rows)
        let goal = try resolution(of: target, rows: rows)
        let missing = reach(goal.places, over: allParents).subtracting(applied)
        return missing.sorted().map { revisions[$0] }
    }

    /// Returns the revisions that a downgrade reverts, in order: all applied revisions that come after the target.
    ///
    /// - Throws: `RevisionTargetError`.
    package func downgradePath(
        from rows: [String],
        to target: RevisionTarget
    ) throws(RevisionTargetError) -> [Revision] {
        if target.symbol == .current { throw .notHere(target.description) }
        if target.symbol == nil, let offset = target.offset {
            if offset > 0 { throw .wrongDirection(target.description, requested: .downgrade) }
            if rows.isEmpty { throw .relativeOutOfRange(target.description, steps: 0) }
        }
        let applied = try applied(rows)
        let goal = try resolution(of: target, rows: rows)
        if goal.places.count > 1 { throw .multipleHeads(target.description, heads: ids(goal.places)) }
        let roots = try downgradeRoots(goal, target, rows: rows, applied: applied)
        // A revision that depends on a reverted one cannot stay.
        let reverted = reach(roots, over: allChildren).intersection(applied)
        // A revision that is applied only because another depends on it is not a state of the database, and no
        // downgrade leads there.
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

    /// The branch of `-N`, which reverts only the line of the single current head.
    private func relativeBranch(_ target: RevisionTarget, rows: [String]) throws(RevisionTargetError) -> Int? {
        guard target.symbol == nil, target.offset != nil else { return nil }
        return try places(ofRows: rows).first
    }

    /// The roots for `branch@base`: the branch down to where another applied branch forks off, which stays.
    private func baseRoots(branch: Int, applied: Set<Int>) -> [Int] {
        let lineage = lineage(of: branch)
        return reach([branch], over: downParents).filter { place in
            reach([place], over: downChildren).intersection(applied).isSubset(of: lineage)
        }
    }

    /// Returns the rows of the version table if exactly these revisions are applied: those that no other one follows or
    /// depends on.
    package func rows(applied ids: Set<String>) -> [String] {
        self.ids(maximal(Set(ids.compactMap { placeOfID[$0] })))
    }

    /// Returns the rows after each step of a path.
    ///
    /// - Throws: `RevisionTargetError.unknownVersion`.
    package func rowsAfterEachStep(
        from rows: [String],
        path: [Revision],
        _ direction: Direction
    ) throws(RevisionTargetError) -> [[String]] {
        var applied = try applied(rows)
        var top = Set(maximal(applied))
        let written = namesAsWritten(rows)
        var steps: [[String]] = []
        steps.reserveCapacity(path.count)
        for revision in path {
            guard let place = placeOfID[revision.id] else { throw .unknownVersion(revision.id) }
            // Only the step and its parents can start or stop being rows.
            switch direction {
            case .upgrade: applied.insert(place)
            case .downgrade: applied.remove(place)
            }
            for touched in allParents[place] + [place] {
                let isRow = applied.contains(touched) && !allChildren[touched].contains { applied.contains($0) }
                if isRow { top.insert(touched) } else { top.remove(touched) }
            }
            steps.append(top.sorted().map { written[$0] ?? revisions[$0].id })
        }
        return steps
    }

    /// Returns the rows after stamping. A target replaces the rows that it shares a line with, `base` removes all rows,
    /// and `branch@base` removes those on the branch.
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
            // The result of a stamp must not depend on the database's previous state.
            if target.offset != nil || target.symbol == .current { throw .notHere(target.description) }
            let goal = try resolution(of: target, rows: rows).places
            if goal.isEmpty { kept.subtract(try branchPlace(target).map(lineage) ?? Set(revisions.indices)) }
            for place in goal {
                kept.subtract(reach([place], over: allParents))
                kept.subtract(reach([place], over: allChildren))
                if !stamped.contains(place) { stamped.append(place) }
            }
        }
        // `heads` may contain a head that another one depends on. The row of the upper one implies both.
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

    /// A row that is a second name of its revision keeps that name until it is removed.
    private func namesAsWritten(_ rows: [String]) -> [Int: String] {
        if placeOfAlias.isEmpty { return [:] }
        return Dictionary(
            rows.compactMap { row in placeOfAlias[row].map { ($0, row) } },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
