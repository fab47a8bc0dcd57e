/// A place in a file that a person can open: 1-based line and column, both 0 where only the file is known.
public struct SourceLocation: Hashable, Sendable {
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// Where a declaration was written. Two values that differ only in their origin are equal: where a column was
/// declared is no part of what it is, so `declared == live` stays an ordinary `==`.
public struct Origin: Hashable, Sendable {
    public var location: SourceLocation?

    public init(_ location: SourceLocation? = nil) {
        self.location = location
    }

    public static func == (_: Origin, _: Origin) -> Bool { true }

    public func hash(into _: inout Hasher) {}
}
