/// A Swift type that a column can hold. Its values are read from cells and bound to placeholders.
///
/// The numbers, `Bool`, `String`, `Data`, `Decimal`, `Date`, `Duration`, `UUID` and ``CalendarDate`` conform, and so do
/// their optionals, `[UInt8]` for bytes, `[Float]` for a VECTOR and `Set<String>` for a SET. A ``ColumnEnum`` and a
/// ``JSONColumn`` conform without any code, and so does a `RawRepresentable` type whose raw values conform:
///
/// ```swift
/// struct OrderNumber: RawRepresentable, ColumnValue { var rawValue: UInt64 }
/// ```
public protocol ColumnValue: Sendable {
    /// Reads a cell.
    ///
    /// The cell may be NULL. The conformances of this module throw then, so a conformance that reads one of their types
    /// need not ask.
    init(_ cell: borrowing SQLCell) throws(ValueError)

    /// The value as it is sent.
    var sqlValue: SQLValue { get }

    /// Returns whether the optional of the type is nil for a cell. Unless the type says otherwise, that is when the
    /// cell is NULL.
    static func isNil(_ cell: borrowing SQLCell) -> Bool
}

extension ColumnValue {
    /// Returns whether the cell is NULL.
    @inlinable
    public static func isNil(_ cell: borrowing SQLCell) -> Bool { cell.isNull }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    /// Reads a cell; nil if it is NULL.
    @inlinable
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = Wrapped.isNil(cell) ? nil : try Wrapped(cell)
    }

    /// The wrapped value, or NULL.
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension ColumnValue where Self: RawRepresentable, RawValue: ColumnValue {
    /// Reads a raw value.
    @inlinable
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        guard let value = Self(rawValue: try RawValue(cell)) else { throw cell.unknownValue(Self.self) }
        self = value
    }

    /// The raw value.
    public var sqlValue: SQLValue { rawValue.sqlValue }

    /// Returns whether the optional of the raw value is nil for the cell.
    @inlinable
    public static func isNil(_ cell: borrowing SQLCell) -> Bool { RawValue.isNil(cell) }
}

extension SQLCell {
    @usableFromInline
    @inline(never)
    func unknownValue(_ type: Any.Type) -> ValueError {
        error(reading: type, "\(shown) is none of its values")
    }
}
