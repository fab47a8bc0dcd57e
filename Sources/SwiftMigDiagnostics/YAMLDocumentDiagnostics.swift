package import DiagnosticModel
package import YAMLDocument

extension YAMLError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .syntax(let problem, let location):
            Diagnostic(
                "broken_yaml",
                "this is not YAML: \(problem)",
                hints: ["quote a value that starts with one of * & ! % @ `, ends with \":\" or holds \": \" or \" #\""],
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
