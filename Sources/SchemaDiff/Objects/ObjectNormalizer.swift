internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// Makes declared objects comparable with inspected ones of the same name by filling in what the server fills in or
/// rewrites predictably. `ViewNormalizer` handles the text of views.
struct ObjectNormalizer {
    let profile: ServerProfile
    /// Whether to compare and write definers. Otherwise they are ignored.
    let keepsDefiners: Bool

    /// Returns what the server would store for the object where it now has `live`.
    func normalize(_ declared: StoredObject, live: StoredObject?) -> StoredObject {
        var object = declared
        if keepsDefiners {
            object.definer = declared.definer.map { $0.contains("@") ? $0 : $0 + "@%" } ?? live?.definer
        } else {
            object.definer = nil
        }
        switch (object, live) {
        case (.view(var view), _):
            view.query = SQLNames.withoutQualifier(profile.database, in: view.query)
            return .view(view)
        case (.trigger, _): return object
        case (.routine(let routine), .routine(let live)): return .routine(normalize(routine, live))
        case (.event(let event), let live):
            if case .event(let live) = live { return .event(normalize(event, live)) }
            return .event(normalize(event, nil))
        case (.sequence(let sequence), .sequence(let live)): return .sequence(normalize(sequence, live))
        case (.routine, _), (.sequence, _): return object
        }
    }

    // MARK: Routines

    private func normalize(_ declared: Routine, _ live: Routine) -> Routine {
        var routine = declared
        routine.comment.takeStored(live.comment)
        if let own = declared.returns, let other = live.returns, isSameType(own, other) { routine.returns = other }
        return routine
    }

    /// MariaDB and MySQL rewrite the type after RETURNS and add its character set.
    private func isSameType(_ declared: String, _ live: String) -> Bool {
        guard let left = try? ColumnTypeParser.parse(declared), let right = try? ColumnTypeParser.parse(live) else {
            return declared.lowercased() == live.lowercased()
        }
        guard left.type == right.type else { return false }
        if !left.type.isCharacter { return true }
        // An undeclared part keeps the value from when the routine was created.
        let existing = profile.resolve(
            charset: right.charset,
            collation: right.collation,
            inherited: profile.databaseDefault
        )
        return existing
            == profile.resolve(
                charset: left.charset,
                collation: left.collation,
                inherited: existing,
                existing: existing
            )
    }

    // MARK: Events

    private func normalize(_ declared: Event, _ live: Event?) -> Event {
        var event = declared
        // On a replica, replicated events are disabled, whatever the models say.
        if let live, live.status == .disabledOnReplica { event.status = live.status }
        event.comment.takeStored(live?.comment)
        switch (declared.schedule, live?.schedule) {
        case (.at(let moment), let other):
            if let literal = canonicalMoment(moment) {
                event.schedule = .at(literal)
            } else if case .at(let existing) = other {
                // An expression was evaluated when the event was created, and its value cannot be computed again.
                event.schedule = .at(existing)
            }
        case (.every(let interval, let starts, let ends), let other):
            var existing: (starts: String?, ends: String?) = (nil, nil)
            if case .every(_, let starts, let ends) = other { existing = (starts, ends) }
            event.schedule = .every(
                interval: canonicalInterval(interval),
                // Without a start, the server uses the creation time.
                starts: starts.map { canonicalMoment($0) ?? existing.starts ?? $0 } ?? existing.starts,
                ends: ends.map { canonicalMoment($0) ?? existing.ends ?? $0 }
            )
        }
        return event
    }

    /// Converts `'2030-01-01'` to `'2030-01-01 00:00:00'`. Returns nil for an expression.
    private func canonicalMoment(_ sql: String) -> String? {
        guard sql.hasPrefix("'"), sql.hasSuffix("'"), sql.utf8.count > 2 else { return nil }
        var text = sql.dropFirst().dropLast().map { $0 == "T" ? " " : String($0) }.joined()
        switch text.utf8.filter({ $0 == UInt8(ascii: ":") }).count {
        case 0: text += " 00:00:00"
        case 1: text += ":00"
        default: break
        }
        return "'\(text)'"
    }

    /// Converts `1 hour` to `1 HOUR`.
    private func canonicalInterval(_ text: String) -> String {
        let words = text.split { $0.isWhitespace }
        guard words.count > 1, let unit = words.last else { return text }
        return (words.dropLast() + [unit.uppercased()[...]]).joined(separator: " ")
    }

    // MARK: Sequences

    /// Fills in defaults as MariaDB 10.11 and 11.8 do.
    private func normalize(_ declared: NumberSequence, _ live: NumberSequence) -> NumberSequence {
        var sequence = declared
        sequence.comment.takeStored(live.comment)
        let type = declared.type?.lowercased() ?? "bigint"
        sequence.type = type == "bigint" ? nil : type
        let increment = WholeNumber.canonical(declared.increment ?? "1")
        let isRising = !increment.hasPrefix("-")
        let (lowest, highest) = Self.bounds(of: type)
        let isUnsigned = type.hasSuffix("unsigned")
        sequence.increment = increment
        sequence.minimum = WholeNumber.canonical(declared.minimum ?? (isRising || isUnsigned ? "1" : lowest))
        sequence.maximum = WholeNumber.canonical(declared.maximum ?? (isRising || isUnsigned ? highest : "-1"))
        sequence.start = (declared.start ?? (isRising ? sequence.minimum : sequence.maximum)).map(WholeNumber.canonical)
        sequence.cache = WholeNumber.canonical(declared.cache ?? "1000")
        let engine = declared.engine ?? live.engine
        sequence.engine = engine?.lowercased() == live.engine?.lowercased() ? live.engine : engine
        let next = live.next.value ?? live.start
        sequence.next.value = sequence.holds(next) && sequence.type == live.type ? next : sequence.start
        return sequence
    }

    /// By default, a sequence excludes the extreme values of its type.
    private static func bounds(of type: String) -> (lowest: String, highest: String) {
        switch type {
        case "tinyint": ("-127", "126")
        case "smallint": ("-32767", "32766")
        case "mediumint": ("-8388607", "8388606")
        case "int", "integer": ("-2147483647", "2147483646")
        case "tinyint unsigned": ("1", "254")
        case "smallint unsigned": ("1", "65534")
        case "mediumint unsigned": ("1", "16777214")
        case "int unsigned", "integer unsigned": ("1", "4294967294")
        case "bigint unsigned": ("1", "18446744073709551614")
        default: ("-9223372036854775807", "9223372036854775806")
        }
    }
}

extension NumberSequence {
    /// Returns whether the value lies within the bounds.
    func holds(_ value: String?) -> Bool {
        guard let value else { return true }
        if let minimum, WholeNumber.isLess(value, minimum) { return false }
        if let maximum, WholeNumber.isLess(maximum, value) { return false }
        return true
    }
}
