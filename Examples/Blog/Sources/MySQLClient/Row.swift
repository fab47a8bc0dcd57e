/// A row of a result: the text of each value, by column name.
package struct Row: Sendable {
    private let values: [String: String?]

    init(_ values: some Sequence<(String, String?)>) {
        self.values = Dictionary(Array(values)) { first, _ in first }
    }

    /// A value that may be NULL.
    package subscript<Value: LosslessStringConvertible>(_ name: String) -> Value? {
        values[name]?.flatMap { Value($0) }
    }

    /// A value that the column always has.
    package func value<Value: LosslessStringConvertible>(_ name: String) throws -> Value {
        guard let value: Value = self[name] else { throw DatabaseError(0, "no value in the column \(name)") }
        return value
    }

    /// The value of an ENUM.
    package func value<Value: RawRepresentable>(_ name: String) throws -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try value(name)) else {
            throw DatabaseError(0, "an unknown value in the column \(name)")
        }
        return value
    }
}
