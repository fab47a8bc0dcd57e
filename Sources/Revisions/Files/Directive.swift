internal import DiagnosticModel
internal import SQLStatements

/// A line `-- swiftmig: <name> …`, or a line of settings: `-- swiftmig: key=value …`.
struct Directive: Hashable {
    /// A word, and its place.
    struct Word: Hashable {
        var text: String
        var location: SourceLocation
    }

    /// The name; empty for a line of settings.
    var name: String
    /// The text after the name.
    var argument: String
    /// The place where the comment starts.
    var location: SourceLocation
    /// The place where `argument` starts.
    var argumentLocation: SourceLocation
    /// The words of `argument`.
    var words: [Word]

    /// The name and the argument.
    var text: String { [name, argument].filter { !$0.isEmpty }.joined(separator: " ") }

    static let sections = ["upgrade", "downgrade", "irreversible", "history"]

    private static let mark = Array("swiftmig:".utf8)

    /// Whether a line of a file is a directive.
    static func isDirective(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) else { return false }
        return line.dropFirst(2).drop { $0 == 0x20 || $0 == 0x09 }.starts(with: mark)
    }

    /// Returns the directive in a comment; nil for any other comment.
    static func read(_ comment: SQLComment, path: String) throws(RevisionFileError) -> Directive? {
        let bytes = Array(comment.text.utf8)[...]
        guard isDirective(bytes) else { return nil }
        func location(_ offset: Int) -> SourceLocation {
            // Counts characters: bytes 0b10xxxxxx continue one.
            let column = comment.column + bytes[..<offset].count { $0 & 0xC0 != 0x80 }
            return SourceLocation(file: path, line: comment.line, column: column)
        }
        let content = trimmed(bytes.dropFirst(2).drop { $0 == 0x20 || $0 == 0x09 }.dropFirst(mark.count))
        var name = content.prefix { !isBlank($0) }
        if name.isEmpty { throw .malformedDirective(location(bytes.startIndex)) }
        if name.contains(UInt8(ascii: "=")) { name = content.prefix(0) }
        let argument = trimmed(content.dropFirst(name.count))
        return Directive(
            name: String(decoding: name, as: UTF8.self),
            argument: String(decoding: argument, as: UTF8.self),
            location: location(bytes.startIndex),
            argumentLocation: location(argument.startIndex),
            words: argument.split(whereSeparator: isBlank).map { word in
                Word(text: String(decoding: word, as: UTF8.self), location: location(word.startIndex))
            }
        )
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }
}
