internal import SQLStatements
internal import SchemaModel
internal import YAMLDocument

/// Reads the entries of `views`, `triggers`, `procedures`, `functions`, `events` and `sequences`.
struct ObjectReader {
    let problems: ProblemList

    func read(_ kind: StoredObject.Kind, _ entry: YAMLNode.Entry) -> StoredObject? {
        let id = StoredObject.ID(kind, entry.key)
        // `active_users: select …` is short for `active_users: {sql: select …}`.
        if kind == .view, let query = entry.value.string.map(SQLNames.withoutTerminator), !query.isEmpty {
            return .view(View(name: entry.key, query: query, origin: Origin(entry.keyLocation)))
        }
        guard let fields = Fields(entry.value, .object(id), key: entry.key, known: Self.keys(of: kind), problems) else {
            return nil
        }
        let origin = fields.origin(else: entry.keyLocation)
        switch kind {
        case .view: return view(entry.key, fields, origin).map { .view($0) }
        case .trigger: return trigger(entry.key, fields, origin).map { .trigger($0) }
        case .procedure: return routine(.procedure, entry.key, fields, origin).map { .routine($0) }
        case .function: return routine(.function, entry.key, fields, origin).map { .routine($0) }
        case .event: return event(entry.key, fields, origin).map { .event($0) }
        case .sequence: return .sequence(sequence(entry.key, fields, origin))
        }
    }

    private static func keys(of kind: StoredObject.Kind) -> [String] {
        let routine = [
            "parameters", "body", "deterministic", "data_access", "security", "comment", "definer", "source",
        ]
        return switch kind {
        case .view: ["sql", "columns", "algorithm", "security", "check_option", "definer", "source"]
        case .trigger: ["table", "timing", "event", "body", "sql", "follows", "precedes", "definer", "source"]
        case .procedure: routine
        case .function: routine + ["returns", "aggregate"]
        case .event: ["at", "every", "starts", "ends", "preserve", "status", "comment", "body", "definer", "source"]
        case .sequence:
            ["type", "start", "increment", "min", "max", "cache", "cycle", "engine", "comment", "source"]
        }
    }

    // MARK: Parts

    /// Reads the text of a required key, without a trailing semicolon.
    private func statement(_ key: String, _ fields: Fields, _ origin: Origin) -> String? {
        guard fields[key] != nil else {
            fields.missing(key, at: origin.location ?? fields.location)
            return nil
        }
        guard let text = fields.sql(key).map(SQLNames.withoutTerminator) else { return nil }
        if text.isEmpty { fields.badValue(key, expected: ["an SQL statement"]) }
        return text.isEmpty ? nil : text
    }

    private func required<Value>(_ key: String, _ fields: Fields, _ origin: Origin, _ read: (String) -> Value?)
        -> Value?
    {
        if fields[key] == nil { fields.missing(key, at: origin.location ?? fields.location) }
        return read(key)
    }

    // MARK: Kinds

    private func view(_ name: String, _ fields: Fields, _ origin: Origin) -> View? {
        guard let query = statement("sql", fields, origin) else { return nil }
        return View(
            name: name,
            columns: fields.texts("columns") ?? [],
            query: query,
            algorithm: fields.word("algorithm", View.Algorithm.self) ?? .undefined,
            security: fields.word("security", SQLSecurity.self) ?? .definer,
            checkOption: fields.word("check_option", View.CheckOption.self) ?? .none,
            definer: fields.text("definer"),
            origin: origin
        )
    }

    private func trigger(_ name: String, _ fields: Fields, _ origin: Origin) -> Trigger? {
        let table = required("table", fields, origin) { fields.text($0) }
        let timing = required("timing", fields, origin) { fields.word($0, Trigger.Timing.self) }
        let event = required("event", fields, origin) { fields.word($0, Trigger.Event.self) }
        let body = statement(fields["body"] == nil && fields["sql"] != nil ? "sql" : "body", fields, origin)
        var order: Trigger.Order?
        if let other = fields.text("follows") { order = .follows(other) }
        if let other = fields.text("precedes") {
            if order != nil { problems.add(.exclusive("follows", "precedes", in: fields.place), at: origin.location) }
            order = .precedes(other)
        }
        guard let table, let timing, let event, let body else { return nil }
        return Trigger(
            name: name,
            table: table,
            timing: timing,
            event: event,
            body: body,
            order: order,
            definer: fields.text("definer"),
            origin: origin
        )
    }

    private func routine(_ kind: Routine.Kind, _ name: String, _ fields: Fields, _ origin: Origin) -> Routine? {
        let returns = kind == .function ? required("returns", fields, origin) { fields.sql($0) } : nil
        guard let body = statement("body", fields, origin) else { return nil }
        if kind == .function, returns == nil { return nil }
        return Routine(
            kind: kind,
            name: name,
            parameters: fields.text("parameters")?.trimmedSQL ?? "",
            returns: returns,
            isDeterministic: fields.bool("deterministic") ?? false,
            dataAccess: fields.word("data_access", Routine.DataAccess.self) ?? .containsSQL,
            security: fields.word("security", SQLSecurity.self) ?? .definer,
            comment: fields.text("comment") ?? "",
            isAggregate: fields.bool("aggregate") ?? false,
            body: body,
            definer: fields.text("definer"),
            origin: origin
        )
    }

    private func event(_ name: String, _ fields: Fields, _ origin: Origin) -> Event? {
        let body = statement("body", fields, origin)
        let schedule: Event.Schedule
        if let moment = moment("at", fields) {
            for key in ["every", "starts", "ends"] where fields[key] != nil {
                problems.add(.exclusive("at", key, in: fields.place), at: fields.keyLocation(key))
            }
            schedule = .at(moment)
        } else {
            guard let interval = required("every", fields, origin, { fields.sql($0) }) else { return nil }
            schedule = .every(interval: interval, starts: moment("starts", fields), ends: moment("ends", fields))
        }
        guard let body else { return nil }
        return Event(
            name: name,
            schedule: schedule,
            isPreserved: fields.bool("preserve") ?? false,
            status: fields.word("status", Event.Status.self) ?? .enabled,
            comment: fields.text("comment") ?? "",
            body: body,
            definer: fields.text("definer"),
            origin: origin
        )
    }

    /// Reads a plain date, or an SQL expression as `{sql: …}`.
    private func moment(_ key: String, _ fields: Fields) -> String? {
        guard let node = fields[key] else { return nil }
        if node.mapping != nil { return fields.expression(key) }
        return fields.text(key).map { SQLDialect().quotedLiteral($0.trimmedSQL) }
    }

    private func sequence(_ name: String, _ fields: Fields, _ origin: Origin) -> NumberSequence {
        func number(_ key: String) -> String? {
            guard let text = fields.text(key)?.trimmedSQL else { return nil }
            let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
            guard !digits.isEmpty, digits.count <= 20, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                fields.badValue(key, expected: ["a whole number"])
                return nil
            }
            return text
        }
        return NumberSequence(
            name: name,
            type: fields.text("type"),
            start: number("start"),
            minimum: number("min"),
            maximum: number("max"),
            increment: number("increment"),
            cache: number("cache"),
            cycles: fields.bool("cycle") ?? false,
            engine: fields.text("engine"),
            comment: fields.text("comment") ?? "",
            origin: origin
        )
    }
}
