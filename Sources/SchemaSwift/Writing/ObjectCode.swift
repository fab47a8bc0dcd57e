internal import SchemaModel

/// Writes views, triggers and other objects as values in the models.
enum ObjectCode {
    static func code(_ object: StoredObject) -> Code {
        switch object {
        case .view(let view): self.view(view)
        case .trigger(let trigger): self.trigger(trigger)
        case .routine(let routine): self.routine(routine)
        case .event(let event): self.event(event)
        case .sequence(let sequence): self.sequence(sequence)
        }
    }

    private static func view(_ view: View) -> Code {
        var arguments = Arguments()
        arguments.add(nil, .string(view.name))
        arguments.add(nil, .string(view.query))
        if !view.columns.isEmpty { arguments.add("columns", .array(view.columns.map(Code.string))) }
        if view.algorithm != .undefined { arguments.add("algorithm", .text(".\(view.algorithm)")) }
        if view.security != .definer { arguments.add("security", .text(".\(view.security)")) }
        if view.checkOption != .none { arguments.add("checkOption", .text(".\(view.checkOption)")) }
        arguments.add("definer", string: view.definer)
        return .call("View", arguments.list)
    }

    private static func trigger(_ trigger: Trigger) -> Code {
        var arguments = Arguments()
        arguments.add(nil, .string(trigger.name))
        arguments.add(nil, .text(".\(trigger.timing)"))
        arguments.add(nil, .text(".\(trigger.event)"))
        arguments.add("on", string: trigger.table)
        arguments.add(nil, .string(trigger.body))
        switch trigger.order {
        case .follows(let other): arguments.add("order", .call(".follows", [.init(nil, .string(other))]))
        case .precedes(let other): arguments.add("order", .call(".precedes", [.init(nil, .string(other))]))
        case nil: break
        }
        arguments.add("definer", string: trigger.definer)
        return .call("Trigger", arguments.list)
    }

    private static func routine(_ routine: Routine) -> Code {
        var arguments = Arguments()
        arguments.add(nil, .string(routine.name))
        arguments.add(nil, .string(routine.parameters))
        if routine.kind == .function { arguments.add("returns", string: routine.returns ?? "") }
        arguments.add(nil, .string(routine.body))
        var members: [Code] = []
        if routine.isDeterministic { members.append(.call(".deterministic", [])) }
        if routine.dataAccess != .containsSQL { members.append(member("dataAccess", .text(".\(routine.dataAccess)"))) }
        if routine.security != .definer { members.append(member("security", .text(".\(routine.security)"))) }
        if routine.isAggregate { members.append(.call(".aggregate", [])) }
        if !routine.comment.isEmpty { members.append(member("comment", .string(routine.comment))) }
        if let definer = routine.definer { members.append(member("definer", .string(definer))) }
        let base = Code.call("Routine.\(routine.kind)", arguments.list)
        return members.isEmpty ? base : .chain(base, members)
    }

    private static func event(_ event: Event) -> Code {
        var arguments = Arguments()
        arguments.add(nil, .string(event.name))
        arguments.add(nil, schedule(event.schedule))
        arguments.add(nil, .string(event.body))
        var members: [Code] = []
        if event.isPreserved { members.append(.call(".preserved", [])) }
        if event.status != .enabled { members.append(member("status", .text(".\(event.status)"))) }
        if !event.comment.isEmpty { members.append(member("comment", .string(event.comment))) }
        if let definer = event.definer { members.append(member("definer", .string(definer))) }
        let base = Code.call("Event", arguments.list)
        return members.isEmpty ? base : .chain(base, members)
    }

    private static func schedule(_ schedule: Event.Schedule) -> Code {
        var arguments = Arguments()
        switch schedule {
        case .at(let moment):
            arguments.add(nil, .string(self.moment(moment)))
            return .call(".at", arguments.list)
        case .every(let interval, let starts, let ends):
            arguments.add(nil, .string(interval))
            arguments.add("starts", string: starts.map(moment))
            arguments.add("ends", string: ends.map(moment))
            return .call(".every", arguments.list)
        }
    }

    /// Returns a date without its quotes, as models write it.
    private static func moment(_ sql: String) -> String {
        sql.count >= 2 && sql.hasPrefix("'") && sql.hasSuffix("'") ? String(sql.dropFirst().dropLast()) : sql
    }

    private static func sequence(_ sequence: NumberSequence) -> Code {
        var arguments = Arguments()
        arguments.add(nil, .string(sequence.name))
        arguments.add("type", sequence.type.map { .call(".sql", [.init(nil, .string($0))]) })
        arguments.add("start", sequence.start.map(Code.text))
        arguments.add("increment", sequence.increment.map(Code.text))
        arguments.add("minimum", sequence.minimum.map(Code.text))
        arguments.add("maximum", sequence.maximum.map(Code.text))
        arguments.add("cache", sequence.cache.map(Code.text))
        arguments.add("cycles", flag: sequence.cycles)
        arguments.add("engine", string: sequence.engine)
        arguments.add("comment", string: sequence.comment.isEmpty ? nil : sequence.comment)
        return .call("NumberSequence", arguments.list)
    }

    private static func member(_ name: String, _ value: Code) -> Code { .call("." + name, [.init(nil, value)]) }
}
