internal import SchemaModel
internal import SchemaSQL

/// Risks that only the server can report.
extension Autogenerate {
    /// Adds what the server's `sql_mode` would refuse to the first change of each table.
    func addModeHazards(to result: inout AutogenerateResult, of changes: [Change], zeroDates: [String: String]) {
        for change in changes {
            let (table, mode): (String, SQLModeChange)
            switch change {
            case .createTable(let created): (table, mode) = (created.name, SQLModeChange(on: created, of: profile))
            case .alterTable(let alteration):
                table = alteration.after.name
                mode = SQLModeChange(alteration, of: profile, zeroDate: zeroDates[table])
            default: continue
            }
            let place = result.changes.firstIndex { $0.object == table || $0.object.hasPrefix(table + ".") }
            if let hazard = mode.hazard, let place { result.changes[place].hazards.append(hazard) }
        }
    }

    /// Finds dates with zeros in the tables that the scripts change. The keys are the tables' names after the upgrade.
    func zeroDates(
        before scripts: (upgrade: [ScriptStatement], downgrade: [ScriptStatement]),
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

    func countRows(in result: inout AutogenerateResult, renames: RenameMap) throws {
        let counter = RowCounter(profile: profile, executor: executor, renames: renames)
        for change in result.changes.indices {
            for place in result.changes[change].hazards.indices {
                let hazard = result.changes[change].hazards[place]
                guard let count = try hazard.rows.flatMap(counter.count) else { continue }
                var counted = hazard
                counted.reason += count == 1 ? " (1 row now)" : " (\(count == 0 ? "no" : "\(count)") rows now)"
                result.changes[change].hazards[place] = counted
                for index in result.upgrade.indices {
                    result.upgrade[index].comments = result.upgrade[index].comments.map {
                        $0 == hazard.comment ? counted.comment : $0
                    }
                }
            }
        }
    }

    func addCosts(
        to result: inout AutogenerateResult,
        from live: Schema,
        to desired: Schema,
        renames: RenameMap
    ) throws {
        var altered = Set((result.upgrade + result.downgrade).compactMap { $0.alter?.table })
        if altered.isEmpty { return }
        altered.formUnion(altered.compactMap { renames.tables[$0] })
        let scratch: any ScratchSpace
        do {
            scratch = try objects.makeScratch()
        } catch let error as ScratchUnavailable {
            result.costsUnknown = error.reason
            return
        }
        defer { scratch.drop() }
        var probe = CostProbe(profile: profile, scratch: scratch)
        let keys = desired.tables.filter { altered.contains($0.name) }.flatMap(\.foreignKeys)
        let parents = keys.filter { $0.referencedDatabase == nil }
            .map { renames.tables[$0.referencedTable] ?? $0.referencedTable }
        try probe.make(live.tables.neighbours(of: altered, newParents: parents))
        for script in [\AutogenerateResult.upgrade, \.downgrade] {
            for (index, answer) in try probe.answers(to: result[keyPath: script]).enumerated() {
                guard let table = result[keyPath: script][index].alter?.table else { continue }
                let summaries = Set(result[keyPath: script][index].comments)
                let (comment, hazards) = answer.report(on: table)
                result[keyPath: script][index].comments += comment
                guard script == \.upgrade else { continue }
                for place in result.changes.indices where summaries.contains(result.changes[place].summary) {
                    result.changes[place].hazards += hazards
                }
            }
        }
    }
}
