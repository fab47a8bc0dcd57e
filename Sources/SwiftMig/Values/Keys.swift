/// One part of an index or of a primary key: a column, its first characters, or (MySQL) an expression.
///
/// The name of a column can be written as it is: `Index("team_id", "created_at")`.
public struct IndexPart: Hashable, Sendable {
    /// What is sorted by.
    public enum Value: Hashable, Sendable {
        /// A column.
        case column(String)
        /// An SQL expression (MySQL).
        case expression(String)
        /// A period `WITHOUT OVERLAPS` (MariaDB).
        case period(String)
    }

    /// What is sorted by.
    public var value: Value
    /// How much of the column counts: characters of text, bytes of binary types. `nil` for all.
    public var prefixLength: Int?
    /// Whether the greatest value comes first.
    public var isDescending = false

    /// A column, whole and ascending.
    public init(_ column: String) { value = .column(column) }

    /// The result of an SQL expression (MySQL 8.0.13).
    public static func expression(_ sql: String) -> IndexPart { IndexPart(value: .expression(sql)) }

    /// An application-time period in which no two rows overlap (MariaDB).
    public static func withoutOverlaps(_ period: String) -> IndexPart { IndexPart(value: .period(period)) }

    private init(value: Value) { self.value = value }
}

extension IndexPart: ExpressibleByStringLiteral {
    /// The column of this name.
    public init(stringLiteral name: String) { self.init(name) }
}

/// Something that can be a part of an index: a column's name, a column of a ``TableModel``, or an ``IndexPart``.
public protocol IndexPartConvertible {
    /// The value as a part of an index.
    var indexPart: IndexPart { get }
}

extension IndexPart: IndexPartConvertible {
    /// The part itself.
    public var indexPart: IndexPart { self }
}

extension String: IndexPartConvertible {
    /// The column of this name.
    public var indexPart: IndexPart { IndexPart(self) }
}

extension IndexPartConvertible {
    /// The same, greatest value first.
    public var descending: IndexPart {
        var part = indexPart
        part.isDescending = true
        return part
    }

    /// Only the beginning: characters of text, bytes of binary types.
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
        /// For finding and sorting.
        case plain
        /// No two rows with the same values.
        case unique
        /// For words in text.
        case fulltext
        /// For shapes.
        case spatial
        /// For the nearest vectors (MariaDB 11.7).
        case vector
    }

    /// The name; nil to let the metadata's ``NamingConvention`` make one.
    public var name: String?
    /// The kind.
    public var kind: Kind
    /// What is sorted by, most significant first.
    public var parts: [IndexPart]
    /// A text for people, kept by the server.
    public var comment: String?
    /// MySQL's `INVISIBLE`, MariaDB's `IGNORED`: kept up to date, but not used.
    public var isInvisible = false
    /// `btree` or `hash`, where it is not the engine's own choice.
    public var algorithm: String?
    /// The parser of a fulltext index, such as `ngram`.
    public var parser: String?
    /// The size of the index's blocks in bytes.
    public var keyBlockSize: Int?
    /// What the engine defines, such as `distance` and `m` of a vector index.
    public var options: OptionList = [:]
    /// Where the index is declared.
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
    /// The index with a text for people.
    public func comment(_ comment: String) -> Index { with { $0.comment = comment } }

    /// The index, kept up to date but not used.
    public func invisible() -> Index { with { $0.isInvisible = true } }

    /// The index with another structure than the engine's own choice: `btree` or `hash`.
    public func algorithm(_ algorithm: String) -> Index { with { $0.algorithm = algorithm } }

    /// The fulltext index with a parser, such as `ngram`.
    public func parser(_ parser: String) -> Index { with { $0.parser = parser } }

    /// The index with blocks of this many bytes.
    public func keyBlockSize(_ size: Int) -> Index { with { $0.keyBlockSize = size } }

    /// The index with options that the engine defines, such as `["distance": "cosine"]`.
    public func options(_ options: OptionList) -> Index { with { $0.options = options } }

    private func with(_ change: (inout Index) -> Void) -> Index {
        var index = self
        change(&index)
        return index
    }
}

/// A primary key, where the columns' own ``Column/primaryKey(_:)`` cannot say it: another order than the columns', only the
/// beginning of a column, a comment.
public struct PrimaryKey: Hashable, Sendable {
    /// What is sorted by, most significant first.
    public var parts: [IndexPart]
    /// A text for people, kept by the server.
    public var comment: String?
    /// `btree` or `hash`, where it is not the engine's own choice.
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

/// What a foreign key does when the row that it refers to goes or changes.
public enum ForeignKeyRule: String, Hashable, Sendable, CaseIterable {
    /// The change is refused. This is also what happens where nothing is said.
    case restrict = "restrict"
    /// The referring rows go or change too.
    case cascade = "cascade"
    /// The referring columns become NULL.
    case setNull = "set null"
    /// The same as ``restrict`` on these servers, in other words.
    case noAction = "no action"
    /// The referring columns get their default. InnoDB refuses it.
    case setDefault = "set default"
}

/// The name of a table, with its database in front where that is another one: `"teams"`, `"shop.teams"`.
public struct TableName: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The database; nil for the one that the table itself is in.
    public var database: String?
    /// The table.
    public var name: String

    /// A table of this database or of another.
    public init(_ name: String, database: String? = nil) {
        self.name = name
        self.database = database
    }

    /// A table; a point parts its name from its database's.
    public init(stringLiteral text: String) {
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        self = parts.count == 2 ? TableName(parts[1], database: parts[0]) : TableName(text)
    }
}

/// A foreign key over one or more columns. For one column, ``Column/references(_:_:onDelete:onUpdate:)`` is shorter.
public struct ForeignKey: Hashable, Sendable {
    /// The name; nil to let the metadata's ``NamingConvention`` make one.
    public var name: String?
    /// The referring columns.
    public var columns: [String]
    /// The referenced table.
    public var table: TableName
    /// The referenced columns, as many as `columns`; empty for the primary key of a table of the same metadata.
    public var referencedColumns: [String]
    /// What happens to rows that refer to a row that is deleted.
    public var onDelete: ForeignKeyRule?
    /// What happens to rows that refer to a row whose key changes.
    public var onUpdate: ForeignKeyRule?
    /// Where the key is declared.
    public var source: Source

    /// Creates a foreign key. Without referenced columns it refers to the primary key of a table of the same metadata.
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
    /// The name; nil to let the metadata's ``NamingConvention`` make one.
    public var name: String?
    /// The condition, without the parentheses around it.
    public var expression: String
    /// MySQL's `NOT ENFORCED` is false.
    public var isEnforced: Bool
    /// Where the check is declared.
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
