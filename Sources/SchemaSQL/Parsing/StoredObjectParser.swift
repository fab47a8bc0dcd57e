internal import SQLStatements
package import SchemaModel

/// Parses what SHOW CREATE VIEW, TRIGGER, PROCEDURE, FUNCTION, EVENT and SEQUENCE print. The result is nil for a text
/// of another form.
package struct StoredObjectParser {
    private var scanner: SQLScanner
    private let text: String
    private var definer: String?

    /// - Parameter dialect: The dialect that the object was created with. The servers print it in that dialect.
    package init(_ text: String, dialect: SQLDialect = SQLDialect()) {
        self.text = text
        scanner = SQLScanner(text, dialect: dialect)
    }

    package mutating func parse(_ kind: StoredObject.Kind) -> StoredObject? {
        guard scanner.accept(words: "CREATE") else { return nil }
        switch kind {
        case .view: return view().map { .view($0) }
        case .trigger: return trigger().map { .trigger($0) }
        case .procedure: return routine(.procedure).map { .routine($0) }
        case .function: return routine(.function).map { .routine($0) }
        case .event: return event().map { .event($0) }
        case .sequence: return sequence().map { .sequence($0) }
        }
    }

    // MARK: Parts

    /// Reads ``DEFINER=`app`@`%` `` as `app@%`. A role has no host.
    private mutating func readDefiner() {
        guard scanner.accept(words: "DEFINER"), scanner.accept("="), let user = scanner.identifier() else { return }
        definer = user
        if scanner.accept("@"), let host = scanner.identifier() { definer = "\(user)@\(host)" }
    }

    /// Reads a name without its database.
    private mutating func name() -> String? {
        guard var name = scanner.identifier() else { return nil }
        while scanner.accept(".") {
            guard let next = scanner.identifier() else { return nil }
            name = next
        }
        return name
    }

    private mutating func security() -> SQLSecurity? {
        guard scanner.accept(words: "SQL", "SECURITY") else { return nil }
        return scanner.word().flatMap(SQLSecurity.init)
    }

    /// The servers print the comment with escapes in every mode (MariaDB 10.11 and 11.8, MySQL 9.7).
    private mutating func comment() -> String? {
        scanner.accept(words: "COMMENT") ? scanner.stringLiteral(escapes: true) : nil
    }

    /// The remaining text, with leading comments. MySQL 9.7 keeps the semicolon after a body sent with others.
    private var rest: String {
        SQLNames.withoutTerminator(String(decoding: scanner.bytes[scanner.previousEnd...], as: UTF8.self))
    }

    // MARK: Views

    private mutating func view() -> View? {
        guard scanner.accept(words: "ALGORITHM"), scanner.accept("="),
            let algorithm = scanner.word().flatMap(View.Algorithm.init)
        else { return nil }
        readDefiner()
        guard let security = security(), scanner.accept(words: "VIEW"), let name = name() else { return nil }
        var view = View(name: name, query: "", algorithm: algorithm, security: security, definer: definer)
        if scanner.accept("(") {
            repeat {
                guard let column = scanner.identifier() else { return nil }
                view.columns.append(column)
            } while scanner.accept(",")
            guard scanner.accept(")") else { return nil }
        }
        guard scanner.accept(words: "AS") else { return nil }
        view.query = rest
        for option in [View.CheckOption.local, .cascaded] {
            let clause = " WITH \(option.rawValue.uppercased()) CHECK OPTION"
            if view.query.hasSuffix(clause) {
                view.query = String(view.query.dropLast(clause.count)).trimmed
                view.checkOption = option
            }
        }
        return view.query.isEmpty ? nil : view
    }

    // MARK: Triggers

    private mutating func trigger() -> Trigger? {
        readDefiner()
        let start = scanner.offset
        guard scanner.accept(words: "TRIGGER") else { return nil }
        _ = scanner.accept(words: "IF", "NOT", "EXISTS")
        guard let name = name(), let timing = scanner.word().flatMap(Trigger.Timing.init),
            let event = scanner.word().flatMap(Trigger.Event.init), scanner.accept(words: "ON"),
            let table = self.name(),
            scanner.accept(words: "FOR", "EACH", "ROW")
        else { return nil }
        let head = scanner.text(start..<scanner.previousEnd)
        let body = rest
        guard !body.isEmpty else { return nil }
        let gap = scanner.bytes[scanner.previousEnd...].prefix { $0.isSQLWhitespace }
        return Trigger(
            name: name,
            table: table,
            timing: timing,
            event: event,
            body: body,
            definer: definer,
            spelling: Trigger.Spelling(head: head, gap: String(decoding: gap, as: UTF8.self), table: table)
        )
    }

    // MARK: Routines

    private mutating func routine(_ kind: Routine.Kind) -> Routine? {
        readDefiner()
        let isAggregate = scanner.accept(words: "AGGREGATE")
        let isHere =
            kind == .procedure ? scanner.accept(words: "PROCEDURE") : scanner.accept(words: "FUNCTION")
        guard isHere, let name = name(), let parameters = scanner.parenthesized() else { return nil }
        var routine = Routine(
            kind: kind,
            name: name,
            parameters: parameters,
            isAggregate: isAggregate,
            body: "",
            definer: definer
        )
        if kind == .function {
            guard scanner.accept(words: "RETURNS") else { return nil }
            let start = scanner.offset
            // The type ends with its line. A type can contain a line break only in the quotes of an ENUM.
            repeat { scanner.advance() } while !scanner.isAtEnd && !isAtLineStart
            routine.returns = scanner.text(start..<scanner.previousEnd)
        }
        readCharacteristics(of: &routine)
        routine.body = rest
        return routine.body.isEmpty ? nil : routine
    }

    private var isAtLineStart: Bool {
        scanner.bytes[scanner.previousEnd..<scanner.offset].contains(UInt8(ascii: "\n"))
    }

    private mutating func readCharacteristics(of routine: inout Routine) {
        while true {
            if scanner.accept(words: "LANGUAGE", "SQL") { continue }
            if scanner.accept(words: "NOT", "DETERMINISTIC") {
                routine.isDeterministic = false
            } else if scanner.accept(words: "DETERMINISTIC") {
                routine.isDeterministic = true
            } else if scanner.accept(words: "CONTAINS", "SQL") {
                routine.dataAccess = .containsSQL
            } else if scanner.accept(words: "NO", "SQL") {
                routine.dataAccess = .noSQL
            } else if scanner.accept(words: "READS", "SQL", "DATA") {
                routine.dataAccess = .readsSQLData
            } else if scanner.accept(words: "MODIFIES", "SQL", "DATA") {
                routine.dataAccess = .modifiesSQLData
            } else if let security = security() {
                routine.security = security
            } else if let comment = comment() {
                routine.comment = comment
            } else {
                return
            }
        }
    }

    // MARK: Events

    private mutating func event() -> Event? {
        readDefiner()
        guard scanner.accept(words: "EVENT"), let name = name(), scanner.accept(words: "ON", "SCHEDULE"),
            let schedule = schedule()
        else { return nil }
        var event = Event(name: name, schedule: schedule, body: "", definer: definer)
        if scanner.accept(words: "ON", "COMPLETION") {
            event.isPreserved = !scanner.accept(words: "NOT")
            guard scanner.accept(words: "PRESERVE") else { return nil }
        }
        if scanner.accept(words: "DISABLE") {
            event.status = .disabled
            if scanner.accept(words: "ON") {
                guard scanner.accept(words: "SLAVE") || scanner.accept(words: "REPLICA") else { return nil }
                event.status = .disabledOnReplica
            }
        } else {
            _ = scanner.accept(words: "ENABLE")
        }
        event.comment = comment() ?? ""
        guard scanner.accept(words: "DO") else { return nil }
        event.body = rest
        return event.body.isEmpty ? nil : event
    }

    private mutating func schedule() -> Event.Schedule? {
        if scanner.accept(words: "AT") { return literal().map { .at($0) } }
        guard scanner.accept(words: "EVERY") else { return nil }
        let start = scanner.offset
        let words: [String] = ["starts", "ends", "on", "disable", "enable", "comment", "do"]
        while !scanner.isAtEnd, !words.contains(scanner.peekWord() ?? "") { scanner.advance() }
        let interval = scanner.text(start..<scanner.previousEnd)
        let starts = scanner.accept(words: "STARTS") ? literal() : nil
        let ends = scanner.accept(words: "ENDS") ? literal() : nil
        return .every(interval: interval, starts: starts, ends: ends)
    }

    private mutating func literal() -> String? {
        let start = scanner.offset
        guard scanner.stringLiteral() != nil else { return nil }
        return scanner.text(start..<scanner.previousEnd)
    }

    // MARK: Sequences

    private mutating func sequence() -> NumberSequence? {
        guard scanner.accept(words: "SEQUENCE"), let name = name() else { return nil }
        var sequence = NumberSequence(name: name)
        if scanner.accept(words: "AS") {
            let start = scanner.offset
            while !scanner.isAtEnd, scanner.peekWord() != "start" { scanner.advance() }
            sequence.type = scanner.text(start..<scanner.previousEnd)
        }
        guard scanner.accept(words: "START", "WITH"), let start = number(), scanner.accept(words: "MINVALUE"),
            let minimum = number(), scanner.accept(words: "MAXVALUE"), let maximum = number(),
            scanner.accept(words: "INCREMENT", "BY"), let increment = number()
        else { return nil }
        sequence.start = start
        sequence.minimum = minimum
        sequence.maximum = maximum
        sequence.increment = increment
        sequence.cache = "0"
        if scanner.accept(words: "CACHE") {
            sequence.cache = number()
        } else if !scanner.accept(words: "NOCACHE") {
            return nil
        }
        sequence.cycles = scanner.accept(words: "CYCLE")
        if !sequence.cycles, !scanner.accept(words: "NOCYCLE") { return nil }
        if scanner.accept(words: "ENGINE"), scanner.accept("=") { sequence.engine = scanner.identifier() }
        if scanner.accept(words: "COMMENT"), scanner.accept("=") { sequence.comment = scanner.stringLiteral() ?? "" }
        return scanner.isAtEnd ? sequence : nil
    }

    private mutating func number() -> String? {
        let sign = scanner.accept("-") ? "-" : ""
        return scanner.number().map { sign + $0 }
    }
}
