/// The account whose privileges a view or routine uses.
public enum SQLSecurity: String, Hashable, Sendable, CaseIterable {
    /// The account that owns the object.
    case definer
    /// The account that uses the object.
    case invoker
}

/// A view.
public struct View: Hashable, Sendable {
    /// How the server combines a view with a query.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        /// The server's choice.
        case undefined
        /// The view's text becomes part of the query.
        case merge
        /// The view's result is stored first.
        case temptable
    }

    /// The rows that may be written through a view.
    public enum CheckOption: String, Hashable, Sendable, CaseIterable {
        /// Any rows.
        case none
        /// Rows that the view itself shows.
        case local
        /// Rows that the view and all underlying views show.
        case cascaded
    }

    /// The view's name.
    public var name: String
    /// The SELECT statement.
    public var query: String
    /// The names of the columns; empty for the query's own names.
    public var columns: [String]
    /// How the server combines the view with a query.
    public var algorithm: Algorithm
    /// The account whose privileges the view uses.
    public var security: SQLSecurity
    /// The rows that may be written through the view.
    public var checkOption: CheckOption
    /// The owner account. Used if the configuration has `definer: keep`.
    public var definer: String?
    /// The place of the declaration.
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

/// A statement that runs for every row that an INSERT, UPDATE or DELETE changes.
public struct Trigger: Hashable, Sendable {
    /// When the trigger runs.
    public enum Timing: String, Hashable, Sendable, CaseIterable {
        /// Before the row changes.
        case before
        /// After the row has changed.
        case after
    }

    /// The change that the trigger runs for.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// A new row.
        case insert
        /// A changed row.
        case update
        /// A deleted row.
        case delete
    }

    /// The position among triggers of the same table, timing and event.
    public enum Order: Hashable, Sendable {
        /// Directly after the trigger with this name.
        case follows(String)
        /// Directly before the trigger with this name.
        case precedes(String)
    }

    /// The trigger's name.
    public var name: String
    /// The table's name.
    public var table: String
    /// When the trigger runs.
    public var timing: Timing
    /// The change that the trigger runs for.
    public var event: Event
    /// The statement, or `BEGIN … END`.
    public var body: String
    /// The position among triggers of the same kind; nil for after those declared before.
    public var order: Order?
    /// The owner account. Used if the configuration has `definer: keep`.
    public var definer: String?
    /// The place of the declaration.
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

/// A procedure or function.
public struct Routine: Hashable, Sendable {
    /// The kinds of routine.
    public enum Kind: Hashable, Sendable {
        /// A routine to call with `CALL`.
        case procedure
        /// A routine to use in expressions.
        case function
    }

    /// How a routine declares that it accesses data.
    public enum DataAccess: String, Hashable, Sendable, CaseIterable {
        /// It contains SQL that neither reads nor writes data.
        case containsSQL = "contains sql"
        /// It contains no SQL.
        case noSQL = "no sql"
        /// It only reads data.
        case readsSQLData = "reads sql data"
        /// It writes data.
        case modifiesSQLData = "modifies sql data"
    }

    /// The kind of routine.
    public var kind: Kind
    /// The routine's name.
    public var name: String
    /// The text between the parentheses.
    public var parameters: String
    /// The type that a function returns, as SQL.
    public var returns: String?
    /// The statement, or `BEGIN … END`.
    public var body: String
    /// Whether the same arguments always give the same result.
    public var isDeterministic = false
    /// How the routine declares that it accesses data.
    public var dataAccess = DataAccess.containsSQL
    /// The account whose privileges the routine uses.
    public var security = SQLSecurity.definer
    /// Whether it is an aggregate function (MariaDB).
    public var isAggregate = false
    /// A comment, stored by the server.
    public var comment: String?
    /// The owner account. Used if the configuration has `definer: keep`.
    public var definer: String?
    /// The place of the declaration.
    public var source: Source

    /// Creates a procedure: `.procedure("rename_team", "IN id bigint, IN name varchar(80)", "UPDATE …")`.
    public static func procedure(
        _ name: String,
        _ parameters: String = "",
        _ body: String,
        file: String = #filePath,
        line: Int = #line
    ) -> Routine {
        Routine(.procedure, name, parameters, returns: nil, body, Source(file: file, line: line))
    }

    /// Creates a function: `.function("initials", "name varchar(80)", returns: "char(2)", "RETURN LEFT(name, 2)")`.
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

/// A statement that the server runs on a schedule.
public struct Event: Hashable, Sendable {
    /// When the statement runs.
    public enum Schedule: Hashable, Sendable {
        /// Once, at a time given as text: `2030-01-01 03:00:00`.
        case at(String)
        /// Repeatedly, optionally from one time until another: `.every("1 day")`.
        case every(String, starts: String? = nil, ends: String? = nil)
    }

    /// Whether the event runs.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// It runs.
        case enabled
        /// It does not run.
        case disabled
        /// It does not run on a replica.
        case disabledOnReplica = "disabled on replica"
    }

    /// The event's name.
    public var name: String
    /// When the statement runs.
    public var schedule: Schedule
    /// The statement, or `BEGIN … END`.
    public var body: String
    /// Whether the event is kept after its last execution.
    public var isPreserved = false
    /// Whether the event runs.
    public var status = Status.enabled
    /// A comment, stored by the server.
    public var comment: String?
    /// The owner account. Used if the configuration has `definer: keep`.
    public var definer: String?
    /// The place of the declaration.
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

/// A source of numbers (MariaDB). For a property that is nil, the server chooses.
public struct NumberSequence: Hashable, Sendable {
    /// The sequence's name.
    public var name: String
    /// The type of the numbers (MariaDB 11.5).
    public var type: ColumnType?
    /// The first number.
    public var start: Int?
    /// The difference between two numbers.
    public var increment: Int?
    /// The smallest number.
    public var minimum: Int?
    /// The greatest number.
    public var maximum: Int?
    /// How many numbers the server reserves at once; 0 for none.
    public var cache: Int?
    /// Whether the sequence starts again after its end.
    public var cycles: Bool
    /// The storage engine.
    public var engine: String?
    /// A comment, stored by the server.
    public var comment: String?
    /// The place of the declaration.
    public var source: Source

    /// Creates a sequence. The server chooses what is left out.
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
