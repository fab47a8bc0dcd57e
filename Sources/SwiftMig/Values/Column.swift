/// A column of a table.
///
/// ```swift
/// Column("email", .varchar(254)).unique().comment("Where receipts go")
/// ```
///
/// A column does not hold NULL unless it is ``nullable(_:)``.
public struct Column: Hashable, Sendable {
    /// The column's name in the database.
    public var name: String
    /// The column's type.
    public var type: ColumnType
    /// Whether the column may hold NULL.
    public var isNullable = false
    /// The value for an INSERT that does not name the column. If it is `nil`, there is no default, and a nullable
    /// column gets NULL.
    public var defaultValue: DefaultValue?
    /// The value that an UPDATE sets if it does not name the column.
    public var updateValue: UpdateValue?
    /// Whether the server numbers the rows.
    public var isAutoIncrement = false
    /// How the server computes the column; nil for an ordinary column.
    public var generated: Generated?
    /// The character set, if it differs from the table's.
    public var charset: String?
    /// The collation, if it differs from the table's.
    public var collation: String?
    /// A comment, stored by the server.
    public var comment: String?
    /// Whether `SELECT *` leaves the column out.
    public var isInvisible = false
    /// A check of the column itself (MariaDB), as SQL.
    public var check: String?
    /// The spatial reference system of a spatial column.
    public var srid: UInt32?
    /// MariaDB's `COMPRESSED`.
    public var isCompressed = false
    /// Whether changes of the column are kept in the history of a system-versioned table (MariaDB).
    public var isVersioned = true
    /// MySQL's `COLUMN_FORMAT`: `fixed` or `dynamic`.
    public var format: String?
    /// MySQL's `STORAGE`: `disk` or `memory`.
    public var storage: String?
    /// The column's previous name, if it is renamed: its values are kept. Like SwiftData's `originalName`. Needed for
    /// only one migration, and harmless afterwards.
    public var renamedFrom: String?
    /// Whether the column is part of the primary key. Several parts follow the order of the columns.
    public var isPrimaryKey = false
    /// Whether the column has a unique index.
    public var isUnique = false
    /// Whether the column has a plain index.
    public var isIndexed = false
    /// The reference of the column's foreign key, if it has one.
    public var reference: Reference?
    /// The place of the declaration.
    public var source: Source

    /// Creates a column that does not hold NULL and has no default.
    public init(_ name: String, _ type: ColumnType, file: String = #filePath, line: Int = #line) {
        self.name = name
        self.type = type
        source = Source(file: file, line: line)
    }

    /// Creates a column for values of a Swift type, which determines whether it may hold NULL.
    public init<Value>(
        _ name: String,
        _ type: ColumnType,
        holding _: Value.Type,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.init(name, type, file: file, line: line)
        isNullable = Nullability.isNullable(Value.self)
    }

    /// Creates a column for values of a Swift type, which determines the column's type.
    public init<Value: ColumnConvertible>(
        _ name: String,
        holding _: Value.Type,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.init(name, Value.columnType, file: file, line: line)
        isNullable = Value.isNullable
    }
}

/// The target of a column's foreign key.
public struct Reference: Hashable, Sendable {
    /// The referenced table. A table of another database is prefixed with it: `shop.teams`.
    public var table: TableName
    /// The referenced column, or nil for the primary key of a table in the same metadata.
    public var column: String?
    /// What happens to the referring rows if the referenced row is deleted.
    public var onDelete: ForeignKeyRule?
    /// What happens to the referring rows if the referenced key changes.
    public var onUpdate: ForeignKeyRule?

    /// Creates a reference.
    public init(
        _ table: TableName,
        _ column: String? = nil,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil
    ) {
        self.table = table
        self.column = column
        self.onDelete = onDelete
        self.onUpdate = onUpdate
    }
}

extension Column {
    /// Returns the column with or without NULL allowed.
    public func nullable(_ isNullable: Bool = true) -> Column { with { $0.isNullable = isNullable } }

