/// A column's part in the primary key: `true` if it is the whole key, or its position (1, 2, …) in a key of several
/// columns.
public struct PrimaryKeyPart: Hashable, Sendable, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    /// The position in the key, starting at 1; nil for a column that is not part of it.
    public let position: Int?

    /// Creates a part for the whole key, or for a column that is not part of it.
    public init(booleanLiteral isWholeKey: Bool) {
        position = isWholeKey ? 1 : nil
    }

    /// Creates a part for a position in a key of several columns, starting at 1.
    public init(integerLiteral position: Int) {
        self.position = position
    }
}
