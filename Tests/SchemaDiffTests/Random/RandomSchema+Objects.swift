import SchemaModel
import TestSupport

/// Bodies write columns as `table`.`column`, or after NEW in triggers, which makes their dependencies easy to find.
extension RandomSchema {
    mutating func addObject(to schema: inout Schema) {
        guard let table = schema.tables.randomElement(using: &generator) else { return }
        let column = generator.pick(table.columns.filter { $0.rowTime == nil }.map(\.name))
        let number = generator.number(0...2)
        let object: StoredObject
        switch generator.number(0...6) {
        case 0...1: object = .view(view("v\(number)", over: table, column: column, in: schema))
        case 2: object = .trigger(trigger("tr\(number)", on: table))
        case 3:
            let body = "SELECT COUNT(`\(table.name)`.`\(column)`) FROM `\(table.name)`"
            object = .routine(Routine(kind: .procedure, name: "p\(number)", parameters: "IN a INT", body: body))
        case 4:
            let body = "RETURN (SELECT MAX(`\(table.name)`.`n`) FROM `\(table.name)`)"
            object = .routine(
                Routine(kind: .function, name: "f\(number)", returns: "int", dataAccess: .readsSQLData, body: body)
            )
        case 5:
            let body = "DELETE FROM `\(table.name)` WHERE `\(table.name)`.`n` > 99"
            let schedule = Event.Schedule.every(interval: "1 DAY", starts: "'2031-01-01 00:00:00'", ends: nil)
            object = .event(Event(name: "e\(number)", schedule: schedule, status: .disabled, body: body))
        default:
            guard flavor == .mariadb else { return }
            object = .sequence(NumberSequence(name: "s\(number)", increment: "\(generator.number(1...3))"))
        }
        guard !schema.objects.contains(where: { $0.id == object.id }) else { return }
        schema.objects.append(object)
    }

    private mutating func view(_ name: String, over table: Table, column: String, in schema: Schema) -> View {
        var query = "select `\(table.name)`.`id` AS `k`, `\(table.name)`.`\(column)` AS `x` from `\(table.name)`"
        if generator.chance(25), let other = schema.objects.first(where: { $0.kind == .view && $0.name < name }) {
            query = "select `\(other.name)`.`k` AS `k` from `\(other.name)`"
        } else if generator.chance(30) {
            query = "select * from `\(table.name)` where `\(table.name)`.`n` > 3"
        }
        return View(name: name, query: query, security: generator.pick(SQLSecurity.allCases))
    }

    private mutating func trigger(_ name: String, on table: Table) -> Trigger {
        Trigger(
            name: name,
            table: table.name,
            timing: generator.pick([.before, .after]),
            event: generator.pick([.insert, .update]),
            body: generator.pick([
                "SET @seen = NEW.`n`",
                "BEGIN\n  -- it's one; more\n  IF NEW.`n` > 3 THEN SET @seen = 'x;y'; END IF;\nEND",
            ])
        )
    }

    mutating func mutate(_ object: inout StoredObject) {
        switch object {
        case .view(var view):
            view.security = view.security == .definer ? .invoker : .definer
            object = .view(view)
        case .trigger(var trigger):
            trigger.body = "SET @seen = NEW.`n` + 1"
            object = .trigger(trigger)
        case .routine(var routine):
            routine.comment = text()
            object = .routine(routine)
        case .event(var event):
            event.comment = text()
            object = .event(event)
        case .sequence(var sequence):
            sequence.increment = "\(generator.number(1...9))"
            sequence.cache = generator.pick([nil, "10"])
            object = .sequence(sequence)
        }
    }
}

extension StoredObject {
    mutating func replaceInBody(_ old: String, with new: String) {
        switch self {
        case .view(var view):
            view.query = view.query.replacing(old, with: new)
            self = .view(view)
        case .trigger(var trigger):
            trigger.body = trigger.body.replacing(old, with: new)
            self = .trigger(trigger)
        case .routine(var routine):
            routine.body = routine.body.replacing(old, with: new)
            self = .routine(routine)
        case .event(var event):
            event.body = event.body.replacing(old, with: new)
            self = .event(event)
        case .sequence: break
        }
    }

    /// Returns whether the objects that it names exist.
    func isValid(in schema: Schema) -> Bool {
        func has(_ table: Substring, _ column: Substring) -> Bool {
            schema.table(named: String(table)).map { $0.column(named: String(column)) != nil }
                ?? schema.objects.contains { view in
                    view.kind == .view && view.name == table && view.body.contains("AS `\(column)`")
                }
        }
        if case .view = self {
            if schema.table(named: name) != nil { return false }
            let tables = body.matches(of: /from `(\w+)`/).map { String($0.1) }
            let views = schema.objects.filter { $0.kind == .view }.map(\.name)
            guard tables.allSatisfy({ schema.table(named: $0) != nil || views.contains($0) }) else { return false }
        }
        if case .trigger(let trigger) = self {
            guard schema.table(named: trigger.table) != nil else { return false }
            guard body.matches(of: /NEW\.`(\w+)`/).allSatisfy({ has(trigger.table[...], $0.1) }) else { return false }
        }
        return body.matches(of: /`(\w+)`\.`(\w+)`/).allSatisfy { has($0.1, $0.2) }
    }
}
