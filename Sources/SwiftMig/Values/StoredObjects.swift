/// Whose privileges a view or a routine works with.
public enum SQLSecurity: String, Hashable, Sendable, CaseIterable {
    /// Those of the one who made it.
    case definer
    /// Those of the one who uses it.
    case invoker
}

/// A view.
public struct View: Hashable, Sendable {
    /// How the server works a view into a query.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        /// As the server likes.
        case undefined
        /// The view's text becomes a part of the query.
        case merge
        /// The view's result is stored first.
        case temptable
    }

    /// Which rows may be written through a view.
    public enum CheckOption: String, Hashable, Sendable, CaseIterable {
        /// Any.
        case none
        /// Those that the view itself shows.
        case local
        /// Those that it and all views below it show.
        case cascaded
    }

    /// The view's name.
    public var name: String
    /// The SELECT.
    public var query: String
    /// Names for the columns; empty for the query's own.
    public var columns: [String]
    /// How the server works the view into a query.
    public var algorithm: Algorithm
    /// Whose privileges count.
    public var security: SQLSecurity
    /// Which rows may be written.
    public var checkOption: CheckOption
    /// The account that the view belongs to; counts where the configuration says `definer: keep`.
    public var definer: String?
    /// Where the view is declared.
    public var source: Source

    /// Creates a view of a query.
    public init(
        _ name: String,
        _ query: String,
        columns: [String] = [],
        algorithm: Algorithm = .undefined,
        security: SQLSecurity = .definer,
        checkOption: CheckOption = .none,
        definer: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.query = query
        self.columns = columns
        self.algorithm = algorithm
        self.security = security
        self.checkOption = checkOption
        self.definer = definer
        source = Source(file: file, line: line)
    }
}

/// A statement that runs for every row that an INSERT, UPDATE or DELETE touches.
public struct Trigger: Hashable, Sendable {
    /// When the trigger runs.
    public enum Timing: String, Hashable, Sendable, CaseIterable {
        /// Before the row changes.
        case before
        /// After the row has changed.
        case after
    }

    /// What the trigger runs for.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// A new row.
        case insert
        /// A changed row.
        case update
        /// A deleted row.
        case delete
    }

    /// The place among triggers of the same table, timing and event.
    public enum Order: Hashable, Sendable {
        /// Right behind the trigger of this name.
        case follows(String)
        /// Right before the trigger of this name.
        case precedes(String)
    }

    /// The trigger's name.
    public var name: String
    /// The table's name.
    public var table: String
    /// When the trigger runs.
    public var timing: Timing
    /// What the trigger runs for.
    public var event: Event
    /// The statement, or `BEGIN … END`.
    public var body: String
    /// The place among triggers of the same kind; nil for behind all that are declared before.
    public var order: Order?
    /// The account that the trigger belongs to; counts where the configuration says `definer: keep`.
    public var definer: String?
    /// Where the trigger is declared.
    public var source: Source

    /// Creates a trigger: `Trigger("users_email", .before, .insert, on: "users", "SET NEW.email = LOWER(NEW.email)")`.
    public init(
        _ name: String,
        _ timing: Timing,
        _ event: Event,
        on table: String,
        _ body: String,
        order: Order? = nil,
        definer: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.table = table
        self.timing = timing
        self.event = event
        self.body = body
        self.order = order
        self.definer = definer
        source = Source(file: file, line: line)
    }
}

/// A procedure or a function.
public struct Routine: Hashable, Sendable {
    /// The two kinds.
    public enum Kind: Hashable, Sendable {
        /// Called with `CALL`.
        case procedure
        /// A part of expressions.
        case function
    }

    /// What the routine says that it does with data.
    public enum DataAccess: String, Hashable, Sendable, CaseIterable {
        /// SQL that is neither of the others.
        case containsSQL = "contains sql"
        /// No SQL.
        case noSQL = "no sql"
        /// Reads only.
        case readsSQLData = "reads sql data"
        /// Writes.
        case modifiesSQLData = "modifies sql data"
    }

