package import SchemaModel
package import YAMLDocument

extension YAMLError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .syntax(let problem, let location):
            Diagnostic(
                "broken_yaml",
                "This is not YAML: \(problem).",
                hints: ["Quote a value that starts with one of * & ! % @ ` or holds \": \" or \" #\"."],
                location: location,
                exitCode: .configuration
            )
        case .duplicateKey(let key, let location, let first):
            Diagnostic(
                "duplicate_key",
                "The key \(key) stands here a second time; the first is at line \(first.line).",
                location: location,
                exitCode: .configuration
            )
        case .keyIsNotText(let location):
            Diagnostic(
                "key_is_not_text",
                "A key must be text, not a list or a mapping.",
                location: location,
                exitCode: .configuration
            )
        case .unsupported(let feature, let location):
            Diagnostic(
                "unsupported_yaml",
                "YAML's \(feature) are not read here.",
                hints: ["Write the value out; quote it if it only starts with & or *."],
                location: location,
                exitCode: .configuration
            )
        case .severalDocuments(let location):
            Diagnostic(
                "several_documents",
                "A second YAML document starts here; one file holds one document.",
                hints: ["Remove the line ---, or move what follows to a file of its own."],
                location: location,
                exitCode: .configuration
            )
        }
    }
}
