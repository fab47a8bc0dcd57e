/// A part of an index or a primary key: a column, a prefix of a column, or (MySQL) an expression.
///
/// A column can be written as a string literal: `Index("team_id", "created_at")`.
public struct IndexPart: Hashable, Sendable {
    /// The value to sort by.
    public enum Value: Hashable, Sendable {
        /// A column.
        case column(String)
        /// An SQL expression (MySQL).
        case expression(String)
        /// A period `WITHOUT OVERLAPS` (MariaDB).
        case period(String)
    }

    /// The value to sort by.
    public var value: Value
    /// The length of the indexed prefix: characters of text, bytes of binary types. `nil` for the whole column.
    public var prefixLength: Int?
    /// Whether the greatest value comes first.
    public var isDescending = false

    /// Creates a part from a whole column, in ascending order.
    public init(_ column: String) { value = .column(column) }

    /// Returns a part for the result of an SQL expression (MySQL 8.0.13).
    public static func expression(_ sql: String) -> IndexPart { IndexPart(value: .expression(sql)) }

    /// Returns a part for an application-time period in which no two rows may overlap (MariaDB).
    public static func withoutOverlaps(_ period: String) -> IndexPart { IndexPart(value: .period(period)) }

    private init(value: Value) { self.value = value }
}

extension IndexPart: ExpressibleByStringLiteral {
    /// Creates a part from the column with this name.
    public init(stringLiteral name: String) { self.init(name) }
}

/// A value that can be part of an index: a column's name, a column of a ``TableModel``, or an ``IndexPart``.
public protocol IndexPartConvertible {
    /// The value as part of an index.
    var indexPart: IndexPart { get }
}

extension IndexPart: IndexPartConvertible {
    /// The part itself.
    public var indexPart: IndexPart { self }
}

extension String: IndexPartConvertible {
    /// The column with this name.
    public var indexPart: IndexPart { IndexPart(self) }
}

extension IndexPartConvertible {
    /// The part in descending order.
    public var descending: IndexPart {
        var part = indexPart
        part.isDescending = true
        return part
    }

    /// Returns the part with only a prefix of the column: characters of text, bytes of binary types.
    public func prefix(_ length: Int) -> IndexPart {
        var part = indexPart
        part.prefixLength = length
        return part
    }
}

/// An index that is not the primary key.
public struct Index: Hashable, Sendable {
    /// The kinds of index.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An index for finding and sorting.
        case plain
        /// An index that allows no two rows with the same values.
        case unique
        /// An index for words in text.
        case fulltext
        /// An index for geometries.
        case spatial
        /// An index for the nearest vectors (MariaDB 11.7).
        case vector
    }

    /// The name, or nil to use the metadata's ``NamingConvention``.
    public var name: String?
    /// The kind.
    public var kind: Kind
    /// The parts, most significant first.
    public var parts: [IndexPart]
    /// A comment, stored by the server.
    public var comment: String?
    /// Whether the index is kept up to date but not used: MySQL's `INVISIBLE`, MariaDB's `IGNORED`.
    public var isInvisible = false
    /// `btree` or `hash`, if it is not the engine's default.
    public var algorithm: String?
    /// The parser of a fulltext index, such as `ngram`.
    public var parser: String?
    /// The size of the index's blocks in bytes.
    public var keyBlockSize: Int?
    /// Options defined by the engine, such as `distance` and `m` of a vector index.
    public var options: OptionList = [:]
    /// The place of the declaration.
    public var source: Source

    /// Creates an index over columns.
    public init(
        _ parts: any IndexPartConvertible...,
        name: String? = nil,
        kind: Kind = .plain,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.init(parts.map(\.indexPart), name: name, kind: kind, file: file, line: line)
    }

    /// Creates an index over columns.
    public init(
        _ parts: [IndexPart],
        name: String? = nil,
        kind: Kind = .plain,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.kind = kind
        self.parts = parts
        source = Source(file: file, line: line)
    }
}

extension Index {
    /// Returns the index with a comment.
    public func comment(_ comment: String) -> Index { with { $0.comment = comment } }

    /// Returns the index, kept up to date but not used.
    public func invisible() -> Index { with { $0.isInvisible = true } }

    /// Returns the index with an algorithm other than the engine's default: `btree` or `hash`.
    public func algorithm(_ algorithm: String) -> Index { with { $0.algorithm = algorithm } }

