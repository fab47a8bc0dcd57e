internal import DocumentTree
internal import SchemaModel

/// Builds the entries of `views`, `triggers` and so on. It leaves out the format's defaults.
enum ObjectBuilder {
    static func entry(_ object: StoredObject) -> DocumentValue {
        switch object {
        case .view(let view): self.view(view)
        case .trigger(let trigger): self.trigger(trigger)
        case .routine(let routine): self.routine(routine)
        case .event(let event): self.event(event)
        case .sequence(let sequence): self.sequence(sequence)
        }
    }

    private static func view(_ view: View) -> DocumentValue {
        var map = MapBuilder()
        map.add("columns", .list(view.columns.map(DocumentValue.text)))
        if view.algorithm != .undefined { map.add("algorithm", text: view.algorithm.rawValue) }
        if view.security != .definer { map.add("security", text: view.security.rawValue) }
        if view.checkOption != .none { map.add("check_option", text: view.checkOption.rawValue) }
        map.add("definer", text: view.definer)
        map.add("sql", .text(view.query))
        return map.block
    }

    private static func trigger(_ trigger: Trigger) -> DocumentValue {
        var map = MapBuilder()
        map.add("table", .text(trigger.table))
        map.add("timing", .text(trigger.timing.rawValue))
        map.add("event", .text(trigger.event.rawValue))
        switch trigger.order {
        case .follows(let other): map.add("follows", .text(other))
        case .precedes(let other): map.add("precedes", .text(other))
        case nil: break
        }
        map.add("definer", text: trigger.definer)
        map.add("body", .text(trigger.body))
        return map.block
    }

    private static func routine(_ routine: Routine) -> DocumentValue {
        var map = MapBuilder()
        map.add("parameters", text: routine.parameters)
        map.add("returns", text: routine.returns)
        map.add("aggregate", flag: routine.isAggregate)
        map.add("deterministic", flag: routine.isDeterministic)
        if routine.dataAccess != .containsSQL { map.add("data_access", text: routine.dataAccess.rawValue) }
        if routine.security != .definer { map.add("security", text: routine.security.rawValue) }
        map.add("comment", text: routine.comment)
        map.add("definer", text: routine.definer)
        map.add("body", .text(routine.body))
        return map.block
    }

    private static func event(_ event: Event) -> DocumentValue {
        var map = MapBuilder()
        switch event.schedule {
        case .at(let moment): map.add("at", self.moment(moment))
        case .every(let interval, let starts, let ends):
            map.add("every", .text(interval))
            map.add("starts", starts.map(moment))
            map.add("ends", ends.map(moment))
        }
        map.add("preserve", flag: event.isPreserved)
        if event.status != .enabled { map.add("status", text: event.status.rawValue) }
        map.add("comment", text: event.comment)
        map.add("definer", text: event.definer)
        map.add("body", .text(event.body))
        return map.block
    }

    /// A quoted date becomes a plain one.
    private static func moment(_ sql: String) -> DocumentValue {
        let inner = sql.dropFirst().dropLast()
        let isLiteral = sql.hasPrefix("'") && sql.hasSuffix("'") && inner.allSatisfy { $0 != "'" && $0 != "\\" }
        return isLiteral ? .text(String(inner)) : .sql(sql)
    }

    private static func sequence(_ sequence: NumberSequence) -> DocumentValue {
        var map = MapBuilder()
        map.add("type", text: sequence.type)
        map.add("start", text: sequence.start)
        map.add("increment", text: sequence.increment)
        map.add("min", text: sequence.minimum)
        map.add("max", text: sequence.maximum)
        map.add("cache", text: sequence.cache)
        map.add("cycle", flag: sequence.cycles)
        map.add("engine", text: sequence.engine)
        map.add("comment", text: sequence.comment)
        return map.flow
    }
}
