/// A statement that sends its interpolated values as parameters, so they are never read as SQL.
///
/// ```swift
/// try await database.query("SELECT * FROM users WHERE email = \(email)")
/// ```
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// A value as a parameter.
    package enum Value: Sendable {
        case null
        case integer(Int64)
        case text(String)
    }

    /// The text to prepare, with `?` for every value.
    let text: String
    let values: [Value]

    package struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var values: [Value] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ value: String?) {
            append(value.map(Value.text) ?? .null)
        }

        package mutating func appendInterpolation(_ value: some BinaryInteger) {
            append(.integer(Int64(truncatingIfNeeded: value)))
        }

        package mutating func appendInterpolation<Raw: RawRepresentable>(_ value: Raw) where Raw.RawValue == String {
            append(.text(value.rawValue))
        }

        private mutating func append(_ value: Value) {
            text += "?"
            values.append(value)
        }
    }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    package init(stringLiteral: String) {
        text = stringLiteral
        values = []
    }
}
