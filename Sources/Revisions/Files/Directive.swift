internal import SchemaModel
internal import SchemaSQL

/// A line `-- swiftmig: <name> key=value …`.
struct Directive: Hashable {
    var name: String
    /// Everything behind the name.
    var argument: String
    var line: Int

    /// Those that stand above a statement. Sections (`upgrade`, `downgrade`, `irreversible`) are not among them.
    static let knownOfStatements: [String] = []
    static let sections = ["upgrade", "downgrade", "irreversible"]

    private static let mark = Array("swiftmig:".utf8)

    /// Whether a line of a file is one.
    static func isDirective(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) else { return false }
        return line.dropFirst(2).drop { $0 == 0x20 || $0 == 0x09 }.starts(with: mark)
    }

    /// The directive in a comment; nil for any other comment.
    static func read(_ comment: SQLComment, path: String) throws(RevisionFileError) -> Directive? {
        let bytes = Array(comment.text.utf8)[...]
        guard isDirective(bytes) else { return nil }
        let content = bytes.dropFirst(2).drop { $0 == 0x20 || $0 == 0x09 }.dropFirst(mark.count)
        let text = String(decoding: content, as: UTF8.self)
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
        guard let name = parts.first else {
            throw .malformedDirective(SourceLocation(file: path, line: comment.line, column: 1))
        }
        var argument = parts.count > 1 ? String(parts[1]) : ""
        while argument.first == " " { argument.removeFirst() }
        while argument.last == " " { argument.removeLast() }
        return Directive(name: String(name), argument: argument, line: comment.line)
    }
}
