package import SchemaModel

/// What a command gives back: one value that becomes text, JSON and an exit code.
package protocol Report: Encodable {
    /// What a person reads on stdout; empty for nothing, otherwise its last line ends with a newline.
    func text(_ style: TextStyle) -> String
    var exitCode: ExitCode { get }
    /// The JSON document itself, where another format defines it; nil to encode the report.
    var rawJSON: String? { get }
    /// Whether the text is a script or a document for other programs. It is then written as it is, but for a terminal.
    var isForPrograms: Bool { get }
}

extension Report {
    package var exitCode: ExitCode { .success }
    package var rawJSON: String? { nil }
    package var isForPrograms: Bool { false }
}
