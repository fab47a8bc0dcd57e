internal import DiagnosticModel
package import MigrationRunner
internal import SQLStatements
package import SchemaDiff
internal import SchemaInspector
package import SchemaModel
package import ServerPort

/// The statements that undo a half-run revision.
package struct UndoPlan: Hashable, Sendable {
    package var statements: [ScriptStatement] = []
    /// Data that is not restored, and data that is deleted.
    package var losses: [String] = []
}

/// Plans the undo of a half-run revision: the difference between the current and the previous schema, as `diff` would
/// plan it. The names that the revision changed are passed on as renames.
///
/// It depends only on the current schema, so an interrupted undo is planned again from where it stopped.
package struct UndoPlanner {
    private let executor: any QueryExecutor
    private let profile: ServerProfile
    private let runner: MigrationRunner
    private let run: InterruptedRun
    private let inspect: () throws -> Schema

    /// - Parameters:
    ///   - run: The half-run revision, from `runner`.
    ///   - inspect: Reads the whole database.
    package init(
        executor: any QueryExecutor,
        profile: ServerProfile,
        runner: MigrationRunner,
        run: InterruptedRun,
        inspect: @escaping () throws -> Schema
    ) {
        self.executor = executor
        self.profile = profile
        self.runner = runner
        self.run = run
        self.inspect = inspect
    }

    /// - Throws: `UndoImpossible`, `ServerError`.
    package func plan() throws -> UndoPlan {
        guard let before = run.schemaBefore else {
            let statements = run.statements.map { StatementClassifier.facts(of: $0.text, dialect: executor.dialect) }
            let changesDefinitions = statements.isEmpty || statements.contains { $0.kind == .ddl }
            throw UndoImpossible.nothingKept(run, changesDefinitions: changesDefinitions)
        }
        let now = try runner.present(before)
        var (live, desired) = try schemas(before, now)
        let names = runner.names(since: run)
        var plan = UndoPlan()
        plan.statements = try clearNames(names, in: &live, for: desired)
        let renames = RenameMap(renames: renames(names), from: live, to: desired, flavor: profile.flavor)
        // A rename implicitly changes objects that the revision does not name.
        let scope = Set(before.items.map(\.object.name.name))
        let renamed = live.applying(renames)
        let followers = Dictionary(renamed.tables.map { ($0.name, $0) }) { first, _ in first }
        for index in desired.tables.indices where !scope.contains(desired.tables[index].name) {
            desired.tables[index] = followers[desired.tables[index].name] ?? desired.tables[index]
        }
        plan.statements += Planner(profile: profile).script(
            for: SchemaDifference(from: live, to: desired, renames: renames),
            isReverting: true
        )
        plan.losses = try losses(plan.statements, before)
        return plan
    }

    // MARK: Schemas

    /// The current and the previous schema. Objects that the revision names come from its definitions, all others from
    /// the database.
    private func schemas(_ before: SchemaSnapshot, _ now: SchemaSnapshot) throws -> (live: Schema, desired: Schema) {
        let mode = try executor.execute("SELECT @@SESSION.sql_mode").rows.first?[0] ?? ""
        let reader = DefinitionReader(profile: profile, database: profile.database, sessionMode: mode)
        var base = try inspect()
        var (live, desired): (Content, Content) = (Content(), Content())
        for (old, new) in zip(before.items, now.items) {
            let name = old.object.name
            if old.isUnreadable || new.isUnreadable { throw UndoImpossible.hidden(run, name: name.name) }
            base.tables.removeAll { $0.name == name.name && old.object.kind.isTableLike }
            base.objects.removeAll { old.covers($0.id) || new.covers($0.id) }
            do {
                try live.add(new, reader)
                try desired.add(old, reader)
            } catch let error as NotUnderstood {
                throw UndoImpossible.tableNotUnderstood(run, error)
            } catch let error as ObjectNotUnderstood {
                throw UndoImpossible.objectNotUnderstood(run, error)
            }
        }
        return (live.schema(on: base), desired.schema(on: base))
    }

    /// Tables and objects read from definitions.
    private struct Content {
        var tables: [Table] = []
        var objects: [StoredObject] = []

        mutating func add(_ item: SchemaSnapshot.Item, _ reader: DefinitionReader) throws {
            guard let definition = item.definition else { return }
            guard let kind = StoredObject.Kind(rawValue: item.object.kind.rawValue) else {
                tables.append(try reader.table(item.object.name.name, definition))
                return
            }
            let id = StoredObject.ID(kind, item.object.name.name)
            var object = try reader.object(id, definition, sqlMode: item.sqlMode).get()
            if case .trigger(var trigger) = object {
                trigger.order = item.follows.map { .follows($0) } ?? item.precedes.map { .precedes($0) }
                object = .trigger(trigger)
            }
            objects.append(object)
        }

        func schema(on base: Schema) -> Schema {
            var schema = base
            schema.tables += tables
            schema.objects += objects
            return schema
        }
    }

    // MARK: Names

    private func renames(_ names: [NameHistory.Name]) -> [Rename] {
        names.map { Rename(table: $0.table, from: $0.now, to: $0.before) }
    }

    /// Drops new objects that have the old name of a renamed one, because that name is needed again.
    private func clearNames(
        _ names: [NameHistory.Name],
        in live: inout Schema,
        for desired: Schema
    ) throws -> [ScriptStatement] {
        var statements: [ScriptStatement] = []
        let dialect = executor.dialect
        let presentNames = Dictionary(names.filter { $0.table == nil }.map { ($0.before, $0.now) }) { first, _ in first
        }
        for name in names where name.table == nil {
            guard live.table(named: name.now) != nil, live.table(named: name.before) != nil else { continue }
            // It cannot be seen which of the two is which.
            if desired.table(named: name.now) != nil {
                throw UndoImpossible.placesChanged(run, [name.before, name.now])
            }
            live.tables.removeAll { $0.name == name.before }
            live.objects.removeAll {
                if case .trigger(let trigger) = $0 { trigger.table == name.before } else { false }
            }
            statements.append(
                ScriptStatement(
                    sql: "DROP TABLE \(dialect.quotedIdentifier(name.before))",
                    comments: ["the revision's own \(name.before) is dropped: \(name.now) takes its old name back"]
                )
            )
        }
        for name in names {
            guard let before = name.table else { continue }
            let present = presentNames[before].flatMap { live.table(named: $0) == nil ? nil : $0 } ?? before
            guard let index = live.tables.firstIndex(where: { $0.name == present }),
                let old = desired.table(named: before), live.tables[index].column(named: name.now) != nil,
                live.tables[index].column(named: name.before) != nil
            else { continue }
            if old.column(named: name.now) != nil {
                throw UndoImpossible.placesChanged(run, ["\(before).\(name.before)", "\(before).\(name.now)"])
            }
            if live.tables[index].uses(column: name.before) {
                throw UndoImpossible.placesChanged(run, ["\(before).\(name.before)", "\(before).\(name.now)"])
            }
            live.tables[index].remove(column: name.before)
            let table = dialect.quotedIdentifier(present)
            statements.append(
                ScriptStatement(
                    sql: "ALTER TABLE \(table) DROP COLUMN \(dialect.quotedIdentifier(name.before))",
                    comments: [
                        "the revision's own column \(present).\(name.before) is dropped: \(name.now) takes its old name back"
                    ]
                )
            )
        }
        return statements
    }

    // MARK: Data

    /// Describes data that cannot be restored, before the user agrees.
    private func losses(_ statements: [ScriptStatement], _ before: SchemaSnapshot) throws -> [String] {
        let named = Set(before.items.map(\.object.name.name.key))
        // The objects that existed before, by their names at each statement.
        var there = Set(before.items.filter { $0.definition != nil }.map(\.object.name.name.key))
        var losses: [String] = []
        for (index, facts) in runner.executed(run).enumerated() {
            let place = place(of: index)
            switch facts.kind {
            case .dml:
                // Tables that the revision created are dropped with all their rows.
                let written = facts.writes.filter { there.contains($0.name.key) || !named.contains($0.name.key) }
                if written.isEmpty { continue }
                let tables = written.map(\.name).joined(separator: ", ")
                losses.append("the rows of \(tables) that \(place) changed stay as they are now")
            case .other: losses.append("what \(place) did stays as it is now")
            default: losses += facts.losses.compactMap { words($0, place, there) }
            }
            if facts.isDrop { there.subtract(facts.objects.map(\.name.name.key)) }
            for rename in facts.renames where there.remove(rename.from.name.key) != nil {
                there.insert(rename.to.name.key)
            }
        }
        return losses + (try runner.losses(of: statements.map(\.sql))).compactMap { goingWords($0) }
    }

    private func place(of index: Int) -> String {
        let origin = run.statements.indices.contains(index) ? run.statements[index].origin : nil
        return "statement \(index + 1)" + (origin.map { " (\($0.location.place))" } ?? "")
    }

    /// Describes data that the revision has removed.
    private func words(_ loss: StatementFacts.DataLoss, _ place: String, _ there: Set<String>) -> String? {
        switch loss {
        case .table(let table) where there.contains(table.name.key):
            "table \(table.name), which \(place) dropped, comes back without its rows"
        case .column(let column, of: let table) where there.contains(table.name.key):
            "column \(table.name).\(column), which \(place) dropped, comes back without its values"
        case .rows(of: let table) where there.contains(table.name.key):
            "the rows of \(table.name) that \(place) removed do not come back"
        case .partitions(let names, of: let table) where there.contains(table.name.key):
            "the rows of partition \(names.joined(separator: ", ")) of \(table.name), which \(place) removed, do not come back"
        case .database(let name): "database \(name), which \(place) dropped, does not come back"
        case .table, .column, .rows, .partitions, .unknown: nil
        }
    }

    /// Describes data that the undo removes.
    private func goingWords(_ loss: StatementFacts.DataLoss) -> String? {
        switch loss {
        case .table(let table): "table \(table.name) is dropped with its rows"
        case .column(let column, of: let table): "column \(table.name).\(column) is dropped with its values"
        case .rows(of: let table): "rows of \(table.name) are deleted"
        case .partitions(let names, of: let table):
            "rows of partition \(names.joined(separator: ", ")) of \(table.name) are deleted"
        case .database, .unknown: nil
        }
    }
}

