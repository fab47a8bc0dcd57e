/// A place in the Swift sources, so that a message can point to a declaration.
///
/// Two sources are always equal. The place of a declaration is not part of the declared value, so two declarations of
/// the same table are equal wherever they are.
public struct Source: Hashable, Sendable {
    /// The file's path, as given to the compiler.
    public var file: String
    /// The line, starting at 1.
    public var line: Int

    /// Creates a place in a file.
    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// Returns true, because all sources are equal.
    public static func == (_: Source, _: Source) -> Bool { true }

    /// Adds nothing to the hash, because all sources are equal.
    public func hash(into _: inout Hasher) {}
}
