/// A primary key. Its name is always PRIMARY.
package struct PrimaryKey: Hashable, Sendable {
    package var parts: [IndexPart]
    package var comment: String
    /// `BTREE` or `HASH` where SHOW CREATE TABLE names one.
    package var algorithm: String?
    package var origin: Origin

    package init(parts: [IndexPart], comment: String = "", algorithm: String? = nil, origin: Origin = Origin()) {
        self.parts = parts
        self.comment = comment
        self.algorithm = algorithm
        self.origin = origin
    }
}

/// A secondary index.
package struct Index: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case plain, unique, fulltext, spatial
        /// MariaDB 11.7 and later.
        case vector
    }

    package var name: String
    package var kind: Kind
    package var parts: [IndexPart]
    package var comment: String
    /// MySQL's INVISIBLE or MariaDB's IGNORED: the server maintains the index, but the optimizer does not use it.
    package var isInvisible: Bool
    /// `BTREE` or `HASH` where SHOW CREATE TABLE names one.
    package var algorithm: String?
    /// The parser of a fulltext index, such as `ngram`.
    package var parser: String?
    package var keyBlockSize: Int?
    /// Options that the engine defines, such as (`distance`, `cosine`) for a vector index.
    package var options: [TableOption] = []
    package var origin: Origin

    package init(
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

/// One part of a key: a column, a column prefix, or (on MySQL) an expression.
package struct IndexPart: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case column(String)
        /// SQL text without the outer parentheses.
        case expression(String)
        /// MariaDB's `period WITHOUT OVERLAPS`.
        case period(String)
    }

    package var value: Value
    /// In characters for character types, in bytes for binary ones.
    package var prefixLength: Int?
    package var isDescending: Bool

    package init(_ value: Value, prefixLength: Int? = nil, isDescending: Bool = false) {
        self.value = value
        self.prefixLength = prefixLength
        self.isDescending = isDescending
    }

    package init(column: String, prefixLength: Int? = nil, isDescending: Bool = false) {
        self.init(.column(column), prefixLength: prefixLength, isDescending: isDescending)
    }

    package var columnName: String? {
        if case .column(let name) = value { name } else { nil }
    }

    package var expression: String? {
        if case .expression(let text) = value { text } else { nil }
    }
}

/// A foreign key.
package struct ForeignKey: Hashable, Sendable {
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        case restrict = "RESTRICT"
        case cascade = "CASCADE"
        case setNull = "SET NULL"
        case noAction = "NO ACTION"
        case setDefault = "SET DEFAULT"
    }

    package var name: String
    package var columns: [String]
    /// nil means the table's own database.
    package var referencedDatabase: String?
    package var referencedTable: String
    package var referencedColumns: [String]
    /// nil if the clause is missing, which the servers treat as RESTRICT.
    package var onDelete: Rule?
    package var onUpdate: Rule?
    package var origin: Origin

    package init(
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
package struct Check: Hashable, Sendable {
    package var name: String
    /// SQL text without the outer parentheses.
    package var expression: String
    /// false for MySQL's NOT ENFORCED.
    package var isEnforced: Bool
    package var origin: Origin

    package init(name: String, expression: String, isEnforced: Bool = true, origin: Origin = Origin()) {
        self.name = name
        self.expression = expression
        self.isEnforced = isEnforced
        self.origin = origin
    }
}
