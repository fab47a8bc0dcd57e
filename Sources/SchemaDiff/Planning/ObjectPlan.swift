internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// The statements for objects other than tables, by the time at which they may run.
struct ObjectPlan {
    /// Before any table changes: drops of objects that use tables or whose names a table takes.
    private(set) var beforeTables: [ScriptStatement] = []
    /// After tables are renamed: sequences, which column defaults may use.
    private(set) var beforeCreation: [ScriptStatement] = []
    /// After all tables are changed.
    private(set) var afterTables: [ScriptStatement] = []
    /// At the end: drops of objects that something above may have used until now.
    private(set) var last: [ScriptStatement] = []
    /// Whether a new view or sequence has the name of a dropped table, so that tables are dropped before it is created.
    private(set) var dropsTablesEarly = false

    private let profile: ServerProfile
    private let isReverting: Bool
    private let renderer: StoredObjectRenderer

    init(
        _ changes: [Change],
        from before: Schema,
        to after: Schema,
        profile: ServerProfile,
        isReverting: Bool
    ) {
        self.profile = profile
        self.isReverting = isReverting
        renderer = StoredObjectRenderer(profile: profile)
        planDrops(changes, to: after)
        planSequences(changes, from: before, to: after)
        planRoutines(changes)
        planViews(changes)
        planTriggers(changes, from: before, to: after)
        planEvents(changes)
        let dropped = Set(before.tables.map(\.name)).subtracting(after.tables.map(\.name))
        dropsTablesEarly = changes.contains { change in
            guard case .createObject(let object) = change else { return false }
            return [.view, .sequence].contains(object.kind) && dropped.contains(object.name)
        }
    }

    private var isMariaDB: Bool { profile.flavor == .mariadb }

    private func statement(_ sql: String, _ change: Change) -> ScriptStatement {
        ScriptStatement(sql: sql, making: change.summaries, notes: change.summaries.flatMap(\.notes))
    }

    // MARK: Drops

    private mutating func planDrops(_ changes: [Change], to after: Schema) {
        let dropped = changes.compactMap { if case .dropObject(let object) = $0 { object } else { nil } }
        let taken = Set(after.tables.map(\.name)).union(after.objects.filter { $0.kind == .view }.map(\.name))
        func drop(_ object: StoredObject) -> ScriptStatement {
            statement(renderer.drop(object.id, mayBeGone: object.goesByItself), .dropObject(object))
        }
        for kind in [StoredObject.Kind.event, .trigger] {
            beforeTables += dropped.filter { $0.kind == kind }.map(drop)
        }
        let views = dropped.compactMap { if case .view(let view) = $0 { view } else { nil } }
        beforeTables += DependencyOrder.usedFirst(views).reversed().map { drop(.view($0)) }
        for object in dropped {
            switch object.kind {
            case .sequence where taken.contains(object.name): beforeTables.append(drop(object))
            case .procedure, .function, .sequence: last.append(drop(object))
            case .view, .trigger, .event: break
            }
        }
    }

    // MARK: Sequences

    private mutating func planSequences(_ changes: [Change], from before: Schema, to after: Schema) {
        let occupied = Set(before.tables.map(\.name)).subtracting(after.tables.map(\.name))
            .union(before.objects.filter { $0.kind == .view }.map(\.name))
        for change in changes {
            switch change {
            case .createObject(.sequence(let sequence)):
                var created = statement(renderer.create(.sequence(sequence)), change)
                if isReverting { created.notes.append(.remark("sequence \(sequence.name) starts again")) }
                if occupied.contains(sequence.name) {
                    afterTables.append(created)
                } else {
                    beforeCreation.append(created)
                }
            case .changeObject(.sequence(let old), .sequence(let new)):
                beforeCreation += alter(old, to: new).enumerated().map { index, sql in
                    index == 0 ? statement(sql, change) : ScriptStatement(sql: sql)
                }
            default: break
            }
        }
    }

    private func alter(_ old: NumberSequence, to new: NumberSequence) -> [String] {
        // MariaDB 11.8 changes a type only if nothing else changes, and refuses one that is too small.
        if old.type != new.type { return [renderer.create(.sequence(new), replacing: true)] }
        let name = profile.dialect.quotedIdentifier(new.name)
        var statements: [String] = []
        var numbers = new
        if numbers.start == old.start { numbers.start = nil }
        if numbers.minimum == old.minimum { numbers.minimum = nil }
        if numbers.maximum == old.maximum { numbers.maximum = nil }
        if numbers.increment == old.increment { numbers.increment = nil }
        if numbers.cache == old.cache { numbers.cache = nil }
        numbers.cycles = false
        var clauses = renderer.numberClauses(numbers)
        if new.cycles != old.cycles { clauses.append(new.cycles ? "CYCLE" : "NOCYCLE") }
        if !clauses.isEmpty {
            if old.restarts(as: new) { clauses.append("RESTART WITH \(new.start ?? "1")") }
            statements.append("ALTER SEQUENCE \(name) " + clauses.joined(separator: " "))
        }
        var options: [String] = []
        if let engine = new.engine, engine != old.engine { options.append("ENGINE=\(engine)") }
        if new.comment != old.comment { options.append("COMMENT=\(profile.dialect.quotedLiteral(new.comment))") }
        if !options.isEmpty { statements.append("ALTER TABLE \(name) " + options.joined(separator: ", ")) }
        return statements
    }

