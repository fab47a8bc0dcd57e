/// The value of a column in a new row, if the column both has a default and may hold NULL.
///
/// ```swift
/// User.New(name: "ann")                        // the default
/// User.New(name: "ann", age: .default)         // the same
/// User.New(name: "ann", age: 30)
/// User.New(name: "ann", age: nil)              // NULL
/// User.New(name: "ann", age: .value(form.age)) // whatever is in a variable
/// ```
///
/// In other columns nil is enough: without a default it is NULL, and a column that never is NULL gets its default.
public enum NewValue<Value: Sendable>: Sendable {
    /// The default of the column, as the server has it.
    case `default`
    /// A value; nil is NULL.
    case value(Value?)
}

extension NewValue: Equatable where Value: Equatable {}

extension NewValue: Hashable where Value: Hashable {}

extension NewValue: ExpressibleByNilLiteral {
    /// Creates a NULL.
    public init(nilLiteral: ()) { self = .value(nil) }
}

extension NewValue: ExpressibleByBooleanLiteral where Value: ExpressibleByBooleanLiteral {
    /// Creates a value from a literal.
    public init(booleanLiteral value: Value.BooleanLiteralType) { self = .value(Value(booleanLiteral: value)) }
}

extension NewValue: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    /// Creates a value from a literal.
    public init(integerLiteral value: Value.IntegerLiteralType) { self = .value(Value(integerLiteral: value)) }
}

extension NewValue: ExpressibleByFloatLiteral where Value: ExpressibleByFloatLiteral {
    /// Creates a value from a literal.
    public init(floatLiteral value: Value.FloatLiteralType) { self = .value(Value(floatLiteral: value)) }
}

extension NewValue: ExpressibleByUnicodeScalarLiteral where Value: ExpressibleByUnicodeScalarLiteral {
    /// Creates a value from a literal.
    public init(unicodeScalarLiteral value: Value.UnicodeScalarLiteralType) {
        self = .value(Value(unicodeScalarLiteral: value))
    }
}

extension NewValue: ExpressibleByExtendedGraphemeClusterLiteral
where Value: ExpressibleByExtendedGraphemeClusterLiteral {
    /// Creates a value from a literal.
    public init(extendedGraphemeClusterLiteral value: Value.ExtendedGraphemeClusterLiteralType) {
        self = .value(Value(extendedGraphemeClusterLiteral: value))
    }
}

extension NewValue: ExpressibleByStringLiteral where Value: ExpressibleByStringLiteral {
    /// Creates a value from a literal.
    public init(stringLiteral value: Value.StringLiteralType) { self = .value(Value(stringLiteral: value)) }
}

extension NewValue: ExpressibleByStringInterpolation where Value: ExpressibleByStringInterpolation {
    /// Creates a value from a literal with interpolations.
    public init(stringInterpolation: Value.StringInterpolation) {
        self = .value(Value(stringInterpolation: stringInterpolation))
    }
}
