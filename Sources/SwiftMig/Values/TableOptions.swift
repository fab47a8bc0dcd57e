/// The storage options of a table. For an option that is nil, the server chooses, and its choice never counts as a
/// difference.
public struct TableOptions: Hashable, Sendable {
    /// The storage engine, such as `InnoDB`.
    public var engine: String?
    /// The character set of columns that name none.
    public var charset: String?
    /// The collation of columns that name none.
    public var collation: String?
    /// `dynamic`, `compressed`, `compact` or `redundant`.
    public var rowFormat: String?
    /// The first number for new rows. Raises a lower counter.
    public var autoIncrement: Int?
    /// Other options of CREATE TABLE by name, such as `["key_block_size": "8"]`.
    public var others: OptionList

    /// Creates options. The server chooses what is left out.
    public init(
        engine: String? = nil,
        charset: String? = nil,
        collation: String? = nil,
        rowFormat: String? = nil,
        autoIncrement: Int? = nil,
        others: OptionList = [:]
    ) {
        self.engine = engine
        self.charset = charset
        self.collation = collation
        self.rowFormat = rowFormat
        self.autoIncrement = autoIncrement
        self.others = others
    }
}

/// The history of a table's rows, kept by the server (MariaDB).
public struct SystemVersioning: Hashable, Sendable {
    /// The two `timestamp(6)` columns for the time in which a row was valid; nil if the server keeps them hidden.
    public var columns: (start: String, end: String)? {
        get { start.flatMap { start in end.map { (start, $0) } } }
        set { (start, end) = (newValue?.start, newValue?.end) }
    }
    private var start: String?
    private var end: String?

    /// Creates versioning without visible columns.
    public init() {}

    /// Creates versioning with two columns.
    public init(start: String, end: String) {
        self.start = start
        self.end = end
    }
}

/// An application-time period (MariaDB): two columns that tell from when until when a row is valid.
public struct Period: Hashable, Sendable {
    /// The period's name.
    public var name: String
    /// The column with the start.
    public var start: String
    /// The column with the end.
    public var end: String

    /// Creates a period of two columns.
    public init(_ name: String, from start: String, to end: String) {
        self.name = name
        self.start = start
        self.end = end
    }
}

/// Options by name, in a fixed order: `["distance": "cosine", "m": "8"]`.
public struct OptionList: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A single option.
    public struct Option: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value as the server's SQL spells it. Text has no quotes.
        public var value: String
    }

    /// The options.
    public var options: [Option]

    /// Creates a list of options.
    public init(dictionaryLiteral options: (String, String)...) {
        self.options = options.map { Option(name: $0.0, value: $0.1) }
    }
}