    // MARK: Routines

    private mutating func planRoutines(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .createObject(.routine(let routine)):
                afterTables.append(statement(renderer.create(.routine(routine)), change))
            case .changeObject(.routine(let old), .routine(let new)):
                var characteristics = old
                characteristics.dataAccess = new.dataAccess
                characteristics.security = new.security
                characteristics.comment = new.comment
                characteristics.name = new.name
                // MySQL's ALTER cannot remove a comment.
                let losesComment = new.comment.isEmpty && !old.comment.isEmpty
                if characteristics == new, isMariaDB || !losesComment {
                    afterTables.append(statement(renderer.alterCharacteristics(of: new), change))
                } else if isMariaDB {
                    afterTables.append(statement(renderer.create(.routine(new), replacing: true), change))
                } else {
                    var drop = statement(renderer.drop(StoredObject.routine(old).id), change)
                    drop.notes.append(.remark("MySQL cannot replace a routine: grants on the old one are lost"))
                    afterTables += [drop, ScriptStatement(sql: renderer.create(.routine(new)))]
                }
            default: break
            }
        }
    }

    // MARK: Views

    private mutating func planViews(_ changes: [Change]) {
        var statements: [String: ScriptStatement] = [:]
        var views: [View] = []
        for change in changes {
            switch change {
            case .createObject(.view(let view)):
                views.append(view)
                statements[view.name] = statement(renderer.create(.view(view)), change)
            case .changeObject(_, .view(let view)):
                views.append(view)
                statements[view.name] = statement(renderer.create(.view(view), replacing: true), change)
            default: break
            }
        }
        afterTables += DependencyOrder.usedFirst(views).compactMap { statements[$0.name] }
    }

    // MARK: Triggers

    /// Triggers are created in group order, each after its predecessor. Those that stay are already in that order.
    private mutating func planTriggers(_ changes: [Change], from before: Schema, to after: Schema) {
        var replaced: [String: Trigger] = [:]
        var causes: [String: Change] = [:]
        for change in changes {
            switch change {
            case .createObject(.trigger(let trigger)): causes[trigger.name] = change
            case .changeObject(.trigger(let old), .trigger(let new)):
                causes[new.name] = change
                replaced[new.name] = old
            default: break
            }
        }
        if causes.isEmpty { return }
        let groups = TriggerOrder.sequences(of: after.objects)
        var seen: Set<TriggerOrder.Group> = []
        for case .trigger(let member) in after.objects {
            let group = TriggerOrder.Group(member)
            guard seen.insert(group).inserted else { continue }
            let triggers = groups[group] ?? []
            for (index, trigger) in triggers.enumerated() {
                guard let change = causes[trigger.name] else { continue }
                let neighbour: Trigger.Order? =
                    if index > 0 {
                        .follows(triggers[index - 1].name)
                    } else {
                        triggers.first { causes[$0.name] == nil }.map { .precedes($0.name) }
                    }
                afterTables += make(trigger, replacing: replaced[trigger.name], neighbour, change)
            }
        }
    }

    /// MariaDB replaces a trigger in one statement, unless it moves to another table.
    private func make(
        _ trigger: Trigger,
        replacing old: Trigger?,
        _ neighbour: Trigger.Order?,
        _ change: Change
    ) -> [ScriptStatement] {
        let create = renderer.create(.trigger(trigger), neighbour: neighbour)
        guard let old else { return [statement(create, change)] }
        if isMariaDB, old.table == trigger.table {
            return [statement(renderer.create(.trigger(trigger), replacing: true, neighbour: neighbour), change)]
        }
        return [
            statement(renderer.drop(StoredObject.trigger(old).id), change),
            ScriptStatement(sql: create),
        ]
    }

    // MARK: Events

    private mutating func planEvents(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .createObject(.event(let event)):
                afterTables.append(statement(renderer.create(.event(event)), change))
            case .changeObject(.event(let old), .event(let new)):
                if !old.goesByItself, !old.schedule.losesEnd(in: new.schedule) {
                    afterTables.append(statement(renderer.alter(new, from: old), change))
                } else if isMariaDB {
                    afterTables.append(statement(renderer.create(.event(new), replacing: true), change))
                } else {
                    let id = StoredObject.event(old).id
                    afterTables.append(statement(renderer.drop(id, mayBeGone: old.goesByItself), change))
                    afterTables.append(ScriptStatement(sql: renderer.create(.event(new))))
                }
            default: break
            }
        }
    }
}

extension StoredObject {
    fileprivate var goesByItself: Bool {
        if case .event(let event) = self { event.goesByItself } else { false }
    }
}

extension Event.Schedule {
    /// Returns whether the end is removed and the repetition stays. ALTER EVENT keeps an ENDS that it does not name.
    fileprivate func losesEnd(in new: Event.Schedule) -> Bool {
        guard case .every(_, _, .some) = self, case .every(_, _, nil) = new else { return false }
        return true
    }
}

extension NumberSequence {
    /// Returns whether the next value would be outside the new bounds, so that the sequence has to start again.
    func restarts(as new: NumberSequence) -> Bool {
        type != new.type || !new.holds(next.value ?? start)
    }
}
