/// A database schema as a value: what models declare and what a server has, in one type.
package struct Schema: Hashable, Sendable {
    /// Defaults of the document or of the database; nil where nothing was said.
    package var defaults: TableOptions
    /// The character set and collation that the database itself is to have; nil where models leave that alone, and in
    /// an inspected schema.
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

/// What tables get that name no character set or collation of their own.
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
    /// The primary key's parts in key order; nil where there is none.
    package var primaryKey: PrimaryKey?
    /// Unique, plain, fulltext and spatial indexes; never the primary key.
    package var indexes: [Index]
    package var foreignKeys: [ForeignKey]
    /// Table-level checks. MariaDB's column-level ones stand in `Column.check`.
    package var checks: [Check]
    package var options: TableOptions
    package var comment: String
    package var partitioning: Partitioning?
    package var systemVersioning: SystemVersioning?
    package var period: Period?
    /// A hint of the models: the table had this name before. Empty after normalisation.
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

    /// Names of columns are the same whatever their case.
    package func column(named name: String) -> Column? {
        columnIndex(named: name).map { columns[$0] }
    }

    package func columnIndex(named name: String) -> Int? {
        // Mostly the case is the same too, which is seen sooner.
        if let exact = columns.indices.first(where: { columns[$0].name == name }) { return exact }
        let name = name.lowercased()
        return columns.indices.first { columns[$0].name.lowercased() == name }
    }
}

/// What stands behind the closing parenthesis of CREATE TABLE, but the comment. nil means that nothing was said.
package struct TableOptions: Hashable, Sendable {
    package var engine: String?
    package var charset: String?
    package var collation: String?
    /// `DYNAMIC`, `COMPRESSED`, …; nil for the server's default.
    package var rowFormat: String?
    /// Where AUTO_INCREMENT starts; never read from a server, whose counter moves on.
    package var autoIncrement: Int?
    /// Other create options in the order and the spelling of the server, such as (`KEY_BLOCK_SIZE`, `8`).
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

/// One `NAME=value` of CREATE TABLE; the value is SQL text.
package struct TableOption: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
