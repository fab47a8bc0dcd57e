package import SchemaModel

/// The contents of a column type's text: the type and the attributes that it may carry.
package struct ParsedColumnType: Hashable, Sendable {
    package var type: ColumnType
    /// The character set given in the text (`character set x`, `national`, `ascii`, `unicode`).
    package var charset: String?
    package var collation: String?
    /// Whether the text has the attribute `binary`, which selects the `_bin` collation of the character set.
    package var isBinaryAttribute: Bool
    /// Whether the text is `serial`, short for `bigint unsigned NOT NULL AUTO_INCREMENT UNIQUE`.
    package var isSerial: Bool

    package init(
        type: ColumnType,
        charset: String? = nil,
        collation: String? = nil,
        isBinaryAttribute: Bool = false,
        isSerial: Bool = false
    ) {
        self.type = type
        self.charset = charset
        self.collation = collation
        self.isBinaryAttribute = isBinaryAttribute
        self.isSerial = isSerial
    }
}

/// Why a text is not a column type.
package enum ColumnTypeError: Error, Hashable, Sendable {
    /// The text is empty.
    case empty
    /// The text starts with something that cannot start a type.
    case notAType(String)
    /// `varchar` or another type that requires a length has none.
    case missingLength(type: String)
    /// An argument that the type does not accept, such as `varchar(abc)` or `datetime(9)`.
    case badArguments(type: String, arguments: String)
    /// `enum` or `set` without a list of quoted values.
    case badValues(type: String)
    /// The text after the type is not one of its attributes.
    case unexpected(String, after: String)
}
