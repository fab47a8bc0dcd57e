internal import SQLStatements
package import SchemaModel
internal import SchemaSQL

/// Orders changes into a script that the server accepts from the first statement to the last.
package struct Planner {
    private let profile: ServerProfile
    /// Maps each table to a column with dates that contain zeros, by their names after the script.
    private let zeroDates: [String: String]

    package init(profile: ServerProfile, zeroDates: [String: String] = [:]) {
        self.profile = profile
        self.zeroDates = zeroDates
    }

    /// Returns the statements that turn `before` into `after`.
    ///
    /// 1. Drop views, triggers and events. 2. Drop foreign keys that would block a change. 3. Rename tables. 4. Create
    /// sequences. 5. Create tables, referenced ones first. 6. Alter tables, with one ALTER each if possible. 7. Add the
    /// foreign keys that had to wait. 8. Create routines, views, triggers and events. 9. Drop tables. 10. Drop routines
    /// and sequences.
    ///
    /// - Parameters:
    ///   - filledTables: The tables that have rows, by their new names.
    ///   - isReverting: Whether the script is a downgrade, so that what it creates existed before, with its data.
    package func script(
        for difference: SchemaDifference,
        filledTables: Set<String> = [],
        isReverting: Bool = false
    ) -> [ScriptStatement] {
        let (before, after) = (difference.before, difference.after)
        let (changes, renames) = (difference.changes, difference.renames)
        if changes.isEmpty { return [] }
        let renamed = before.applying(renames)
        var alterations: [String: TableAlteration] = [:]
        var created: [Table] = []
        var dropped: [Table] = []
        var tableRenames: [(from: String, to: String)] = []
        for change in changes {
            switch change {
            case .createTable(let table): created.append(table)
            case .dropTable(let table): dropped.append(table)
            case .renameTable(let from, let to): tableRenames.append((from, to))
            case .alterTable(let alteration): alterations[alteration.after.name] = alteration
            case .createObject, .dropObject, .changeObject: break
            }
        }
        created = DependencyOrder.parentsFirst(created)
        let keys = ForeignKeyPlan(
            from: renamed,
            to: after,
            alterations: alterations,
            creationOrder: created.map(\.name),
            flavor: profile.flavor
        )

        let objects = ObjectPlan(changes, from: renamed, to: after, profile: profile, isReverting: isReverting)
        var script = objects.beforeTables
        script += droppingFirst(
            keys,
            renames: renames,
            dropped: dropped,
            before: before,
            renamed: renamed,
            alterations: alterations
        )
        let movedChecks = profile.flavor == .mysql ? MovedCheck.all(from: renamed, to: after) : []
        script += movedChecks.flatMap { moved in
            let old = before.table(named: renames.tables[moved.table] ?? moved.table)
            let place = renamed.table(named: moved.table)?.checks.firstIndex(of: moved.check)
            let name = place.flatMap { old?.checks[$0].name } ?? moved.check.name
            let drop = alter(
                renames.tables[moved.table] ?? moved.table,
                clauses: ["DROP CHECK \(quoted(name))"],
                making: [alterations[moved.table]?.summary(of: .dropCheck(moved.check))].compactMap(\.self),
                notes: [
                    .remark(
                        "check \(moved.check.name) is dropped from \(moved.table) before \(moved.newTable) gets one of the same name"
                    )
                ]
            )
            return under(mode(of: moved.table, in: renamed), [drop])
        }
        script += tableRenames.map { rename in
            let summaries = Change.renameTable(from: rename.from, to: rename.to).summaries
            return ScriptStatement(
                sql: "RENAME TABLE \(quoted(rename.from)) TO \(quoted(rename.to))",
                making: summaries,
                notes: summaries.flatMap(\.notes)
            )
        }
        script += objects.beforeCreation
        script += created.flatMap { creating($0, keys: keys, isReverting: isReverting) }
        let keyedColumns = Self.keyedColumns(of: [renamed, after])
        let watched = Self.tablesWithUpdateTriggers(of: [renamed, after])
        for table in after.tables {
            if let alteration = alterations[table.name] {
                script += altering(
                    alteration,
                    keys: keys,
                    keyedColumns: keyedColumns[table.name] ?? [],
                    filling: watched.contains(table.name)
                        ? .none : filledTables.contains(table.name) ? .all : isReverting ? datesToFill : .none,
                    goneChecks: movedChecks.filter { $0.table == table.name }.map(\.check),
                    isReverting: isReverting
                )
            }
        }
        script += addingLast(keys, from: renamed, to: after, alterations: alterations)
        let tableDrops = DependencyOrder.parentsFirst(dropped).reversed().map { table in
            let change = Change.dropTable(table)
            return ScriptStatement(
                sql: "DROP TABLE \(quoted(table.name))",
                making: change.summaries,
                notes: change.hazards.map(ScriptStatement.Note.hazard)
            )
        }
        script += objects.dropsTablesEarly ? tableDrops + objects.afterTables : objects.afterTables + tableDrops
        script += objects.last
        return script
    }

    /// For a downgrade, it is unknown whether tables have rows. The three steps also work on an empty table.
    private var datesToFill: AlterationPlan.Filling { profile.modesAgainstZeroDates.isEmpty ? .none : .dates }

    private func quoted(_ name: String) -> String { profile.dialect.quotedIdentifier(name) }

    // MARK: - Foreign keys

    /// These statements come before the renames, so tables still have their old names.
    private func droppingFirst(
        _ keys: ForeignKeyPlan,
        renames: RenameMap,
        dropped: [Table],
        before: Schema,
        renamed: Schema,
        alterations: [String: TableAlteration]
    ) -> [ScriptStatement] {
        let blocking = keys.droppedFirst + Self.cycleBreakers(among: dropped).filter { !keys.droppedFirst.contains($0) }
        func comesBack(_ own: OwnedForeignKey) -> Bool {
            keys.addedLast.contains { $0.table == own.table && $0.key.name == own.key.name }
        }
        return grouped(blocking).flatMap { table, owned in
            let old = before.table(named: renames.tables[table] ?? table)
            let new = renamed.table(named: table)
            /// Returns the key's name before the table is renamed, which changes generated names.
            func name(_ key: ForeignKey) -> String {
                new?.foreignKeys.firstIndex(of: key).flatMap { old?.foreignKeys[$0].name } ?? key.name
            }
            let drops = alter(
                renames.tables[table] ?? table,
                clauses: owned.map { "DROP FOREIGN KEY \(quoted(name($0.key)))" },
                making: owned.compactMap { alterations[$0.table]?.summary(ofKey: $0.key) },
                notes: owned.map { own in
                    let name = "foreign key \(own.key.name)"
                    if keys.restored.contains(own) {
                        return .remark("\(name) is dropped for the changes below and added back after them")
                    }
                    return .remark(
                        comesBack(own)
                            ? "\(name) is dropped here and added with its changes below" : "drop \(name) on \(table)"
                    )
                }
            )
            return under(mode(of: table, in: renamed), [drops])
        }
    }

    private func mode(of table: String, in schema: Schema) -> SQLModeChange {
        schema.table(named: table).map { SQLModeChange(on: $0, of: profile, zeroDate: zeroDates[table]) }
            ?? SQLModeChange()
    }

    private func addingLast(
        _ keys: ForeignKeyPlan,
        from renamed: Schema,
        to after: Schema,
        alterations: [String: TableAlteration]
    ) -> [ScriptStatement] {
        let renderer = CreateTableRenderer(profile: profile)
        func isChanged(_ own: OwnedForeignKey) -> Bool {
            keys.droppedFirst.contains { $0.table == own.table && $0.key.name == own.key.name }
        }
        return grouped(keys.addedLast).flatMap { table, owned in
            let kept = KeptIndexes(
                under: owned.map(\.key),
                before: renamed.table(named: table),
                after: after.table(named: table),
                renderer: renderer
            )
            let adds = alter(
                table,
                clauses: kept.clauses + owned.map { "ADD " + renderer.foreignKeyDefinition($0.key) },
                making: owned.compactMap { alterations[$0.table]?.summary(ofKey: $0.key) },
                notes: kept.comments.map(ScriptStatement.Note.remark)
                    + owned.flatMap { own -> [ScriptStatement.Note] in
                        keys.restored.contains(own)
                            ? [.remark("foreign key \(own.key.name) is added back")]
                            : [
                                .remark(
                                    "\(isChanged(own) ? "change" : "add") foreign key \(own.key.name) on \(table)"
                                ),
                                .hazard(Hazard.orphans(of: own.key, in: table)),
                            ]
                    }
            )
            return under(mode(of: table, in: after), [adds])
        }
    }

    /// Returns the keys of dropped tables that reference a table dropped before them.
    private static func cycleBreakers(among dropped: [Table]) -> [OwnedForeignKey] {
        let order = DependencyOrder.parentsFirst(dropped)
        let place = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1.name, $0) })
        return order.flatMap { table in
            table.foreignKeys.filter { key in
                guard key.referencedDatabase == nil, let own = place[table.name],
                    let parent = place[key.referencedTable]
                else { return false }
                return parent > own
            }
            .map { OwnedForeignKey(table: table.name, key: $0) }
        }
    }

    /// Returns the columns of each table that foreign keys use, in lower case.
    private static func keyedColumns(of schemas: [Schema]) -> [String: Set<String>] {
        var columns: [String: Set<String>] = [:]
        for table in schemas.flatMap(\.tables) {
            for key in table.foreignKeys {
                columns[table.name, default: []].formUnion(key.columns.map { $0.lowercased() })
                guard key.referencedDatabase == nil else { continue }
                columns[key.referencedTable, default: []].formUnion(key.referencedColumns.map { $0.lowercased() })
            }
        }
        return columns
    }

    /// In these tables, an UPDATE may do more than fill a column.
    private static func tablesWithUpdateTriggers(of schemas: [Schema]) -> Set<String> {
        let tables = schemas.flatMap(\.objects).compactMap { object -> String? in
            guard case .trigger(let trigger) = object, trigger.event == .update else { return nil }
            return trigger.table
        }
        return Set(tables)
    }

    private func grouped(_ keys: [OwnedForeignKey]) -> [(table: String, keys: [OwnedForeignKey])] {
        var order: [String] = []
        var byTable: [String: [OwnedForeignKey]] = [:]
        for key in keys {
            if byTable[key.table] == nil { order.append(key.table) }
            byTable[key.table, default: []].append(key)
        }
        return order.map { ($0, byTable[$0] ?? []) }
    }

    // MARK: - Tables

    private func creating(_ table: Table, keys: ForeignKeyPlan, isReverting: Bool) -> [ScriptStatement] {
        var table = table
        let summaries = Change.createTable(table).summaries
        let notes: [ScriptStatement.Note] =
            isReverting ? [.remark("table \(table.name) comes back without the rows that it had")] : []
        table.foreignKeys.removeAll { !keys.addedWithTable.contains(OwnedForeignKey(table: table.name, key: $0)) }
        let mode = SQLModeChange(on: table, of: profile)
        let renderer = CreateTableRenderer(profile: mode.changing(profile))
        let withdrawals = renderer.withdrawnDefaults(of: table.columns)
        let creation = ScriptStatement(sql: renderer.createTable(table), making: summaries, notes: notes)
        let withdrawal = alter(
            table.name,
            clauses: withdrawals,
            notes: [.remark(CreateTableRenderer.withdrawalRemark)]
        )
        let statements = withdrawals.isEmpty ? [creation] : [creation, withdrawal]
        return under(mode, statements)
    }

    /// MariaDB can set a mode for one statement, MySQL only for a session. But a statement is parsed in the session's
    /// mode, and after SET STATEMENT MariaDB (10.11, 11.8) treats partition bounds as non-constant expressions (error
    /// 1064).
    private func under(_ mode: SQLModeChange, _ statements: [ScriptStatement]) -> [ScriptStatement] {
        if mode.isEmpty { return statements }
        let hasBounds = statements.contains { $0.alter?.movesRows != nil || $0.alter?.partitioning != nil }
        if profile.flavor == .mysql || mode.changesReading || hasBounds {
            return [mode.enter] + statements + [mode.leave]
        }
        return statements.enumerated().map { place, statement in
            statement.setting(mode.assignment, notes: place == 0 ? mode.notes : [])
        }
    }

    private func altering(
        _ alteration: TableAlteration,
        keys: ForeignKeyPlan,
        keyedColumns: Set<String>,
        filling: AlterationPlan.Filling,
        goneChecks: [Check],
        isReverting: Bool
    ) -> [ScriptStatement] {
        var alteration = alteration
        alteration.isReverting = isReverting
        let mode = SQLModeChange(alteration, of: profile, zeroDate: zeroDates[alteration.after.name])
        let plan = AlterationPlan(
            alteration: alteration,
            profile: mode.changing(profile),
            foreignKeys: keys,
            keyedColumns: keyedColumns,
            filling: filling,
            goneChecks: goneChecks
        )
        let statements = plan.statements().enumerated().map { place, statement in
            let summaries = statement.changes.map { $0.summary(in: alteration) }
            let notes =
                statement.remarks.map(ScriptStatement.Note.remark)
                + zip(statement.changes, summaries).flatMap { change, summary -> [ScriptStatement.Note] in
                    let lost = isReverting ? change.valuesNotComingBack(to: alteration.after.name) : []
                    // The rows get their values in a separate statement.
                    let own = plan.isBackfilled(change) ? [.remark(summary.summary)] : summary.notes
                    return own + lost.map(ScriptStatement.Note.remark)
                }
            if let update = statement.update { return ScriptStatement(sql: update, making: summaries, notes: notes) }
            return alter(
                alteration.after.name,
                clauses: statement.clauses,
                partitioning: statement.partitioning,
                movesRows: statement.movesRows,
                making: summaries,
                notes: notes,
                keepsHistory: alteration.before.systemVersioning != nil || plan.beginsHistoryFirst
                    || place > 0 && alteration.after.systemVersioning != nil
            )
        }
        return under(mode, statements)
    }

    private func alter(
        _ table: String,
        clauses: [String],
        partitioning: String? = nil,
        movesRows: Bool? = nil,
        making changes: [ChangeSummary] = [],
        notes: [ScriptStatement.Note],
        keepsHistory: Bool = false
    ) -> ScriptStatement {
        let alter = AlterTable(
            table: table,
            // MariaDB requires this to change a versioned table (error 4119). The history rows change too.
            settings: keepsHistory ? ["system_versioning_alter_history = KEEP"] : [],
            start: "ALTER TABLE \(quoted(table))",
            clauses: clauses,
            partitioning: partitioning,
            movesRows: movesRows
        )
        return ScriptStatement(alter, making: changes, notes: notes)
    }
}

extension TableAlteration {
    fileprivate func summary(of change: TableChange) -> ChangeSummary? {
        changes.contains(change) ? change.summary(in: self) : nil
    }

    /// Returns the change that drops, adds or replaces the foreign key.
    fileprivate func summary(ofKey key: ForeignKey) -> ChangeSummary? {
        changes.first { change in
            switch change {
            case .dropForeignKey(let own), .addForeignKey(let own): own == key
            case .changeForeignKey(let before, let after): before == key || after == key
            default: false
            }
        }?.summary(in: self)
    }
}

extension TableChange {
    fileprivate func valuesNotComingBack(to table: String) -> [String] {
        guard case .addColumn(let column, _) = self, column.generated == nil else { return [] }
        return ["column \(table).\(column.name) comes back without the values that it had"]
    }
}
