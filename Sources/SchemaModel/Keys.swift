/// A primary key. Its name is always PRIMARY.
public struct PrimaryKey: Hashable, Sendable {
    public var parts: [IndexPart]
    public var comment: String
    /// `BTREE` or `HASH` where SHOW CREATE TABLE names one.
    public var algorithm: String?
    public var origin: Origin

    public init(parts: [IndexPart], comment: String = "", algorithm: String? = nil, origin: Origin = Origin()) {
        self.parts = parts
        self.comment = comment
        self.algorithm = algorithm
        self.origin = origin
    }
}

/// A secondary index.
public struct Index: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case plain, unique, fulltext, spatial
    }

    public var name: String
    public var kind: Kind
    public var parts: [IndexPart]
    public var comment: String
    /// MySQL's INVISIBLE, MariaDB's IGNORED: kept up to date, not used by the optimizer.
    public var isInvisible: Bool
    /// `BTREE` or `HASH` where SHOW CREATE TABLE names one.
    public var algorithm: String?
    /// The parser of a fulltext index, such as `ngram`.
    public var parser: String?
    public var keyBlockSize: Int?
    public var origin: Origin

    public init(
        name: String,
        kind: Kind = .plain,
        parts: [IndexPart],
        comment: String = "",
        isInvisible: Bool = false,
        algorithm: String? = nil,
        parser: String? = nil,
        keyBlockSize: Int? = nil,
        origin: Origin = Origin()
    ) {
        self.name = name
        self.kind = kind
        self.parts = parts
        self.comment = comment
        self.isInvisible = isInvisible
        self.algorithm = algorithm
        self.parser = parser
        self.keyBlockSize = keyBlockSize
        self.origin = origin
    }
}

/// One part of a key: a column, a prefix of one, or (MySQL) an expression.
public struct IndexPart: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case column(String)
        /// SQL text without the outer parentheses.
        case expression(String)
    }

    public var value: Value
    /// In characters for character types, in bytes for binary ones.
    public var prefixLength: Int?
    public var isDescending: Bool

    public init(_ value: Value, prefixLength: Int? = nil, isDescending: Bool = false) {
        self.value = value
        self.prefixLength = prefixLength
        self.isDescending = isDescending
    }

    public init(column: String, prefixLength: Int? = nil, isDescending: Bool = false) {
        self.init(.column(column), prefixLength: prefixLength, isDescending: isDescending)
    }

    public var columnName: String? {
        if case .column(let name) = value { name } else { nil }
    }
}

/// A foreign key.
public struct ForeignKey: Hashable, Sendable {
    public enum Rule: String, Hashable, Sendable {
        case restrict = "RESTRICT"
        case cascade = "CASCADE"
        case setNull = "SET NULL"
        case noAction = "NO ACTION"
        case setDefault = "SET DEFAULT"
    }

    public var name: String
    public var columns: [String]
    /// nil: the database of the table itself.
    public var referencedDatabase: String?
    public var referencedTable: String
    public var referencedColumns: [String]
    /// nil: not said, which the servers treat as RESTRICT.
    public var onDelete: Rule?
    public var onUpdate: Rule?
    public var origin: Origin

    public init(
        name: String,
        columns: [String],
        referencedDatabase: String? = nil,
        referencedTable: String,
        referencedColumns: [String],
        onDelete: Rule? = nil,
        onUpdate: Rule? = nil,
        origin: Origin = Origin()
    ) {
        self.name = name
        self.columns = columns
        self.referencedDatabase = referencedDatabase
        self.referencedTable = referencedTable
        self.referencedColumns = referencedColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.origin = origin
    }
}

/// A table-level CHECK.
public struct Check: Hashable, Sendable {
    public var name: String
    /// SQL text without the outer parentheses.
    public var expression: String
    /// MySQL's NOT ENFORCED is false.
    public var isEnforced: Bool
    public var origin: Origin

    public init(name: String, expression: String, isEnforced: Bool = true, origin: Origin = Origin()) {
        self.name = name
        self.expression = expression
        self.isEnforced = isEnforced
        self.origin = origin
    }
}
