package import DiagnosticModel

/// Where a declaration was written. Any two origins are equal, because a column's place in a file is not part of the
/// column, and `declared == live` stays an ordinary `==`.
package struct Origin: Hashable, Sendable {
    package var location: SourceLocation?

    package init(_ location: SourceLocation? = nil) {
        self.location = location
    }

    package static func == (_: Origin, _: Origin) -> Bool { true }

    package func hash(into _: inout Hasher) {}
}
