/// A schema object other than a table.
package enum StoredObject: Hashable, Sendable {
    case view(View)
    case trigger(Trigger)
    case routine(Routine)
    case event(Event)
    case sequence(NumberSequence)

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case view, trigger, procedure, function, event, sequence

        /// The schema document's key for objects of this kind.
        package var plural: String { rawValue + "s" }
    }

    /// What identifies an object. The kind is part of it, because a function may have the name of a view.
    package struct ID: Hashable, Sendable, CustomStringConvertible {
        package var kind: Kind
        package var name: String

        package init(_ kind: Kind, _ name: String) {
            self.kind = kind
            self.name = name
        }

        /// The object's name for users: `view active_users`.
        package var description: String { "\(kind.rawValue) \(name)" }

        /// The same key for two names that the server treats as equal. Routine and event names are case insensitive.
        package var key: ID {
            switch kind {
            case .procedure, .function, .event: ID(kind, name.lowercased())
            case .view, .trigger, .sequence: self
            }
        }
    }

    package var id: ID {
        switch self {
        case .view(let view): ID(.view, view.name)
        case .trigger(let trigger): ID(.trigger, trigger.name)
        case .routine(let routine): ID(routine.kind == .procedure ? .procedure : .function, routine.name)
        case .event(let event): ID(.event, event.name)
        case .sequence(let sequence): ID(.sequence, sequence.name)
        }
    }

    package var name: String { id.name }
    package var kind: Kind { id.kind }

    package var origin: Origin {
        switch self {
        case .view(let view): view.origin
        case .trigger(let trigger): trigger.origin
        case .routine(let routine): routine.origin
        case .event(let event): event.origin
        case .sequence(let sequence): sequence.origin
        }
    }

    /// The account that owns the object, such as `'app'@'localhost'`; nil if none is given, and for sequences.
    package var definer: String? {
        get {
            switch self {
            case .view(let view): view.definer
            case .trigger(let trigger): trigger.definer
            case .routine(let routine): routine.definer
            case .event(let event): event.definer
            case .sequence: nil
            }
        }
        set {
            switch self {
            case .view(var view):
                view.definer = newValue
                self = .view(view)
            case .trigger(var trigger):
                trigger.definer = newValue
                self = .trigger(trigger)
            case .routine(var routine):
                routine.definer = newValue
                self = .routine(routine)
            case .event(var event):
                event.definer = newValue
                self = .event(event)
            case .sequence: break
            }
        }
    }

    /// The object's SQL text, which may name other objects; empty for sequences.
    package var body: String {
        switch self {
        case .view(let view): view.query
        case .trigger(let trigger): trigger.body
        case .routine(let routine): routine.body
        case .event(let event): event.body
        case .sequence: ""
        }
    }
}

/// Whose privileges a view or routine runs with.
package enum SQLSecurity: String, Hashable, Sendable, CaseIterable {
    case definer, invoker
}

package struct View: Hashable, Sendable {
    package enum Algorithm: String, Hashable, Sendable, CaseIterable {
        case undefined, merge, temptable
    }

    package enum CheckOption: String, Hashable, Sendable, CaseIterable {
        case none, local, cascaded
    }

    package var name: String
    /// The column names between the view's name and AS; empty if the query provides them. MariaDB folds them into the
    /// query, MySQL keeps them.
    package var columns: [String]
    /// The text after AS, as declared or as the server prints it in the view's own database.
    package var query: String
    package var algorithm: Algorithm
    package var security: SQLSecurity
    package var checkOption: CheckOption
    package var definer: String?
    package var origin: Origin

    package init(
        name: String,
        columns: [String] = [],
        query: String,
        algorithm: Algorithm = .undefined,
        security: SQLSecurity = .definer,
        checkOption: CheckOption = .none,
        definer: String? = nil,
        origin: Origin = Origin()
    ) {
        self.name = name
        self.columns = columns
        self.query = query
        self.algorithm = algorithm
        self.security = security
        self.checkOption = checkOption
        self.definer = definer
        self.origin = origin
    }
}

package struct Trigger: Hashable, Sendable {
    package enum Timing: String, Hashable, Sendable, CaseIterable {
        case before, after
    }

    package enum Event: String, Hashable, Sendable, CaseIterable {
        case insert, update, delete
    }

    /// A trigger's position among those with the same table, timing and event.
    package enum Order: Hashable, Sendable {
        case follows(String)
        case precedes(String)
    }

    package var name: String
    package var table: String
    package var timing: Timing
    package var event: Event
    /// The text after FOR EACH ROW.
    package var body: String
    /// After normalisation, the first trigger of a group has none, and each later one follows the trigger before it.
    package var order: Order?
    package var definer: String?
    package var spelling: Spelling
    package var origin: Origin

    /// How the server prints the text before the body: MariaDB keeps it as typed. Ignored by `==`.
    package struct Spelling: Hashable, Sendable {
        /// The text from TRIGGER to ROW.
        package var head: String
        /// The white space between ROW and the body.
        package var gap: String
        /// The table that `head` names.
        package var table: String

        package init(head: String = "", gap: String = "", table: String = "") {
            self.head = head
            self.gap = gap
            self.table = table
        }

        package static func == (_: Spelling, _: Spelling) -> Bool { true }

        package func hash(into _: inout Hasher) {}
    }

    package init(
        name: String,
        table: String,
        timing: Timing,
        event: Event,
        body: String,
        order: Order? = nil,
        definer: String? = nil,
        spelling: Spelling = Spelling(),
        origin: Origin = Origin()
    ) {
        self.name = name
        self.table = table
        self.timing = timing
        self.event = event
        self.body = body
        self.order = order
        self.definer = definer
        self.spelling = spelling
        self.origin = origin
    }
}

