package import DiagnosticModel
package import MigrationRunner
internal import SQLStatements

extension ServerWarning {
    /// - Parameter path: The file of the revision.
    package func diagnostic(in path: String) -> Diagnostic {
        let more = others > 0 ? " (and \(others) more)" : ""
        let isNote = level == "Note"
        return Diagnostic(
            "server_warning",
            "statement \(index + 1) ran with a \(isNote ? "note" : "warning") from the server: \(errno) \(message)\(more)",
            severity: isNote ? .note : .warning,
            location: SourceLocation(file: path, line: statement.line, column: statement.column)
        )
    }
}