extension String {
    /// The name in lower case, because some servers treat `A` and `a` as one table.
    fileprivate var key: String { lowercased() }
}

extension SQLObject.Kind {
    /// Whether it is a table, a view or a sequence, which share one namespace.
    fileprivate var isTableLike: Bool { [.table, .view, .sequence].contains(self) }
}

extension SchemaSnapshot.Item {
    fileprivate func covers(_ id: StoredObject.ID) -> Bool {
        guard id.name == object.name.name else { return false }
        let isShared = object.kind.isTableLike && (id.kind == .view || id.kind == .sequence)
        return isShared || id.kind.rawValue == object.kind.rawValue
    }
}

extension Table {
    /// Removes the column, and the checks that name no other: the servers drop them with it (MySQL 9.7, MariaDB 10.11).
    fileprivate mutating func remove(column name: String) {
        columns.removeAll { $0.name.lowercased() == name.lowercased() }
        let others = Set(columns.map { $0.name.lowercased() })
        checks.removeAll { check in
            let mentioned = SQLNames.mentioned(in: check.expression)
            return mentioned.contains(name.lowercased()) && mentioned.isDisjoint(with: others)
        }
    }

    /// Whether anything that is not dropped with the column uses it.
    fileprivate func uses(column name: String) -> Bool {
        var rest = self
        rest.remove(column: name)
        let name = name.lowercased()
        let parts = indexes.flatMap(\.parts) + (primaryKey?.parts ?? [])
        let times = period.map { [$0.columns.start, $0.columns.end] } ?? []
        let schemes = [partitioning?.scheme, partitioning?.subscheme].compactMap { $0 }
        let names =
            parts.compactMap(\.columnName) + foreignKeys.flatMap(\.columns) + times + schemes.flatMap(\.columns)
        if names.contains(where: { $0.lowercased() == name }) { return true }
        let expressions =
            parts.compactMap(\.expression) + rest.checks.map(\.expression) + schemes.compactMap(\.expression)
            + rest.columns.flatMap { [$0.generated?.expression, $0.defaultValue?.expression, $0.check] }
            .compactMap(\.self)
        return expressions.contains { SQLNames.mentioned(in: $0).contains(name) }
    }
}
