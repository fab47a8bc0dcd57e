/// The value of a column that an INSERT does not name.
///
/// Strings, numbers and booleans can be written as literals: `defaulting(to: "member")`, `defaulting(to: 0)`.
public enum DefaultValue: Hashable, Sendable {
    /// A value as text, without quotes: `0.00`, `member`.
    case literal(String)
    /// An SQL expression, such as `uuid()`.
    case sql(String)
    /// Bytes that are not text.
    case bytes([UInt8])
    /// The time of the INSERT, with as many fractional digits as the column.
    case currentTimestamp
    /// No default, not even NULL: an INSERT must name the nullable column.
    case absent

    /// A case of a Swift enumeration.
    public static func value<Value: RawRepresentable>(_ value: Value) -> DefaultValue where Value.RawValue == String {
        .literal(value.rawValue)
    }
}

extension DefaultValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    /// Creates a ``literal(_:)`` from text.
    public init(stringLiteral value: String) { self = .literal(value) }
    /// Creates a ``literal(_:)`` from a number.
    public init(integerLiteral value: Int) { self = .literal(String(value)) }
    /// Creates a ``literal(_:)`` from a number. Write an exact number as text: `"0.10"`.
    public init(floatLiteral value: Double) { self = .literal("\(value)") }
    /// Creates a ``literal(_:)`` from a boolean: 1 or 0.
    public init(booleanLiteral value: Bool) { self = .literal(value ? "1" : "0") }
}

/// The value that every UPDATE of a row sets if it does not name the column.
public enum UpdateValue: Hashable, Sendable {
    /// The time of the UPDATE, with as many fractional digits as the column.
    case currentTimestamp
    /// An SQL expression. The servers accept only the current time.
    case sql(String)
}

/// How the server computes a column from others in the same row.
public enum Generated: Hashable, Sendable {
    /// Computed and stored when a row is written. The expression is SQL.
    case stored(String)
    /// Computed when a row is read. The expression is SQL.
    case virtual(String)
}
