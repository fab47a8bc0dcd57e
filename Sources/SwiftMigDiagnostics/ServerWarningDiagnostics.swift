package import DiagnosticModel
package import MigrationRunner
internal import SchemaSQL

extension ServerWarning {
    /// - Parameter path: The file of the revision.
    package func diagnostic(in path: String) -> Diagnostic {
        let more = others > 0 ? " (and \(others) more)" : ""
        return Diagnostic(
            "server_warning",
            "the server ran statement \(index + 1) and remarked, \(errno): \(message)\(more)",
            severity: level == "Note" ? .note : .warning,
            location: SourceLocation(file: path, line: statement.line, column: statement.column)
        )
    }
}
