/// A column of a table.
///
/// ```swift
/// Column("email", .varchar(254)).unique().comment("Where receipts go")
/// ```
///
/// A column holds no NULL unless it is ``nullable(_:)``.
public struct Column: Hashable, Sendable {
    /// The column's name in the database.
    public var name: String
    /// The type.
    public var type: ColumnType
    /// Whether the column may hold NULL.
    public var isNullable = false
    /// What an INSERT that does not name the column puts in. `nil` for none; a nullable column then gets NULL.
    public var defaultValue: DefaultValue?
    /// What an UPDATE that does not name the column puts in.
    public var updateValue: UpdateValue?
    /// Whether the server numbers the rows.
    public var isAutoIncrement = false
    /// How the server computes the column, if it does.
    public var generated: Generated?
    /// The character set, where it is not the table's.
    public var charset: String?
    /// The collation, where it is not the table's.
    public var collation: String?
    /// A text for people, kept by the server.
    public var comment: String?
    /// Whether `SELECT *` leaves the column out.
    public var isInvisible = false
    /// A check that belongs to the column alone (MariaDB), as SQL.
    public var check: String?
    /// The spatial reference system of a spatial column.
    public var srid: UInt32?
    /// MariaDB's `COMPRESSED`.
    public var isCompressed = false
    /// Whether a change of the column makes history in a system-versioned table (MariaDB).
    public var isVersioned = true
    /// MySQL's `COLUMN_FORMAT`: `fixed` or `dynamic`.
    public var format: String?
    /// MySQL's `STORAGE`: `disk` or `memory`.
    public var storage: String?
    /// The name that the column had before, so that its values are kept: SwiftData's `originalName`. A hint for one
    /// migration, harmless afterwards.
    public var renamedFrom: String?
    /// Whether the column is the primary key, or a part of it; parts stand in the order of the columns.
    public var isPrimaryKey = false
    /// Whether a unique index covers this column alone.
    public var isUnique = false
    /// Whether a plain index covers this column alone.
    public var isIndexed = false
    /// What the column refers to, if it is a foreign key of its own.
    public var reference: Reference?
    /// Where the column is declared.
    public var source: Source

    /// Creates a column that holds no NULL and has no default.
    public init(_ name: String, _ type: ColumnType, file: String = #filePath, line: Int = #line) {
        self.name = name
        self.type = type
        source = Source(file: file, line: line)
    }

    /// Creates a column for values of a Swift type, which says whether it may hold NULL.
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

    /// Creates a column for values of a Swift type that says by itself which column holds it.
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

/// What a column's foreign key refers to.
public struct Reference: Hashable, Sendable {
    /// The referenced table, with its database in front (`shop.teams`) where that is another one.
    public var table: TableName
    /// The referenced column; nil for the primary key of a table of the same metadata.
    public var column: String?
    /// What happens to rows that refer to a row that is deleted.
    public var onDelete: ForeignKeyRule?
    /// What happens to rows that refer to a row whose key changes.
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
    /// The column, allowed to hold NULL.
    public func nullable(_ isNullable: Bool = true) -> Column { with { $0.isNullable = isNullable } }

    /// The column as the primary key, or as a part of it.
    public func primaryKey(_ isPrimaryKey: Bool = true) -> Column { with { $0.isPrimaryKey = isPrimaryKey } }

    /// The column, numbered by the server.
    public func autoIncrement(_ isAutoIncrement: Bool = true) -> Column {
        with { $0.isAutoIncrement = isAutoIncrement }
    }

    /// The column with a unique index of its own, named by the metadata's ``NamingConvention``.
    public func unique(_ isUnique: Bool = true) -> Column { with { $0.isUnique = isUnique } }

    /// The column with a plain index of its own, named by the metadata's ``NamingConvention``.
    public func indexed(_ isIndexed: Bool = true) -> Column { with { $0.isIndexed = isIndexed } }

    /// The column with a default.
    public func defaulting(to value: DefaultValue) -> Column { with { $0.defaultValue = value } }

    /// The column with the case of a Swift enumeration as its default.
    public func defaulting<Value: RawRepresentable>(to value: Value) -> Column where Value.RawValue == String {
        with { $0.defaultValue = .value(value) }
    }

    /// The column, set by every UPDATE of its row.
    public func updating(to value: UpdateValue) -> Column { with { $0.updateValue = value } }

    /// The column, computed by the server.
    public func generated(_ generated: Generated) -> Column { with { $0.generated = generated } }

    /// The column in another character set than its table.
    public func charset(_ charset: String) -> Column { with { $0.charset = charset } }

    /// The column with another collation than its table.
    public func collation(_ collation: String) -> Column { with { $0.collation = collation } }

    /// The column with a text for people.
    public func comment(_ comment: String) -> Column { with { $0.comment = comment } }

    /// The column, left out of `SELECT *`.
    public func invisible(_ isInvisible: Bool = true) -> Column { with { $0.isInvisible = isInvisible } }

    /// The column with a check of its own (MariaDB). The expression is SQL. For both servers, see ``Check``.
    public func check(_ expression: String) -> Column { with { $0.check = expression } }

    /// The spatial column in a spatial reference system.
    public func srid(_ srid: UInt32) -> Column { with { $0.srid = srid } }

    /// The column, compressed (MariaDB).
    public func compressed(_ isCompressed: Bool = true) -> Column { with { $0.isCompressed = isCompressed } }

    /// The column without history in a system-versioned table (MariaDB).
    public func unversioned() -> Column { versioned(false) }

    /// The column with or without history in a system-versioned table (MariaDB).
    public func versioned(_ isVersioned: Bool) -> Column { with { $0.isVersioned = isVersioned } }

    /// The column with MySQL's `COLUMN_FORMAT` and `STORAGE`.
    public func stored(format: String? = nil, on storage: String? = nil) -> Column {
        with {
            $0.format = format
            $0.storage = storage
        }
    }

    /// The column with the name that it had before (SwiftData's `originalName`), so that its values are kept. A hint for
    /// one migration, harmless afterwards.
    public func renamed(from name: String) -> Column { with { $0.renamedFrom = name } }

    /// The column as a foreign key.
    ///
    /// - Parameters:
    ///   - table: the referenced table; `shop.teams` for one of another database.
    ///   - column: the referenced column; nil for the primary key of a table of the same metadata.
    ///   - onDelete: what happens to rows that refer to a row that is deleted.
    ///   - onUpdate: what happens to rows that refer to a row whose key changes.
    public func references(
        _ table: TableName,
        _ column: String? = nil,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil
    ) -> Column {
        references(Reference(table, column, onDelete: onDelete, onUpdate: onUpdate))
    }

    /// The column as a foreign key.
    public func references(_ reference: Reference) -> Column { with { $0.reference = reference } }

    private func with(_ change: (inout Column) -> Void) -> Column {
        var column = self
        change(&column)
        return column
    }
}