/// A procedure or a function.
package struct Routine: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case procedure, function
    }

    package enum DataAccess: String, Hashable, Sendable, CaseIterable {
        case containsSQL = "contains sql"
        case noSQL = "no sql"
        case readsSQLData = "reads sql data"
        case modifiesSQLData = "modifies sql data"
    }

    package var kind: Kind
    package var name: String
    /// The text between the parentheses, which the servers keep as written.
    package var parameters: String
    /// The type after RETURNS; nil for procedures.
    package var returns: String?
    package var isDeterministic: Bool
    package var dataAccess: DataAccess
    package var security: SQLSecurity
    package var comment: String
    /// Whether this is one of MariaDB's AGGREGATE functions.
    package var isAggregate: Bool
    package var body: String
    package var definer: String?
    package var origin: Origin

    package init(
        kind: Kind,
        name: String,
        parameters: String = "",
        returns: String? = nil,
        isDeterministic: Bool = false,
        dataAccess: DataAccess = .containsSQL,
        security: SQLSecurity = .definer,
        comment: String = "",
        isAggregate: Bool = false,
        body: String,
        definer: String? = nil,
        origin: Origin = Origin()
    ) {
        self.kind = kind
        self.name = name
        self.parameters = parameters
        self.returns = returns
        self.isDeterministic = isDeterministic
        self.dataAccess = dataAccess
        self.security = security
        self.comment = comment
        self.isAggregate = isAggregate
        self.body = body
        self.definer = definer
        self.origin = origin
    }
}

package struct Event: Hashable, Sendable {
    package enum Schedule: Hashable, Sendable {
        /// The time as SQL text.
        case at(String)
        /// `interval` is text such as `1 HOUR`; the times are SQL text. `starts` defaults to the creation time.
        case every(interval: String, starts: String?, ends: String?)
    }

    package enum Status: String, Hashable, Sendable, CaseIterable {
        case enabled, disabled
        /// DISABLE ON SLAVE: the event runs only on the server that created it.
        case disabledOnReplica = "disabled on replica"
    }

    package var name: String
    package var schedule: Schedule
    package var isPreserved: Bool
    package var status: Status
    package var comment: String
    /// The text after DO.
    package var body: String
    package var definer: String?
    package var origin: Origin

    package init(
        name: String,
        schedule: Schedule,
        isPreserved: Bool = false,
        status: Status = .enabled,
        comment: String = "",
        body: String,
        definer: String? = nil,
        origin: Origin = Origin()
    ) {
        self.name = name
        self.schedule = schedule
        self.isPreserved = isPreserved
        self.status = status
        self.comment = comment
        self.body = body
        self.definer = definer
        self.origin = origin
    }
}

/// A MariaDB sequence. Its current value is data and not part of the schema. Numbers are text, because `bigint
/// unsigned` holds values beyond `Int`; nil means the server's choice.
package struct NumberSequence: Hashable, Sendable {
    package var name: String
    /// The integer type (MariaDB 11.5 and later), such as `int unsigned`; nil means `bigint`.
    package var type: String?
    package var start: String?
    package var minimum: String?
    package var maximum: String?
    package var increment: String?
    /// 0 means NOCACHE.
    package var cache: String?
    package var cycles: Bool
    package var engine: String?
    package var comment: String
    package var next: NextValue
    package var origin: Origin

    /// The next value of the sequence, if known. It is data, so `==` ignores it.
    package struct NextValue: Hashable, Sendable {
        package var value: String?

        package init(_ value: String? = nil) {
            self.value = value
        }

        package static func == (_: NextValue, _: NextValue) -> Bool { true }

        package func hash(into _: inout Hasher) {}
    }

    package init(
        name: String,
        type: String? = nil,
        start: String? = nil,
        minimum: String? = nil,
        maximum: String? = nil,
        increment: String? = nil,
        cache: String? = nil,
        cycles: Bool = false,
        engine: String? = nil,
        comment: String = "",
        next: NextValue = NextValue(),
        origin: Origin = Origin()
    ) {
        self.name = name
        self.type = type
        self.start = start
        self.minimum = minimum
        self.maximum = maximum
        self.increment = increment
        self.cache = cache
        self.cycles = cycles
        self.engine = engine
        self.comment = comment
        self.next = next
        self.origin = origin
    }
}
