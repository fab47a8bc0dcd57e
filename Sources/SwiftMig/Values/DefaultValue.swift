/// What a column holds where an INSERT says nothing.
///
/// Strings, numbers and booleans can be written as they are: `defaulting(to: "member")`, `defaulting(to: 0)`.
public enum DefaultValue: Hashable, Sendable {
    /// A value as text, without quotes: `0.00`, `member`.
    case literal(String)
    /// An SQL expression, such as `uuid()`.
    case sql(String)
    /// Bytes that are no text.
    case bytes([UInt8])
    /// The time of the INSERT, with as many digits of a second as the column has.
    case currentTimestamp
    /// No default at all, not even NULL: an INSERT must name the nullable column.
    case absent

    /// A case of a Swift enumeration.
    public static func value<Value: RawRepresentable>(_ value: Value) -> DefaultValue where Value.RawValue == String {
        .literal(value.rawValue)
    }
}

extension DefaultValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    /// A text, as ``literal(_:)``.
    public init(stringLiteral value: String) { self = .literal(value) }
    /// A number, as ``literal(_:)``.
    public init(integerLiteral value: Int) { self = .literal(String(value)) }
    /// A number, as ``literal(_:)``. Write one that must be exact as text: `"0.10"`.
    public init(floatLiteral value: Double) { self = .literal("\(value)") }
    /// 1 or 0, as ``literal(_:)``.
    public init(booleanLiteral value: Bool) { self = .literal(value ? "1" : "0") }
}

/// What a column is set to by every UPDATE that changes its row without naming it.
public enum UpdateValue: Hashable, Sendable {
    /// The time of the UPDATE, with as many digits of a second as the column has.
    case currentTimestamp
    /// An SQL expression. The servers know none but the current time.
    case sql(String)
}

/// How the server computes a column from others of its row.
public enum Generated: Hashable, Sendable {
    /// Computed when a row is written, and stored. The expression is SQL.
    case stored(String)
    /// Computed when a row is read. The expression is SQL.
    case virtual(String)
}
