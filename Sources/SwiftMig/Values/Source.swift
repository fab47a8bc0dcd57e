/// Where in the Swift sources something was declared, so that a message can point at the line.
///
/// Two sources are always equal: where a column was declared is no part of what it is, and two declarations of the same
/// table compare equal wherever they stand.
public struct Source: Hashable, Sendable {
    /// The file's path as the compiler was given it.
    public var file: String
    /// The line, counted from 1.
    public var line: Int

    /// Creates a place in a file.
    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// Always true: see the type.
    public static func == (_: Source, _: Source) -> Bool { true }

    /// Puts in nothing, as all sources are equal.
    public func hash(into _: inout Hasher) {}
}
