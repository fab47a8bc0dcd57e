/// A value that does not fit its type: a cell that was read, or a value that cannot be sent to a server.
public struct ValueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The table, by the name that the statement gives it. Empty for an expression, and for a value that is sent.
    public var table: String
    /// The column's name in the result. Empty for a value that is sent.
    public var column: String
    /// The type that was asked for, or that was to be sent.
    public var type: String
    /// The value, shortened to about 100 characters.
    public var value: String
    /// Why the value does not fit.
    public var reason: String

    /// Creates an error.
    public init(table: String = "", column: String = "", type: String, value: String, reason: String) {
        self.table = table
        self.column = column
        self.type = type
        self.value = value
        self.reason = reason
    }

    /// One sentence, such as `Cannot read users.age as Int8: 300 is not between -128 and 127`.
    public var description: String {
        if column.isEmpty { return "Cannot send the \(type) \(value): \(reason)" }
        return "Cannot read \(table.isEmpty ? column : "\(table).\(column)") as \(type): \(reason)"
    }
}

/// The start of a value, for messages.
enum Shown {
    private static let limit = 100

    /// A text in quotes.
    static func text(_ text: some StringProtocol) -> String {
        let start = text.prefix(limit)
        return start.endIndex == text.endIndex ? "'\(text)'" : "'\(start)…'"
    }

    /// A text in quotes. Only its start is decoded.
    static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        // No more bytes than four for each character, and one character more, which may be cut.
        text(String(decoding: bytes.prefix(limit * 4 + 4), as: UTF8.self))
    }

    /// Bytes as a hexadecimal literal.
    static func hex(_ bytes: some Collection<UInt8>) -> String {
        let digits = bytes.prefix(limit / 2).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "x'" + digits.joined() + (bytes.count > limit / 2 ? "…'" : "'")
    }
}
