/// A place in a file that a person can open: 1-based line and column, both 0 where only the file is known.
package struct SourceLocation: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// Where a declaration was written. Two values that differ only in their origin are equal: where a column was
/// declared is no part of what it is, so `declared == live` stays an ordinary `==`.
package struct Origin: Hashable, Sendable {
    package var location: SourceLocation?

    package init(_ location: SourceLocation? = nil) {
        self.location = location
    }

    package static func == (_: Origin, _: Origin) -> Bool { true }

    package func hash(into _: inout Hasher) {}
}
