internal import CLibYAML
package import DiagnosticModel

/// The usual cause of a syntax error, as far as it shows.
package enum YAMLMistake: Hashable, Sendable {
    /// A line is indented with a tab.
    case tab
    /// `[`, `{` or a quotation mark that nothing closes, and where it is.
    case unclosed(Character, SourceLocation)
    /// Two keys or items of one level begin in different columns.
    case indentation
    /// A second colon in a line, or no colon in the line above.
    case colon
    /// A list begins in the line of its key.
    case listInLine
    case other
}

extension YAMLMistake {
    /// - Parameters:
    ///   - parser: A parser that has failed.
    ///   - bytes: Its input.
    ///   - location: Turns a place in the input into one in the file.
    init(
        of parser: yaml_parser_t,
        in bytes: ArraySlice<UInt8>,
        _ location: (yaml_mark_t) -> SourceLocation
    ) {
        // libyaml identifies an error only by its words (0.2.5).
        let problem = parser.problem.map { String(cString: $0) } ?? ""
        let context = parser.context.map { String(cString: $0) } ?? ""
        let opening = location(parser.context_mark)
        self =
            switch (context, problem) {
            case _ where problem.contains("tab character") || Self.isTab(at: parser.problem_mark, in: bytes): .tab
            case ("while parsing a flow sequence", _): .unclosed("[", opening)
            case ("while parsing a flow mapping", _): .unclosed("{", opening)
            case ("while scanning a quoted scalar", "found unexpected end of stream"),
                ("while scanning a quoted scalar", "found unexpected document indicator"):
                .unclosed(Self.character(at: parser.context_mark, in: bytes) == UInt8(ascii: "'") ? "'" : "\"", opening)
            case ("while parsing a block mapping", _), ("while parsing a block collection", _): .indentation
            case (_, "mapping values are not allowed in this context"): .colon
            case (_, "block sequence entries are not allowed in this context"): .listInLine
            default: .other
            }
    }

    /// Whether the place is a tab after nothing but spaces.
    private static func isTab(at mark: yaml_mark_t, in bytes: ArraySlice<UInt8>) -> Bool {
        let line = line(of: mark, in: bytes)
        let blanks = line.prefix(Int(mark.column))
        return blanks.count == mark.column && blanks.allSatisfy { $0 == UInt8(ascii: " ") }
            && line.dropFirst(blanks.count).first == UInt8(ascii: "\t")
    }

    private static func character(at mark: yaml_mark_t, in bytes: ArraySlice<UInt8>) -> UInt8? {
        // A column counts characters, and the other bytes of a character are continuations.
        line(of: mark, in: bytes).filter { $0 & 0xC0 != 0x80 }.dropFirst(Int(mark.column)).first
    }

    private static func line(of mark: yaml_mark_t, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return Int(mark.line) < lines.count ? lines[Int(mark.line)] : []
    }
}
