package import DiagnosticModel
package import MigrationRunner
internal import SQLStatements

extension ServerWarning {
    package var diagnostic: Diagnostic {
        let more = others > 0 ? " (and \(others) more)" : ""
        let isNote = level == "Note"
        return Diagnostic(
            "server_warning",
            "statement \(origin.number) ran with a \(isNote ? "note" : "warning") from the server: \(errno) \(message)\(more)",
            severity: isNote ? .note : .warning,
            location: origin.location
        )
    }
}
