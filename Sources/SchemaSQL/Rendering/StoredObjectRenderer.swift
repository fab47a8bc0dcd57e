internal import SQLStatements
package import SchemaModel

/// Renders CREATE, ALTER and DROP statements for objects other than tables.
package struct StoredObjectRenderer {
    private let profile: ServerProfile

    package init(profile: ServerProfile) {
        self.profile = profile
    }

    private func quoted(_ name: String) -> String { profile.dialect.quotedIdentifier(name) }
    private func literal(_ text: String) -> String { profile.dialect.quotedLiteral(text) }

    /// - Parameters:
    ///   - replacing: Whether to write CREATE OR REPLACE.
    ///   - neighbour: The trigger that a new trigger follows or precedes.
    package func create(
        _ object: StoredObject,
        replacing: Bool = false,
        neighbour: Trigger.Order? = nil
    ) -> String {
        let verb = replacing ? "CREATE OR REPLACE" : "CREATE"
        return switch object {
        case .view(let view): create(view, verb)
        case .trigger(let trigger): create(trigger, verb, neighbour)
        case .routine(let routine): create(routine, verb)
        case .event(let event): verb + definerClause(event.definer) + eventClauses(event)
        case .sequence(let sequence): create(sequence, verb)
        }
    }

    /// - Parameter mayBeGone: Whether an earlier statement may have dropped the object.
    package func drop(_ id: StoredObject.ID, mayBeGone: Bool = false) -> String {
        "DROP \(id.kind.rawValue.uppercased()) \(mayBeGone ? "IF EXISTS " : "")\(quoted(id.name))"
    }

    /// Returns a blank and ``DEFINER=`app`@`%` ``, or an empty string.
    private func definerClause(_ definer: String?) -> String {
        guard let definer else { return "" }
        guard let at = definer.lastIndex(of: "@") else { return " DEFINER=\(quoted(definer))" }
        return " DEFINER=\(quoted(String(definer[..<at])))@\(quoted(String(definer[definer.index(after: at)...])))"
    }

    // MARK: Views and triggers

    private func create(_ view: View, _ verb: String) -> String {
        var text = verb
        if view.algorithm != .undefined { text += " ALGORITHM=\(view.algorithm.rawValue.uppercased())" }
        text += definerClause(view.definer)
        if view.security == .invoker { text += " SQL SECURITY INVOKER" }
        text += " VIEW \(quoted(view.name))"
        if !view.columns.isEmpty { text += " (\(view.columns.map(quoted).joined(separator: ", ")))" }
        text += " AS\n\(view.query)"
        if view.checkOption != .none { text += "\nWITH \(view.checkOption.rawValue.uppercased()) CHECK OPTION" }
        return text
    }

    private func create(_ trigger: Trigger, _ verb: String, _ neighbour: Trigger.Order?) -> String {
        let place =
            switch neighbour {
            case .follows(let name): " FOLLOWS \(quoted(name))"
            case .precedes(let name): " PRECEDES \(quoted(name))"
            case nil: ""
            }
        let start = verb + definerClause(trigger.definer)
        if !trigger.spelling.head.isEmpty, trigger.spelling.table == trigger.table {
            let gap = trigger.spelling.gap.isEmpty ? " " : trigger.spelling.gap
            return "\(start) \(trigger.spelling.head)\(place)\(gap)\(trigger.body)"
        }
        let gap = trigger.body.contains("\n") ? "\n" : " "
        return "\(start) TRIGGER \(quoted(trigger.name)) \(trigger.timing.rawValue.uppercased()) "
            + "\(trigger.event.rawValue.uppercased()) ON \(quoted(trigger.table)) FOR EACH ROW\(place)\(gap)\(trigger.body)"
    }

    // MARK: Routines

    private func create(_ routine: Routine, _ verb: String) -> String {
        let noun = routine.kind.rawValue.uppercased()
        var text = verb + definerClause(routine.definer) + (routine.isAggregate ? " AGGREGATE" : "")
        text += " \(noun) \(quoted(routine.name))(\(routine.parameters))"
        if let returns = routine.returns { text += " RETURNS \(returns)" }
        text += "\n"
        if routine.dataAccess != .containsSQL { text += "    \(routine.dataAccess.rawValue.uppercased())\n" }
        if routine.isDeterministic { text += "    DETERMINISTIC\n" }
        if routine.security == .invoker { text += "    SQL SECURITY INVOKER\n" }
        if !routine.comment.isEmpty { text += "    COMMENT \(literal(routine.comment))\n" }
        return text + routine.body
    }

    /// Returns ALTER PROCEDURE or FUNCTION, which changes everything except parameters, type, body and DETERMINISTIC.
    package func alterCharacteristics(of routine: Routine) -> String {
        "ALTER \(routine.kind.rawValue.uppercased()) \(quoted(routine.name)) \(routine.dataAccess.rawValue.uppercased()) "
            + "SQL SECURITY \(routine.security.rawValue.uppercased()) COMMENT \(literal(routine.comment))"
    }

    // MARK: Events

    private func eventClauses(_ event: Event) -> String {
        var text = " EVENT \(quoted(event.name)) ON SCHEDULE \(schedule(event.schedule))"
        if event.isPreserved { text += " ON COMPLETION PRESERVE" }
        if event.status != .enabled { text += " " + status(event.status) }
        if !event.comment.isEmpty { text += " COMMENT \(literal(event.comment))" }
        return text + " DO" + (event.body.contains("\n") ? "\n" : " ") + event.body
    }

    /// Returns ALTER EVENT with the clauses that differ.
    package func alter(_ event: Event, from before: Event) -> String {
        var text = "ALTER" + (event.definer == before.definer ? "" : definerClause(event.definer))
        text += " EVENT \(quoted(event.name))"
        if event.schedule != before.schedule { text += " ON SCHEDULE \(schedule(event.schedule))" }
        var onlyDefiner = before
        onlyDefiner.definer = event.definer
        // A new schedule resets ON COMPLETION, and a definer alone is not a valid statement.
        if onlyDefiner == event || event.isPreserved != before.isPreserved || event.schedule != before.schedule {
            text += " ON COMPLETION \(event.isPreserved ? "" : "NOT ")PRESERVE"
        }
        if event.status != before.status { text += " " + status(event.status) }
        if event.comment != before.comment { text += " COMMENT \(literal(event.comment))" }
        if event.body != before.body { text += " DO" + (event.body.contains("\n") ? "\n" : " ") + event.body }
        return text
    }

    private func schedule(_ schedule: Event.Schedule) -> String {
        switch schedule {
        case .at(let moment): return "AT \(moment)"
        case .every(let interval, let starts, let ends):
            return "EVERY \(interval)" + (starts.map { " STARTS \($0)" } ?? "") + (ends.map { " ENDS \($0)" } ?? "")
        }
    }

    /// MySQL 8.2 introduced DISABLE ON REPLICA. MySQL 9 no longer accepts the old keyword.
    private func status(_ status: Event.Status) -> String {
        switch status {
        case .enabled: return "ENABLE"
        case .disabled: return "DISABLE"
        case .disabledOnReplica:
            let isNew = profile.flavor == .mysql && profile.version >= ServerProfile.Version(8, 2)
            return isNew ? "DISABLE ON REPLICA" : "DISABLE ON SLAVE"
        }
    }

    // MARK: Sequences

    private func create(_ sequence: NumberSequence, _ verb: String) -> String {
        var text = "\(verb) SEQUENCE \(quoted(sequence.name))"
        if let type = sequence.type { text += " AS \(type)" }
        let clauses = numberClauses(sequence)
        if !clauses.isEmpty { text += " " + clauses.joined(separator: " ") }
        if let engine = sequence.engine { text += " ENGINE=\(engine)" }
        if !sequence.comment.isEmpty { text += " COMMENT=\(literal(sequence.comment))" }
        return text
    }

    package func numberClauses(_ sequence: NumberSequence) -> [String] {
        [
            sequence.start.map { "START WITH \($0)" }, sequence.minimum.map { "MINVALUE \($0)" },
            sequence.maximum.map { "MAXVALUE \($0)" }, sequence.increment.map { "INCREMENT BY \($0)" },
            sequence.cache.map { $0 == "0" ? "NOCACHE" : "CACHE \($0)" }, sequence.cycles ? "CYCLE" : nil,
        ].compactMap { $0 }
    }
}