    /// Returns the fulltext index with a parser, such as `ngram`.
    public func parser(_ parser: String) -> Index { with { $0.parser = parser } }

    /// Returns the index with a block size in bytes.
    public func keyBlockSize(_ size: Int) -> Index { with { $0.keyBlockSize = size } }

    /// Returns the index with options defined by the engine, such as `["distance": "cosine"]`.
    public func options(_ options: OptionList) -> Index { with { $0.options = options } }

    private func with(_ change: (inout Index) -> Void) -> Index {
        var index = self
        change(&index)
        return index
    }
}

/// A primary key with properties that ``Column/primaryKey(_:)`` cannot express: a different order from the columns', a
/// prefix of a column, or a comment.
public struct PrimaryKey: Hashable, Sendable {
    /// The parts, most significant first.
    public var parts: [IndexPart]
    /// A comment, stored by the server.
    public var comment: String?
    /// `btree` or `hash`, if it is not the engine's default.
    public var algorithm: String?

    /// Creates a primary key.
    public init(_ parts: any IndexPartConvertible..., comment: String? = nil, algorithm: String? = nil) {
        self.init(parts.map(\.indexPart), comment: comment, algorithm: algorithm)
    }

    /// Creates a primary key.
    public init(_ parts: [IndexPart], comment: String? = nil, algorithm: String? = nil) {
        self.parts = parts
        self.comment = comment
        self.algorithm = algorithm
    }
}

/// What a foreign key does when the referenced row is deleted or changed.
public enum ForeignKeyRule: String, Hashable, Sendable, CaseIterable {
    /// Refuses the change. This is also the default.
    case restrict = "restrict"
    /// Deletes or changes the referring rows too.
    case cascade = "cascade"
    /// Sets the referring columns to NULL.
    case setNull = "set null"
    /// Another name for ``restrict`` on these servers.
    case noAction = "no action"
    /// Sets the referring columns to their defaults. InnoDB refuses this rule.
    case setDefault = "set default"
}

/// The name of a table. A table of another database is prefixed with it: `"teams"`, `"shop.teams"`.
public struct TableName: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The database, or nil for that of the referring table.
    public var database: String?
    /// The name of the table.
    public var name: String

    /// Creates the name of a table in this database or another.
    public init(_ name: String, database: String? = nil) {
        self.name = name
        self.database = database
    }

    /// Creates the name of a table. A period separates the database from the table.
    public init(stringLiteral text: String) {
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        self = parts.count == 2 ? TableName(parts[1], database: parts[0]) : TableName(text)
    }
}

/// A foreign key on one or more columns. For one column, ``Column/references(_:_:onDelete:onUpdate:)`` is shorter.
public struct ForeignKey: Hashable, Sendable {
    /// The name, or nil to use the metadata's ``NamingConvention``.
    public var name: String?
    /// The referring columns.
    public var columns: [String]
    /// The referenced table.
    public var table: TableName
    /// The referenced columns, as many as `columns`; empty for the primary key of a table in the same metadata.
    public var referencedColumns: [String]
    /// What happens to the referring rows if the referenced row is deleted.
    public var onDelete: ForeignKeyRule?
    /// What happens to the referring rows if the referenced key changes.
    public var onUpdate: ForeignKeyRule?
    /// The place of the declaration.
    public var source: Source

    /// Creates a foreign key. Without referenced columns, it refers to the primary key of a table in the same metadata.
    public init(
        _ columns: [String],
        references table: TableName,
        _ referencedColumns: [String] = [],
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil,
        name: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.columns = columns
        self.table = table
        self.referencedColumns = referencedColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        source = Source(file: file, line: line)
    }
}

/// A condition that every row must meet. The expression is SQL.
public struct Check: Hashable, Sendable {
    /// The name, or nil to use the metadata's ``NamingConvention``.
    public var name: String?
    /// The condition, without surrounding parentheses.
    public var expression: String
    /// Whether the server enforces the check. False for MySQL's `NOT ENFORCED`.
    public var isEnforced: Bool
    /// The place of the declaration.
    public var source: Source

    /// Creates a check.
    public init(
        _ expression: String,
        name: String? = nil,
        isEnforced: Bool = true,
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.expression = expression
        self.isEnforced = isEnforced
        source = Source(file: file, line: line)
    }
}
