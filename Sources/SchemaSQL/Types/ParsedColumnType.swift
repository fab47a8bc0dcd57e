package import SchemaModel

/// What the text of a column type says: the type, and what such a text can say beside it.
package struct ParsedColumnType: Hashable, Sendable {
    package var type: ColumnType
    /// The character set that the text names (`character set x`, `national`, `ascii`, `unicode`).
    package var charset: String?
    package var collation: String?
    /// The attribute `binary`: the `_bin` collation of the character set, whichever that turns out to be.
    package var isBinaryAttribute: Bool
    /// `serial` stands for `bigint unsigned NOT NULL AUTO_INCREMENT UNIQUE`.
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

/// Why a text is no column type.
package enum ColumnTypeError: Error, Hashable, Sendable {
    /// There is no text.
    case empty
    /// The text starts with something that no type can start with.
    case notAType(String)
    /// `varchar` or another type that the servers want a length for stands without one.
    case missingLength(type: String)
    /// An argument that the type does not take, such as `varchar(abc)` or `datetime(9)`.
    case badArguments(type: String, arguments: String)
    /// `enum` or `set` without a list of quoted values.
    case badValues(type: String)
    /// Text behind the type that is none of its attributes.
    case unexpected(String, after: String)
}
