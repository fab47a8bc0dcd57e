internal import SchemaModel

/// What only the server can add to a result: what its mode refuses, what an ALTER costs, how many rows are concerned.
extension Autogenerate {
    func annotate(
        _ result: inout AutogenerateResult,
        of difference: SchemaDifference,
        zeroDates: [String: String]
    ) throws {
        var hazards = modeHazards(of: difference.changes, zeroDates: zeroDates)
        if options.asksCosts {
            let costs = try addCosts(to: &result, of: difference)
            hazards.merge(costs, uniquingKeysWith: +)
        }
        for index in result.changes.indices { result.changes[index].hazards += hazards[result.changes[index]] ?? [] }
        if options.countsRows { try countRows(in: &result, renames: difference.renames) }
    }

    /// Returns what the server's `sql_mode` would refuse, by the first change of each table.
    private func modeHazards(of changes: [Change], zeroDates: [String: String]) -> [ChangeSummary: [Hazard]] {
        var hazards: [ChangeSummary: [Hazard]] = [:]
        for change in changes {
            let mode: SQLModeChange
            switch change {
            case .createTable(let table): mode = SQLModeChange(on: table, of: profile)
            case .alterTable(let alteration):
                mode = SQLModeChange(alteration, of: profile, zeroDate: zeroDates[alteration.after.name])
            default: continue
            }
            if let hazard = mode.hazard, let first = change.summaries.first { hazards[first] = [hazard] }
        }
        return hazards
    }

    /// Finds dates with zeros in the tables that the scripts change. The keys are the tables' names after the upgrade.
    func zeroDates(
        before scripts: PlannedScripts,
        live: Schema,
        renames: RenameMap
    ) throws -> [String: String] {
        let altered = Set((scripts.upgrade + scripts.downgrade).compactMap { $0.alter?.table })
        let tables = live.applying(renames).tables.filter { table in
            altered.contains(table.name) || renames.tables[table.name].map(altered.contains) == true
        }
        let search = ZeroDates(
            profile: profile,
            executor: executor,
            renames: renames,
            readsAllRows: options.countsRows
        )
        return try search.columns(in: tables)
    }

    /// Adds the current number of rows to each hazard.
    private func countRows(in result: inout AutogenerateResult, renames: RenameMap) throws {
        let counter = RowCounter(profile: profile, executor: executor, renames: renames)
        var counts: [RowQuery: Int] = [:]
        for query in result.changes.flatMap(\.hazards).compactMap(\.rows) where counts[query] == nil {
            counts[query] = try counter.count(query)
        }
        func counted(_ hazard: Hazard) -> Hazard {
            guard let count = hazard.rows.flatMap({ counts[$0] }) else { return hazard }
            var hazard = hazard
            hazard.reason += count == 1 ? " (1 row now)" : " (\(count == 0 ? "no" : "\(count)") rows now)"
            return hazard
        }
        for index in result.changes.indices {
            result.changes[index].hazards = result.changes[index].hazards.map(counted)
        }
        for index in result.upgrade.indices {
            result.upgrade[index].notes = result.upgrade[index].notes.map { note in
                if case .hazard(let hazard) = note { .hazard(counted(hazard)) } else { note }
            }
        }
    }

    /// Adds its cost to each ALTER.
    ///
    /// - Returns: The hazards of the costs.
    private func addCosts(
        to result: inout AutogenerateResult,
        of difference: SchemaDifference
    ) throws -> [ChangeSummary: [Hazard]] {
        let renames = difference.renames
        var altered = Set((result.upgrade + result.downgrade).compactMap { $0.alter?.table })
        if altered.isEmpty { return [:] }
        altered.formUnion(altered.compactMap { renames.tables[$0] })
        let scratch: any ScratchSpace
        do {
            scratch = try objects.makeScratch()
        } catch let error as ScratchUnavailable {
            result.costsUnknown = error.reason
            return [:]
        }
        defer { scratch.drop() }
        var probe = CostProbe(profile: profile, scratch: scratch)
        let keys = difference.after.tables.filter { altered.contains($0.name) }.flatMap(\.foreignKeys)
        let parents = keys.filter { $0.referencedDatabase == nil }
            .map { renames.tables[$0.referencedTable] ?? $0.referencedTable }
        try probe.make(difference.before.tables.neighbours(of: altered, newParents: parents))
        var found: [ChangeSummary: [Hazard]] = [:]
        for script in [\AutogenerateResult.upgrade, \.downgrade] {
            for (index, answer) in try probe.answers(to: result[keyPath: script]).enumerated() {
                let statement = result[keyPath: script][index]
                guard let table = statement.alter?.table else { continue }
                let (notes, hazards) = answer.report(on: table)
                result[keyPath: script][index].notes += notes
                guard script == \.upgrade else { continue }
                for change in statement.changes { found[change, default: []] += hazards }
            }
        }
        return found
    }
}
