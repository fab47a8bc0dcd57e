internal import SchemaModel

/// Names the differences between two objects of the same kind for the user.
enum ObjectDifference {
    static func names(_ before: StoredObject, _ after: StoredObject) -> [String] {
        var parts: [(String, Bool)] = [("definer", before.definer != after.definer)]
        switch (before, after) {
        case (.view(let before), .view(let after)):
            parts += [
                ("query", before.query != after.query), ("columns", before.columns != after.columns),
                ("algorithm", before.algorithm != after.algorithm), ("security", before.security != after.security),
                ("check option", before.checkOption != after.checkOption),
            ]
        case (.trigger(let before), .trigger(let after)):
            parts += [
                ("table", before.table != after.table), ("timing", before.timing != after.timing),
                ("event", before.event != after.event), ("body", before.body != after.body),
            ]
        case (.routine(let before), .routine(let after)):
            parts += [
                ("parameters", before.parameters != after.parameters), ("returns", before.returns != after.returns),
                ("aggregate", before.isAggregate != after.isAggregate),
                ("deterministic", before.isDeterministic != after.isDeterministic),
                ("data access", before.dataAccess != after.dataAccess), ("security", before.security != after.security),
                ("comment", before.comment != after.comment), ("body", before.body != after.body),
            ]
        case (.event(let before), .event(let after)):
            parts += [
                ("schedule", before.schedule != after.schedule),
                ("on completion", before.isPreserved != after.isPreserved), ("status", before.status != after.status),
                ("comment", before.comment != after.comment), ("body", before.body != after.body),
            ]
        case (.sequence(let before), .sequence(let after)):
            parts += [
                ("type", before.type != after.type), ("start", before.start != after.start),
                ("min", before.minimum != after.minimum), ("max", before.maximum != after.maximum),
                ("increment", before.increment != after.increment), ("cache", before.cache != after.cache),
                ("cycle", before.cycles != after.cycles), ("engine", before.engine != after.engine),
                ("comment", before.comment != after.comment),
            ]
        default: break
        }
        let names = parts.filter(\.1).map(\.0)
        return names.isEmpty ? ["order"] : names
    }
}