    /// Procedure or function.
    public var kind: Kind
    /// The routine's name.
    public var name: String
    /// What stands between the parentheses.
    public var parameters: String
    /// The type that a function returns, as SQL.
    public var returns: String?
    /// The statement, or `BEGIN … END`.
    public var body: String
    /// Whether the same arguments always give the same result.
    public var isDeterministic = false
    /// What the routine says that it does with data.
    public var dataAccess = DataAccess.containsSQL
    /// Whose privileges count.
    public var security = SQLSecurity.definer
    /// MariaDB's `AGGREGATE` function.
    public var isAggregate = false
    /// A text for people, kept by the server.
    public var comment: String?
    /// The account that the routine belongs to; counts where the configuration says `definer: keep`.
    public var definer: String?
    /// Where the routine is declared.
    public var source: Source

    /// A procedure: `.procedure("rename_team", "IN id bigint, IN name varchar(80)", "UPDATE …")`.
    public static func procedure(
        _ name: String,
        _ parameters: String = "",
        _ body: String,
        file: String = #filePath,
        line: Int = #line
    ) -> Routine {
        Routine(.procedure, name, parameters, returns: nil, body, Source(file: file, line: line))
    }

    /// A function: `.function("initials", "name varchar(80)", returns: "char(2)", "RETURN LEFT(name, 2)")`.
    public static func function(
        _ name: String,
        _ parameters: String = "",
        returns: String,
        _ body: String,
        isDeterministic: Bool = false,
        file: String = #filePath,
        line: Int = #line
    ) -> Routine {
        var routine = Routine(.function, name, parameters, returns: returns, body, Source(file: file, line: line))
        routine.isDeterministic = isDeterministic
        return routine
    }

    private init(_ kind: Kind, _ name: String, _ parameters: String, returns: String?, _ body: String, _ source: Source)
    {
        self.kind = kind
        self.name = name
        self.parameters = parameters
        self.returns = returns
        self.body = body
        self.source = source
    }
}

/// A statement that the server runs by the clock.
public struct Event: Hashable, Sendable {
    /// When the statement runs.
    public enum Schedule: Hashable, Sendable {
        /// Once: a date as text, `2030-01-01 03:00:00`.
        case at(String)
        /// Again and again, from one date and to another: `.every("1 day")`.
        case every(String, starts: String? = nil, ends: String? = nil)
    }

    /// Whether the event runs.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// It does.
        case enabled
        /// It does not.
        case disabled
        /// It does not on a replica.
        case disabledOnReplica = "disabled on replica"
    }

    /// The event's name.
    public var name: String
    /// When the statement runs.
    public var schedule: Schedule
    /// The statement, or `BEGIN … END`.
    public var body: String
    /// Whether the event stays when its time is over.
    public var isPreserved = false
    /// Whether the event runs.
    public var status = Status.enabled
    /// A text for people, kept by the server.
    public var comment: String?
    /// The account that the event belongs to; counts where the configuration says `definer: keep`.
    public var definer: String?
    /// Where the event is declared.
    public var source: Source

    /// Creates an event.
    public init(
        _ name: String,
        _ schedule: Schedule,
        _ body: String,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.schedule = schedule
        self.body = body
        source = Source(file: file, line: line)
    }
}

/// A source of numbers (MariaDB). What is nil is the server's choice.
public struct NumberSequence: Hashable, Sendable {
    /// The sequence's name.
    public var name: String
    /// The type of the numbers (MariaDB 11.5).
    public var type: ColumnType?
    /// The first number.
    public var start: Int?
    /// The distance between two numbers.
    public var increment: Int?
    /// The smallest number.
    public var minimum: Int?
    /// The greatest number.
    public var maximum: Int?
    /// How many numbers the server takes at once; 0 for none.
    public var cache: Int?
    /// Whether the sequence starts again at its end.
    public var cycles: Bool
    /// The storage engine.
    public var engine: String?
    /// A text for people, kept by the server.
    public var comment: String?
    /// Where the sequence is declared.
    public var source: Source

    /// Creates a sequence; what is left out is the server's choice.
    public init(
        _ name: String,
        type: ColumnType? = nil,
        start: Int? = nil,
        increment: Int? = nil,
        minimum: Int? = nil,
        maximum: Int? = nil,
        cache: Int? = nil,
        cycles: Bool = false,
        engine: String? = nil,
        comment: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.type = type
        self.start = start
        self.increment = increment
        self.minimum = minimum
        self.maximum = maximum
        self.cache = cache
        self.cycles = cycles
        self.engine = engine
        self.comment = comment
        source = Source(file: file, line: line)
    }
}
