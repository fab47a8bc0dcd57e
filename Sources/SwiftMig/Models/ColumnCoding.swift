// What `@Table` calls for each column. A hand-written model may use it too, or `next()`, `json()` and `sqlValue`.

extension RowReader {
    /// Reads the next cell of a column that was declared as JSON: as a value if the type is a ``ColumnValue``, and else
    /// as a document.
    ///
    /// - Throws: ``ValueError`` if the value does not fit the type.
    @inlinable
    public mutating func document<Value: ColumnValue>(_: Value.Type = Value.self) throws(ValueError) -> Value {
        try next(Value.self)
    }

    /// Reads the JSON document of the next cell.
    ///
    /// - Throws: ``ValueError`` if the value is NULL, or is not a document of the type.
    @_disfavoredOverload
    public mutating func document<Value: Decodable>(_: Value.Type = Value.self) throws(ValueError) -> Value {
        try json(Value.self)
    }

    /// Reads the JSON document of the next cell; nil if the cell is NULL or the document is `null`.
    ///
    /// - Throws: ``ValueError`` if the value is not a document of the type.
    @_disfavoredOverload
    public mutating func document<Value: Decodable>(_: Value?.Type = Value?.self) throws(ValueError) -> Value? {
        try json(Value?.self)
    }

    /// Explains which types can be read.
    @available(
        *,
        unavailable,
        message: "a column's value cannot be read as this type: conform the type to Codable"
    )
    public mutating func document<Value>(_ type: Value.Type = Value.self) throws(ValueError) -> Value {
        let cell = nextCell()
        throw cell.error(reading: type, "the type does not conform to Decodable")
    }
}

extension SQLValue {
    /// The value of a column.
    public static func column<Value: ColumnValue>(_ value: Value) -> SQLValue { value.sqlValue }

    /// The value of a column of a new row; nil if the row does not name the column.
    public static func column<Value: ColumnValue>(unlessNil value: Value?) -> SQLValue? { value?.sqlValue }

    /// The value of a column of a new row; nil if the row does not name the column.
    public static func column<Value: ColumnValue>(unlessDefault value: NewValue<Value>) -> SQLValue? {
        switch value {
        case .default: nil
        case .value(let value): value.sqlValue
        }
    }

    /// Explains which types can be sent.
    @available(
        *,
        unavailable,
        message: """
            a column's value cannot be sent as this type: conform the type to ColumnValue or, if it is Codable and the \
            column holds JSON, conform it to JSONColumn or declare the column with @Column(.json)
            """
    )
    public static func column<Value>(_ value: Value) -> SQLValue { .null }

    /// Explains which types can be sent.
    @available(
        *,
        unavailable,
        message: """
            a column's value cannot be sent as this type: conform the type to ColumnValue or, if it is Codable and the \
            column holds JSON, conform it to JSONColumn or declare the column with @Column(.json)
            """
    )
    public static func column<Value>(unlessNil value: Value?) -> SQLValue? { nil }
}

// MARK: Documents

extension SQLValue {
    /// The value of a column that was declared as JSON.
    public static func document<Value: ColumnValue>(_ value: Value) -> SQLValue { value.sqlValue }

    /// The document of a column that was declared as JSON.
    @_disfavoredOverload
    public static func document<Value: Encodable>(_ value: Value) -> SQLValue { .json(value) }

    /// The document of a column that was declared as JSON; NULL for nil.
    @_disfavoredOverload
    public static func document<Value: Encodable>(_ value: Value?) -> SQLValue { .json(value) }

    /// Explains which types can be sent.
    @available(
        *,
        unavailable,
        message: "a column's value cannot be sent as this type: conform the type to Codable"
    )
    public static func document<Value>(_ value: Value) -> SQLValue { .null }

    /// The value of a column of a new row; nil if the row does not name the column.
    public static func document<Value: ColumnValue>(unlessNil value: Value?) -> SQLValue? { value?.sqlValue }

    /// The document of a column of a new row; nil if the row does not name the column.
    @_disfavoredOverload
    public static func document<Value: Encodable>(unlessNil value: Value?) -> SQLValue? {
        value.map { .json($0) }
    }

    /// The value of a column of a new row; nil if the row does not name the column.
    public static func document<Value: ColumnValue>(unlessDefault value: NewValue<Value>) -> SQLValue? {
        column(unlessDefault: value)
    }

    /// The document of a column of a new row; nil if the row does not name the column.
    @_disfavoredOverload
    public static func document<Value: Encodable>(unlessDefault value: NewValue<Value>) -> SQLValue? {
        json(unlessDefault: value)
    }

    /// The document of a column of a new row; nil if the row does not name the column.
    public static func json<Value: Encodable>(unlessNil value: Value?) -> SQLValue? { value.map { .json($0) } }

    /// The document of a column of a new row; nil if the row does not name the column.
    public static func json<Value: Encodable>(unlessDefault value: NewValue<Value>) -> SQLValue? {
        switch value {
        case .default: nil
        case .value(let value): .json(value)
        }
    }
}
