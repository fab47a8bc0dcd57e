/// A database schema as a value: what models declare and what a server has, in one type.
public struct Schema: Hashable, Sendable {
    /// Defaults of the document or of the database; nil where nothing was said.
    public var defaults: TableOptions
    /// In declaration order.
    public var tables: [Table]

    public init(defaults: TableOptions = TableOptions(), tables: [Table] = []) {
        self.defaults = defaults
        self.tables = tables
    }

    public func table(named name: String) -> Table? {
        tables.first { $0.name == name }
    }
}

/// A base table.
public struct Table: Hashable, Sendable {
    public var name: String
    /// In column order.
    public var columns: [Column]
    /// The primary key's parts in key order; nil where there is none.
    public var primaryKey: PrimaryKey?
    /// Unique, plain, fulltext and spatial indexes; never the primary key.
    public var indexes: [Index]
    public var foreignKeys: [ForeignKey]
    /// Table-level checks. MariaDB's column-level ones stand in `Column.check`.
    public var checks: [Check]
    public var options: TableOptions
    public var comment: String
    /// The text after PARTITION BY, as the server prints it or as it was declared.
    public var partitionBy: String?
    /// A hint of the models: the table had this name before. Empty after normalisation.
    public var renamedFrom: String?
    public var origin: Origin

    public init(
        name: String,
        columns: [Column] = [],
        primaryKey: PrimaryKey? = nil,
        indexes: [Index] = [],
        foreignKeys: [ForeignKey] = [],
        checks: [Check] = [],
        options: TableOptions = TableOptions(),
        comment: String = "",
        partitionBy: String? = nil,
        renamedFrom: String? = nil,
        origin: Origin = Origin()
    ) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        self.indexes = indexes
        self.foreignKeys = foreignKeys
        self.checks = checks
        self.options = options
        self.comment = comment
        self.partitionBy = partitionBy
        self.renamedFrom = renamedFrom
        self.origin = origin
    }

    public func column(named name: String) -> Column? {
        columns.first { $0.name.lowercased() == name.lowercased() }
    }
}

/// What stands behind the closing parenthesis of CREATE TABLE, but the comment. nil means that nothing was said.
public struct TableOptions: Hashable, Sendable {
    public var engine: String?
    public var charset: String?
    public var collation: String?
    /// `DYNAMIC`, `COMPRESSED`, …; nil for the server's default.
    public var rowFormat: String?
    /// Other create options in the order and the spelling of the server, such as (`KEY_BLOCK_SIZE`, `8`).
    public var others: [TableOption]

    public init(
        engine: String? = nil,
        charset: String? = nil,
        collation: String? = nil,
        rowFormat: String? = nil,
        others: [TableOption] = []
    ) {
        self.engine = engine
        self.charset = charset
        self.collation = collation
        self.rowFormat = rowFormat
        self.others = others
    }
}

/// One `NAME=value` of CREATE TABLE; the value is SQL text.
public struct TableOption: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
