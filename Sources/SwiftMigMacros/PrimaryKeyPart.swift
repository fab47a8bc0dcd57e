/// A column's part in the primary key: `true` where it is the whole key, its place (1, 2, …) where it is one of several.
public struct PrimaryKeyPart: Hashable, Sendable, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    /// The place in the key, counted from 1; nil for a column that is no part of it.
    public let position: Int?

    /// The whole key, or no part of it.
    public init(booleanLiteral isWholeKey: Bool) {
        position = isWholeKey ? 1 : nil
    }

    /// A place in a key of several columns, counted from 1.
    public init(integerLiteral position: Int) {
        self.position = position
    }
}