    /// Returns the column as the primary key, or as part of it.
    public func primaryKey(_ isPrimaryKey: Bool = true) -> Column { with { $0.isPrimaryKey = isPrimaryKey } }

    /// Returns the column, numbered by the server.
    public func autoIncrement(_ isAutoIncrement: Bool = true) -> Column {
        with { $0.isAutoIncrement = isAutoIncrement }
    }

    /// Returns the column with a unique index, which is named by the metadata's ``NamingConvention``.
    public func unique(_ isUnique: Bool = true) -> Column { with { $0.isUnique = isUnique } }

    /// Returns the column with a plain index, which is named by the metadata's ``NamingConvention``.
    public func indexed(_ isIndexed: Bool = true) -> Column { with { $0.isIndexed = isIndexed } }

    /// Returns the column with a default.
    public func defaulting(to value: DefaultValue) -> Column { with { $0.defaultValue = value } }

    /// Returns the column with a case of a Swift enumeration as its default.
    public func defaulting<Value: RawRepresentable>(to value: Value) -> Column where Value.RawValue == String {
        with { $0.defaultValue = .value(value) }
    }

    /// Returns the column with a value that every UPDATE of the row sets.
    public func updating(to value: UpdateValue) -> Column { with { $0.updateValue = value } }

    /// Returns the column, computed by the server.
    public func generated(_ generated: Generated) -> Column { with { $0.generated = generated } }

    /// Returns the column with a character set that differs from its table's.
    public func charset(_ charset: String) -> Column { with { $0.charset = charset } }

    /// Returns the column with a collation that differs from its table's.
    public func collation(_ collation: String) -> Column { with { $0.collation = collation } }

    /// Returns the column with a comment.
    public func comment(_ comment: String) -> Column { with { $0.comment = comment } }

    /// Returns the column, left out of `SELECT *`.
    public func invisible(_ isInvisible: Bool = true) -> Column { with { $0.isInvisible = isInvisible } }

    /// Returns the column with a check (MariaDB). The expression is SQL. For both servers, see ``Check``.
    public func check(_ expression: String) -> Column { with { $0.check = expression } }

    /// Returns the spatial column with a spatial reference system.
    public func srid(_ srid: UInt32) -> Column { with { $0.srid = srid } }

    /// Returns the column, compressed (MariaDB).
    public func compressed(_ isCompressed: Bool = true) -> Column { with { $0.isCompressed = isCompressed } }

    /// Returns the column without history in a system-versioned table (MariaDB).
    public func unversioned() -> Column { versioned(false) }

    /// Returns the column with or without history in a system-versioned table (MariaDB).
    public func versioned(_ isVersioned: Bool) -> Column { with { $0.isVersioned = isVersioned } }

    /// Returns the column with MySQL's `COLUMN_FORMAT` and `STORAGE`.
    public func stored(format: String? = nil, on storage: String? = nil) -> Column {
        with {
            $0.format = format
            $0.storage = storage
        }
    }

    /// Returns the column with its previous name, so that its values are kept. Like SwiftData's `originalName`. Needed
    /// for only one migration, and harmless afterwards.
    public func renamed(from name: String) -> Column { with { $0.renamedFrom = name } }

    /// Returns the column as a foreign key.
    ///
    /// - Parameters:
    ///   - table: The referenced table; `shop.teams` for a table of another database.
    ///   - column: The referenced column, or nil for the primary key of a table in the same metadata.
    ///   - onDelete: What happens to the referring rows if the referenced row is deleted.
    ///   - onUpdate: What happens to the referring rows if the referenced key changes.
    public func references(
        _ table: TableName,
        _ column: String? = nil,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil
    ) -> Column {
        references(Reference(table, column, onDelete: onDelete, onUpdate: onUpdate))
    }

    /// Returns the column as a foreign key.
    public func references(_ reference: Reference) -> Column { with { $0.reference = reference } }

    private func with(_ change: (inout Column) -> Void) -> Column {
        var column = self
        change(&column)
        return column
    }
}
