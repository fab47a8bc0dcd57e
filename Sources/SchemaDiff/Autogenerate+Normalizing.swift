internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Both sides of a comparison, in the same terms.
struct NormalizedSides {
    /// The models with what needs no server filled in, and without what is left alone.
    let declared: Schema
    /// The declared tables as this server would store them.
    let tables: [Table]
    let live: Schema
    /// The live schema with the new names of renamed tables and columns.
    let renamed: Schema
    let renames: RenameMap
    /// The `renamed_from` hints of the models.
    let hints: [Rename]
    /// All tables that the models declare.
    let names: Set<String>
    /// The tables that could not be inspected reliably, with the reason.
    let notUnderstood: [String: String]
}

/// The first stage: what models leave out is filled in as the server would, and what is to be left alone is left out.
extension Autogenerate {
    /// - Parameter result: Receives what cannot be compared.
    func normalize(
        _ models: DeclaredSchema,
        live: Schema,
        notUnderstood: [String: String],
        telling result: inout AutogenerateResult
    ) throws -> NormalizedSides {
        if !options.dropsUnmanaged { try checkNames(of: models.schema, live: live, notUnderstood: notUnderstood) }
        var declared = normalized(models)
        try ServerLimits(profile: profile).check(declared)
        var live = without(ignored: live)
        leaveOut(notUnderstood, models, of: &declared, &live, telling: &result)

        let hints = models.schema.renameHints
        let renames = RenameMap(renames: options.renames + hints, from: live, to: declared, flavor: profile.flavor)
        for rename in options.renames { try renames.require(rename, from: live, to: declared) }
        let renamed = live.applying(renames)
        declared.tables = models.keepingTexts(of: TableIndex(renamed.tables), in: declared.tables)
        try HiddenObjects(profile: profile, executor: executor)
            .remove(from: &declared, live: renamed, undecided: &result.undecided)
        result.ignoredByEngines = try settleEngines(of: &declared, live: renamed)
        return NormalizedSides(
            declared: declared,
            tables: try normalizeOnServer(declared, live: renamed, undecided: &result.undecided),
            live: live,
            renamed: renamed,
            renames: renames,
            hints: hints,
            names: Set(models.normalizedTables.map(\.name)),
            notUnderstood: notUnderstood
        )
    }

    // MARK: What is left alone

    private func checkNames(of declared: Schema, live: Schema, notUnderstood: [String: String]) throws {
        let check = NameCheck(
            live: live,
            notUnderstoodTables: Set(notUnderstood.keys),
            notUnderstoodObjects: Set(objects.notUnderstood.keys),
            ownTables: ownTables,
            ownObjects: objects.own
        )
        try check.check(declared)
    }

    /// Removes the tables that the inspector did not understand from both sides, and reports the declared ones.
    private func leaveOut(
        _ notUnderstood: [String: String],
        _ models: DeclaredSchema,
        of declared: inout Schema,
        _ live: inout Schema,
        telling result: inout AutogenerateResult
    ) {
        for object in models.schema.objects where !options.ignoredKinds.contains(object.kind) {
            guard let reason = objects.notUnderstood[object.id.key] else { continue }
            result.undecided.append(Undecided(object: object.id.description, reason: reason))
        }
        for name in notUnderstood.keys.sorted() where declared.table(named: name) != nil {
            result.undecided.append(Undecided(object: name, reason: notUnderstood[name] ?? ""))
        }
        if notUnderstood.isEmpty { return }
        declared.tables.removeAll { notUnderstood[$0.name] != nil }
        live.tables.removeAll { notUnderstood[$0.name] != nil }
    }

    /// Returns the normalised declared schema. Ignore patterns apply to the names that the models use.
    private func normalized(_ models: DeclaredSchema) -> Schema {
        var schema = models.schema
        schema.tables = models.normalizedTables
        return without(ignored: schema, names: models.schema.tables.lazy.map(\.name))
    }

    private func without(ignored schema: Schema) -> Schema {
        without(ignored: schema, names: schema.tables.lazy.map(\.name))
    }

    /// - Parameter names: The names of the tables, in their order.
    private func without(ignored schema: Schema, names: some Sequence<String>) -> Schema {
        var schema = schema
        let patterns = TablePatterns(options.ignoredTables, on: profile)
        if !patterns.isEmpty {
            let ignored = Set(names.enumerated().filter { patterns.match($0.element) }.map(\.offset))
            if !ignored.isEmpty {
                schema.tables = schema.tables.indices.filter { !ignored.contains($0) }.map { schema.tables[$0] }
            }
        }
        schema.objects.removeAll { object in
            if options.ignoredKinds.contains(object.kind) || objects.notUnderstood[object.id.key] != nil { return true }
            return switch object {
            case .view, .sequence: patterns.match(object.name)
            case .trigger(let trigger): patterns.match(trigger.table)
            case .routine, .event: false
            }
        }
        if !options.keepsDefiners {
            for index in schema.objects.indices { schema.objects[index].definer = nil }
        }
        return schema
    }

