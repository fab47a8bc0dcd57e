internal import SchemaModel

/// The second stage: what the database should be, and how it differs from what it is.
extension Autogenerate {
    /// - Parameter result: Receives what is left alone.
    func compare(_ sides: NormalizedSides, telling result: inout AutogenerateResult) throws -> SchemaDifference {
        var desired = try desiredTables(sides, unmanaged: &result.unmanaged)
        try checkNames(beside: desired)
        try tellUndeclared(sides, telling: &result)
        try sides.live.refuseLosses(
            of: sides.hints,
            toward: desired,
            declared: sides.declared,
            renames: sides.renames
        )
        result.doneRenames = sides.hints.filter { sides.live.hasDone($0) }
        result.finishedEvents =
            try ObjectComparison(profile: profile, executor: executor, options: options, sources: objects).settle(
                &desired,
                declared: sides.declared.objects,
                live: sides.renamed.objects,
                undecided: &result.undecided,
                unmanaged: &result.unmanaged
            )
        if options.ignoresColumnOrder {
            result.otherColumnOrder = desired.keepColumnOrder(of: TableIndex(sides.renamed.tables))
        }
        let difference = SchemaDifference(from: sides.live, to: desired, renames: sides.renames)
        try checkForeignKeys(of: desired, touchedBy: difference.changes)
        return difference
    }

    /// Returns the tables that the database should have: the declared ones, and the unmanaged ones as they are.
    private func desiredTables(_ sides: NormalizedSides, unmanaged: inout [String]) throws -> Schema {
        var desired = Schema(defaults: sides.live.defaults, tables: sides.tables)
        let names = Set(sides.tables.map(\.name)).union(sides.renames.tables.values)
        // A table that became a view is dropped, even if it is unmanaged.
        let views = Set(sides.declared.objects.filter { [.view, .sequence].contains($0.kind) }.map(\.name))
        let others = sides.live.tables.filter { !names.contains($0.name) && !views.contains($0.name) }
        if others.isEmpty || options.dropsUnmanaged { return desired }
        let own = try ownTables()
        let kept = others.filter { !own.contains($0.name) }
        desired.tables += kept
        unmanaged += kept.map(\.name)
        return desired
    }

    /// Reports the undeclared tables that could not be read. Those that revisions have made would be dropped.
    private func tellUndeclared(_ sides: NormalizedSides, telling result: inout AutogenerateResult) throws {
        let ignored = TablePatterns(options.ignoredTables, on: profile)
        let names = sides.notUnderstood.keys.sorted().filter { !sides.names.contains($0) && !ignored.match($0) }
        if names.isEmpty { return }
        let own = try ownTables()
        for name in names {
            if options.dropsUnmanaged || own.contains(name) {
                result.undecided.append(Undecided(object: name, reason: sides.notUnderstood[name] ?? ""))
            } else {
                result.unmanaged.append(name)
            }
        }
    }

    /// Checks constraint names against those of unmanaged tables, which stay.
    private func checkNames(beside desired: Schema) throws {
        var schema = desired
        // The first table to use a name keeps it, so the unmanaged ones come first.
        schema.tables.reverse()
        try ServerLimits(profile: profile).check(schema)
    }

    /// Checks the foreign keys of new and changed tables, and those that refer to them.
    private func checkForeignKeys(of desired: Schema, touchedBy changes: [Change]) throws {
        let touched = Set(
            changes.compactMap { change in
                switch change {
                case .createTable(let table): table.name
                case .alterTable(let alteration): alteration.after.name
                default: nil
                }
            }
        )
        if touched.isEmpty { return }
        let tables = desired.tables.filter { table in
            touched.contains(table.name) || table.foreignKeys.contains { touched.contains($0.referencedTable) }
        }
        let byName = Dictionary(desired.tables.map { ($0.name, $0) }) { first, _ in first }
        try ForeignKeyCheck.check(tables, in: byName)
    }
}
