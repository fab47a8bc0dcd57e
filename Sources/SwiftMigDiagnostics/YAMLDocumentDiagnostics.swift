package import DiagnosticModel
package import YAMLDocument

extension YAMLError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .syntax(let problem, let location, let mistake):
            Diagnostic(
                "broken_yaml",
                "this is not YAML: \(problem)",
                hints: mistake.hints,
                location: location,
                exitCode: .configuration
            )
        case .duplicateKey(let key, let location, let first):
            Diagnostic(
                "duplicate_key",
                "the key '\(key)' is here a second time; the first is in line \(first.line)",
                hints: ["remove one of the two"],
                location: location,
                exitCode: .configuration
            )
        case .keyIsNotText(let location):
            Diagnostic(
                "key_is_not_text",
                "a key must be text, not a list or a mapping",
                hints: ["quote a key that starts with [ or {"],
                location: location,
                exitCode: .configuration
            )
        case .unsupported(let feature, let location):
            Diagnostic(
                "unsupported_yaml",
                "YAML's \(feature) are not supported here",
                hints: ["write the value out, or quote it if it only starts with & or *"],
                location: location,
                exitCode: .configuration
            )
        case .severalDocuments(let location):
            Diagnostic(
                "several_documents",
                "a second YAML document starts here; one file holds one document",
                hints: ["remove the line ---, or move what follows to a file of its own"],
                location: location,
                exitCode: .configuration
            )
        }
    }
}

extension YAMLMistake {
    fileprivate var hints: [String] {
        let quote = "quote a value that starts with one of * & ! % @ `, ends with \":\" or holds \": \" or \" #\""
        switch self {
        case .tab: return ["indent with spaces: in YAML a tab does not indent"]
        case .unclosed("[", let place): return [Self.closing("[", "]", place)]
        case .unclosed("{", let place): return [Self.closing("{", "}", place)]
        case .unclosed(let mark, let place): return ["close the \(mark) of line \(place.line), column \(place.column)"]
        case .indentation:
            return [
                "begin the keys of one mapping, and the dashes of one list, in the same column",
                "or quote the whole value, if only its beginning is quoted",
            ]
        case .colon: return [quote, "or look at the line above: a key ends with a colon, and has its own line"]
        case .listInLine: return ["begin the list in the next line, or write it as [a, b]"]
        case .other: return [quote]
        }
    }

    private static func closing(_ opening: Character, _ end: Character, _ place: SourceLocation) -> String {
        "close the \(opening) of line \(place.line), column \(place.column) with \(end), and put commas between its entries"
    }
}