    // MARK: What the server fills in

    /// - Returns: The declarations that the engines ignore.
    private func settleEngines(of declared: inout Schema, live: Schema) throws -> [String] {
        let existing = TableIndex(live.tables)
        let engines = EngineDecisions(profile: profile, executor: executor)
        var ignored: [String] = []
        for index in declared.tables.indices {
            ignored += try engines.settle(&declared.tables[index], live: existing[declared.tables[index].name])
        }
        return ignored
    }

    /// Asks the server about only those declared tables that differ from the live ones.
    private func normalizeOnServer(
        _ declared: Schema,
        live: Schema,
        undecided: inout [Undecided]
    ) throws -> [Table] {
        let existing = TableIndex(live.tables)
        var declared = declared
        try leaveCounters(in: &declared, live: existing)
        for (index, table) in declared.tables.enumerated() {
            guard let live = existing[table.name] else { continue }
            declared.tables[index].takeStoredComments(of: live)
            declared.tables[index].takeOptionSpellings(of: live)
        }
        let partitions = PartitionNormalizer(profile: profile, executor: executor)
        for (index, table) in declared.tables.enumerated() {
            guard let partitioning = table.partitioning else { continue }
            let live = existing[table.name]?.partitioning
            guard partitioning != live else { continue }
            declared.tables[index].partitioning = try partitions.normalize(partitioning, of: table, live: live)
        }
        var tables: [Table] = []
        tables.reserveCapacity(declared.tables.count)
        var pending: [Int] = []
        for (index, table) in declared.tables.enumerated() {
            let live = existing[table.name]
            let complete = implied(table, live: live)
            if let live, live.isEquivalent(to: complete) {
                // The same storage makes a second comparison free.
                tables.append(live)
            } else {
                tables.append(complete)
                pending.append(index)
            }
        }
        guard !pending.isEmpty else { return tables }
        guard
            let stored = try ServerNormalizer(
                profile: profile,
                executor: executor,
                newSequences: Self.sequences(of: declared).subtracting(Self.sequences(of: live))
            )
            .normalize(pending.map { declared.tables[$0] })
        else {
            return withoutServer(tables, pending: pending, existing: existing, undecided: &undecided)
        }
        for (index, table) in zip(pending, stored) {
            tables[index] = implied(table, live: existing[table.name])
        }
        return tables
    }

    /// Returns the table with what the server adds implicitly.
    private func implied(_ table: Table, live: Table?) -> Table {
        ImpliedIndexes.adding(to: ImpliedKey.adding(to: table, live: live), live: live, flavor: profile.flavor)
    }

    /// Drops a declared counter start that the live counter has reached. A counter never moves back.
    private func leaveCounters(in declared: inout Schema, live: TableIndex) throws {
        for (index, table) in declared.tables.enumerated() {
            guard let start = table.options.autoIncrement, live[table.name] != nil else { continue }
            let name = profile.dialect.quotedIdentifier(table.name)
            let rows = try executor.executeReading(["SHOW CREATE TABLE \(name)"])[0].rows
            guard let text = rows.first?.bytes(1) else { continue }
            let shown = try ShowCreateTableParser(profile: profile, dialect: ReadingMode.dialect).parse(text)
            if shown.autoIncrement ?? 1 >= start { declared.tables[index].options.autoIncrement = nil }
        }
    }

    /// The fallback if the account may not create temporary tables. Tables without expressions are compared as they
    /// are; for the others, it is undecided whether they differ.
    private func withoutServer(
        _ tables: [Table],
        pending: [Int],
        existing: TableIndex,
        undecided: inout [Undecided]
    ) -> [Table] {
        var tables = tables
        for index in pending {
            guard let live = existing[tables[index].name], tables[index].hasExpressions else { continue }
            undecided.append(
                Undecided(
                    object: live.name,
                    reason: "its expressions can be compared only by the server, and the account lacks the privilege "
                        + "CREATE TEMPORARY TABLES on \(profile.database)"
                )
            )
            tables[index] = live
        }
        return tables
    }

    private static func sequences(of schema: Schema) -> Set<String> {
        Set(schema.objects.filter { $0.kind == .sequence }.map { $0.name.lowercased() })
    }
}
