package import DiagnosticModel

/// The result of a command, which becomes text, JSON and an exit code.
package protocol Report: Encodable {
    /// Returns the text for stdout. It is empty, or its last line ends with a newline.
    func text(_ style: TextStyle) -> String
    var exitCode: ExitCode { get }
    /// The JSON document, if it has its own format; nil to encode the report.
    var rawJSON: String? { get }
    /// Whether the text is a script or document for other programs. It is then written unchanged, except to a terminal.
    var isForPrograms: Bool { get }
}

extension Report {
    package var exitCode: ExitCode { .success }
    package var rawJSON: String? { nil }
    package var isForPrograms: Bool { false }
}
