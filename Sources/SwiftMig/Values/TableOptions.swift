/// How a table is stored. What is nil is the server's choice, and no difference whatever the server chose.
public struct TableOptions: Hashable, Sendable {
    /// The storage engine, such as `InnoDB`.
    public var engine: String?
    /// The character set of columns that name none.
    public var charset: String?
    /// The collation of columns that name none.
    public var collation: String?
    /// `dynamic`, `compressed`, `compact` or `redundant`.
    public var rowFormat: String?
    /// Where the numbers of new rows start; raises a counter that is lower.
    public var autoIncrement: Int?
    /// Any other option of CREATE TABLE by its name, such as `["key_block_size": "8"]`.
    public var others: OptionList

    /// Creates options; what is left out is the server's choice.
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
    /// The two `timestamp(6)` columns that hold when a row was valid; nil where the server keeps them out of sight.
    public var columns: (start: String, end: String)? {
        get { start.flatMap { start in end.map { (start, $0) } } }
        set { (start, end) = (newValue?.start, newValue?.end) }
    }
    private var start: String?
    private var end: String?

    /// Versioning without visible columns.
    public init() {}

    /// Versioning with its two columns.
    public init(start: String, end: String) {
        self.start = start
        self.end = end
    }
}

/// An application-time period: two columns that say from when until when a row is true (MariaDB).
public struct Period: Hashable, Sendable {
    /// The period's name.
    public var name: String
    /// The column with the beginning.
    public var start: String
    /// The column with the end.
    public var end: String

    /// Creates a period over two columns.
    public init(_ name: String, from start: String, to end: String) {
        self.name = name
        self.start = start
        self.end = end
    }
}

/// Options by their names, in an order that is kept: `["distance": "cosine", "m": "8"]`.
public struct OptionList: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One option.
    public struct Option: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value as the server's SQL spells it, without quotes around text.
        public var value: String
    }

    /// The options.
    public var options: [Option]

    /// Creates a list of options.
    public init(dictionaryLiteral options: (String, String)...) {
        self.options = options.map { Option(name: $0.0, value: $0.1) }
    }
}
