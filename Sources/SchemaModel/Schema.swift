/// A database schema as a value. The same type describes what models declare and what a server has.
package struct Schema: Hashable, Sendable {
    /// The defaults of the document or the database; nil where not given.
    package var defaults: TableOptions
    /// The character set and collation that the models want for the database; nil if the models do not manage them, and
    /// in an inspected schema.
    package var database: DatabaseDefaults?
    /// In declaration order.
    package var tables: [Table]
    /// Views, triggers, procedures, functions, events and sequences, in declaration order.
    package var objects: [StoredObject]

    package init(defaults: TableOptions = TableOptions(), tables: [Table] = [], objects: [StoredObject] = []) {
        self.defaults = defaults
        self.tables = tables
        self.objects = objects
    }

    package func table(named name: String) -> Table? {
        tables.first { $0.name == name }
    }
}

/// The defaults for tables that do not name a character set or collation.
package struct DatabaseDefaults: Hashable, Sendable {
    package var charset: String?
    package var collation: String?

    package init(charset: String? = nil, collation: String? = nil) {
        self.charset = charset
        self.collation = collation
    }
}

/// A base table.
package struct Table: Hashable, Sendable {
    package var name: String
    /// In column order.
    package var columns: [Column]
    /// nil if the table has none.
    package var primaryKey: PrimaryKey?
    /// Unique, plain, fulltext and spatial indexes; never the primary key.
    package var indexes: [Index]
    package var foreignKeys: [ForeignKey]
    /// Table-level checks. For MariaDB's column-level ones, see `Column.check`.
    package var checks: [Check]
    package var options: TableOptions
    package var comment: String
    package var partitioning: Partitioning?
    package var systemVersioning: SystemVersioning?
    package var period: Period?
    /// The models' rename hint: the table's previous name. nil after normalisation.
    package var renamedFrom: String?
    package var origin: Origin

    package init(
        name: String,
        columns: [Column] = [],
        primaryKey: PrimaryKey? = nil,
        indexes: [Index] = [],
        foreignKeys: [ForeignKey] = [],
        checks: [Check] = [],
        options: TableOptions = TableOptions(),
        comment: String = "",
        partitioning: Partitioning? = nil,
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
        self.partitioning = partitioning
        self.renamedFrom = renamedFrom
        self.origin = origin
    }

    /// Returns the column with this name. Column names are case insensitive.
    package func column(named name: String) -> Column? {
        columnIndex(named: name).map { columns[$0] }
    }

    package func columnIndex(named name: String) -> Int? {
        // The case usually matches too, and that comparison is cheaper.
        if let exact = columns.indices.first(where: { columns[$0].name == name }) { return exact }
        let name = name.lowercased()
        return columns.indices.first { columns[$0].name.lowercased() == name }
    }
}

/// The table options of CREATE TABLE, except the comment. nil means that the option is not given.
package struct TableOptions: Hashable, Sendable {
    package var engine: String?
    package var charset: String?
    package var collation: String?
    /// `DYNAMIC`, `COMPRESSED`, …; nil for the server's default.
    package var rowFormat: String?
    /// The initial AUTO_INCREMENT. It is never read from a server, where the counter moves on.
    package var autoIncrement: Int?
    /// Other create options in the server's order and spelling, such as (`KEY_BLOCK_SIZE`, `8`).
    package var others: [TableOption]

    package init(
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

/// One `NAME=value` option of CREATE TABLE; the value is SQL text.
package struct TableOption: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
