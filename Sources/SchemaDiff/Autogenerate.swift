internal import SQLStatements
package import SchemaModel
internal import SchemaSQL
package import ServerPort

/// The pipeline from two schemas to a script: normalise, compare, plan.
package struct Autogenerate {
    let profile: ServerProfile
    let executor: any QueryExecutor
    let options: AutogenerateOptions
    let objects: ObjectSources
    private let ownTables: () throws -> Set<String>

    /// Compares the declared schema with the live one.
    ///
    /// - Parameters:
    ///   - live: The inspected schema, without swiftmig's own tables.
    ///   - notUnderstood: The tables that could not be inspected reliably, with the reason. They are left alone.
    ///   - ownTables: Returns the tables that applied revisions have made. They are dropped when the models no longer
    ///     declare them. Called only if the database has a table that the models lack.
    /// - Throws: `BeyondTheServer`, `DeclaredTableRejected`, `DeclaredObjectRejected`, `ImpossibleForeignKey`,
    ///   `ImpossibleRename`, `NameTaken`, `ServerError`, and whatever `ownTables` and `objects` throw.
    package static func run(
        declared: DeclaredSchema,
        live: Schema,
        notUnderstood: [String: String],
        profile: ServerProfile,
        executor: any QueryExecutor,
        options: AutogenerateOptions,
        objects: ObjectSources = ObjectSources(),
        ownTables: () throws -> Set<String>
    ) throws -> AutogenerateResult {
        try ServerLimits(profile: profile).checkNames(of: declared.schema)
        let unread = notUnderstood.keys.map { StoredObject.ID(.view, $0) } + objects.notUnderstood.keys
        let names = NameSpelling(profile: profile, live: live, unread: unread, declared: declared.schema)
        var options = options
        options.renames = options.renames.map(names.rename)
        var sources = objects
        sources.notUnderstood = Dictionary(objects.notUnderstood.map { id, reason in (id.key, reason) }) { $1 }
        sources.own = { Set(try objects.own().map(names.id)) }
        return try withoutActuallyEscaping(ownTables) { ownTables in
            try Autogenerate(
                profile: profile,
                executor: executor,
                options: options,
                objects: sources,
                ownTables: { Set(try ownTables().map(names.relation)) }
            )
            .run(declared: names.models(declared), live: live, notUnderstood: notUnderstood)
        }
    }

    private func run(
        declared models: DeclaredSchema,
        live: Schema,
        notUnderstood: [String: String]
    ) throws -> AutogenerateResult {
        let declaredHints = models.schema.renameHints
        let hints = options.renames + declaredHints
        if !options.dropsUnmanaged { try checkNames(of: models.schema, live: live, notUnderstood: notUnderstood) }
        let unreadable = models.schema.objects.filter { objects.notUnderstood[$0.id.key] != nil }
        var declared = normalized(models)
        try ServerLimits(profile: profile).check(declared)
        var live = without(ignored: live)
        var undecided: [Undecided] = []
        for object in unreadable where !options.ignoredKinds.contains(object.kind) {
            let reason = objects.notUnderstood[object.id.key] ?? ""
            undecided.append(Undecided(object: object.id.description, reason: reason))
        }
        for name in notUnderstood.keys.sorted() where declared.table(named: name) != nil {
            undecided.append(Undecided(object: name, reason: notUnderstood[name] ?? ""))
        }
        if !notUnderstood.isEmpty {
            declared.tables.removeAll { notUnderstood[$0.name] != nil }
            live.tables.removeAll { notUnderstood[$0.name] != nil }
        }

        let renames = RenameMap(renames: hints, from: live, to: declared, flavor: profile.flavor)
        for rename in options.renames { try renames.require(rename, from: live, to: declared) }
        declared.tables = models.keepingTexts(of: TableIndex(live.applying(renames).tables), in: declared.tables)
        try HiddenObjects(profile: profile, executor: executor)
            .remove(from: &declared, live: live.applying(renames), undecided: &undecided)
        let ignored = try settleEngines(of: &declared, live: live.applying(renames))
        let normalized = try normalizeOnServer(declared, live: live.applying(renames), undecided: &undecided)
        var (desired, unmanaged) = try desiredSchema(normalized, declared: declared, live: live, renames: renames)
        try checkNames(beside: desired)
        try tellUndeclared(models, notUnderstood, undecided: &undecided, unmanaged: &unmanaged)
        try live.refuseLosses(of: declaredHints, toward: desired, declared: declared, renames: renames)
        let comparison = ObjectComparison(profile: profile, executor: executor, options: options, sources: objects)
        let finishedEvents = try comparison.settle(
            &desired,
            declared: declared.objects,
            live: live.applying(renames).objects,
            undecided: &undecided,
            unmanaged: &unmanaged
        )

        let otherColumnOrder =
            options.ignoresColumnOrder ? desired.keepColumnOrder(of: TableIndex(live.applying(renames).tables)) : []
        let difference = SchemaDifference(from: live, to: desired, renames: renames)
        try checkForeignKeys(of: desired, touchedBy: difference.changes)
        let (upgrade, downgrade, zeroDates) = try scripts(for: difference)
        var result = AutogenerateResult(
            changes: upgrade.sorting(difference.changes.flatMap(\.summaries)),
            upgrade: upgrade,
            downgrade: downgrade,
            undecided: undecided,
            unmanaged: unmanaged,
            renameSuggestions: RenameSuggestion.suggestions(in: difference.changes)
        )
        addDatabaseDefault(to: &result, declared: declared.database)
        result.otherColumnOrder = otherColumnOrder
        result.ignoredByEngines = ignored
        result.finishedEvents = finishedEvents
        result.doneRenames = declaredHints.filter { live.hasDone($0) }
        try addRisks(to: &result, of: difference, zeroDates: zeroDates)
        return result
    }

    /// Returns both scripts, and for each table a column that contains dates with zeros.
    private func scripts(
        for difference: SchemaDifference
    ) throws -> (upgrade: [ScriptStatement], downgrade: [ScriptStatement], zeroDates: [String: String]) {
        let reversed = difference.reversed
        let filledTables = try filledTables(in: difference)
        func scripts(_ zeroDates: [String: String]) -> (upgrade: [ScriptStatement], downgrade: [ScriptStatement]) {
            let there = Planner(profile: profile, zeroDates: zeroDates)
            let back = Planner(profile: profile, zeroDates: difference.renames.inverted(zeroDates))
            return (
                there.script(for: difference, filledTables: filledTables), back.script(for: reversed, isReverting: true)
            )
        }
        // Only the scripts tell which tables are altered.
        let plain = scripts([:])
        let zeroDates = try zeroDates(before: plain, live: difference.before, renames: difference.renames)
        let (upgrade, downgrade) = zeroDates.isEmpty ? plain : scripts(zeroDates)
        return (upgrade, downgrade, zeroDates)
    }

    /// Returns the altered tables that have rows and get a new column whose values the rows must be given.
    private func filledTables(in difference: SchemaDifference) throws -> Set<String> {
        var filled: Set<String> = []
        for case .alterTable(let alteration) in difference.changes {
            let needsValues = alteration.changes.contains { change in
                guard case .addColumn(let column, _) = change else { return false }
                return !column.isNullable && column.defaultValue == nil && column.generated == nil
            }
            guard needsValues else { continue }
            let name = difference.renames.tables[alteration.after.name] ?? alteration.after.name
            do {
                let rows = try executor.execute("SELECT 1 FROM \(profile.dialect.quotedIdentifier(name)) LIMIT 1").rows
                if rows.first != nil { filled.insert(alteration.after.name) }
            } catch let error as ServerError where !error.isConnectionLost {
                // A table that may not be read counts as filled, because the three steps also work on an empty table.
                filled.insert(alteration.after.name)
            }
        }
        return filled
    }

    /// The change comes first in the upgrade and last in the downgrade, because new tables inherit the default.
    private func addDatabaseDefault(to result: inout AutogenerateResult, declared: DatabaseDefaults?) {
        let before = profile.databaseDefault
        let after = profile.databaseDefault(declared: declared)
        if before == after { return }
        func change(to value: CharsetAndCollation) -> ChangeSummary {
            let summary = "change the database: character set \(value.charset), collation \(value.collation)"
            return ChangeSummary(kind: "change_database", object: profile.database, summary: summary, hazards: [])
        }
        func statement(_ value: CharsetAndCollation) -> ScriptStatement {
            let sql = "ALTER DATABASE CHARACTER SET = \(value.charset) COLLATE = \(value.collation)"
            return ScriptStatement(sql: sql, making: [change(to: value)], notes: change(to: value).notes)
        }
        result.changes.insert(change(to: after), at: 0)
        result.upgrade.insert(statement(after), at: 0)
        result.downgrade.append(statement(before))
    }

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

    /// Reports the undeclared tables that could not be read. Those that revisions have made would be dropped.
    private func tellUndeclared(
        _ models: DeclaredSchema,
        _ notUnderstood: [String: String],
        undecided: inout [Undecided],
        unmanaged: inout [String]
    ) throws {
        let declared = Set(models.normalizedTables.map(\.name))
        let ignored = TablePatterns(options.ignoredTables, on: profile)
        let names = notUnderstood.keys.sorted().filter { !declared.contains($0) && !ignored.match($0) }
        if names.isEmpty { return }
        let own = try ownTables()
        for name in names {
            if options.dropsUnmanaged || own.contains(name) {
                undecided.append(Undecided(object: name, reason: notUnderstood[name] ?? ""))
            } else {
                unmanaged.append(name)
            }
        }
    }

    /// Returns the tables that the database should have: the declared ones, and the unmanaged ones as they are.
    private func desiredSchema(
        _ tables: [Table],
        declared: Schema,
        live: Schema,
        renames: RenameMap
    ) throws -> (desired: Schema, unmanaged: [String]) {
        var desired = Schema(defaults: live.defaults, tables: tables)
        let names = Set(tables.map(\.name)).union(renames.tables.values)
        // A table that became a view is dropped, even if it is unmanaged.
        let views = Set(declared.objects.filter { [.view, .sequence].contains($0.kind) }.map(\.name))
        let others = live.tables.filter { !names.contains($0.name) && !views.contains($0.name) }
        let own = others.isEmpty || options.dropsUnmanaged ? [] : try ownTables()
        let unmanaged = options.dropsUnmanaged ? [] : others.filter { !own.contains($0.name) }
        desired.tables += unmanaged
        return (desired, unmanaged.map(\.name))
    }
}
