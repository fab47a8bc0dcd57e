/// A column of a table.
package struct Column: Hashable, Sendable {
    package var name: String
    package var type: ColumnType
    package var isNullable: Bool
    /// nil if there is no DEFAULT clause. A nullable column then defaults to NULL.
    package var defaultValue: DefaultValue?
    /// The expression of ON UPDATE, such as `current_timestamp(6)`.
    package var onUpdate: String?
    package var isAutoIncrement: Bool
    package var generated: Generated?
    /// For character types; nil means the table's (before normalisation) or that the type has none.
    package var charset: String?
    package var collation: String?
    package var comment: String
    package var isInvisible: Bool
    /// MariaDB's unnamed column-level CHECK; always nil on MySQL.
    package var check: String?
    /// MySQL's SRID or MariaDB's REF_SYSTEM_ID of a spatial column.
    package var srid: UInt32?
    /// MariaDB's COMPRESSED.
    package var isCompressed = false
    /// MariaDB's GENERATED ALWAYS AS ROW START or END, for a visible column of the system period.
    package var rowTime: RowTime?
    /// MariaDB's WITHOUT SYSTEM VERSIONING: a change to this column alone adds no history row.
    package var isUnversioned = false
    /// MySQL's COLUMN_FORMAT, `FIXED` or `DYNAMIC`.
    package var format: String?
    /// MySQL's STORAGE, `DISK` or `MEMORY`.
    package var storage: String?
    /// The models' rename hint: the column's previous name. nil after normalisation.
    package var renamedFrom: String?
    package var origin: Origin

    package init(
        name: String,
        type: ColumnType,
        isNullable: Bool = false,
        defaultValue: DefaultValue? = nil,
        onUpdate: String? = nil,
        isAutoIncrement: Bool = false,
        generated: Generated? = nil,
        charset: String? = nil,
        collation: String? = nil,
        comment: String = "",
        isInvisible: Bool = false,
        check: String? = nil,
        srid: UInt32? = nil,
        renamedFrom: String? = nil,
        origin: Origin = Origin()
    ) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
        self.onUpdate = onUpdate
        self.isAutoIncrement = isAutoIncrement
        self.generated = generated
        self.charset = charset
        self.collation = collation
        self.comment = comment
        self.isInvisible = isInvisible
        self.check = check
        self.srid = srid
        self.renamedFrom = renamedFrom
        self.origin = origin
    }
}

/// The value of a DEFAULT clause.
package enum DefaultValue: Hashable, Sendable {
    /// The value itself, unquoted: `it's` for `DEFAULT 'it''s'`, `1.50` for `DEFAULT 1.50`, `101` for `DEFAULT b'101'`.
    case literal(String)
    /// A binary value that is not valid UTF-8 or contains a NUL byte.
    case bytes([UInt8])
    /// SQL text, without the outer parentheses that MySQL requires around expressions: `uuid()`, `1 + 2`,
    /// `current_timestamp(6)`.
    case expression(String)
    /// The column is nullable but has no default, not even NULL (`ALTER COLUMN … DROP DEFAULT`). INSERT must name it.
    case absent

    package var expression: String? {
        if case .expression(let text) = self { text } else { nil }
    }
}

/// A generated column's expression and whether its value is stored.
package struct Generated: Hashable, Sendable {
    /// SQL text without the outer parentheses.
    package var expression: String
    package var isStored: Bool

    package init(expression: String, isStored: Bool) {
        self.expression = expression
        self.isStored = isStored
    }
}
