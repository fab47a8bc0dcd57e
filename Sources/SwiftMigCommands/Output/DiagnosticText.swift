internal import DiagnosticModel

/// Renders a diagnostic for users.
enum DiagnosticText {
    /// The length to which a statement is cut. The JSON document contains all of it.
    private static let longestStatement = 2_000

    static func render(_ diagnostic: Diagnostic, _ style: TextStyle) -> String {
        var lines = [label(diagnostic.severity, style) + indented(diagnostic.message)]
        if let location = diagnostic.location { lines.append("  at \(location.place.onOneLine)") }
        if let server = diagnostic.server {
            lines.append("  server: \(server.errno) (\(server.sqlState)) \(indented(server.message))")
            if let statement = server.statement, !statement.isEmpty {
                lines.append("  statement: \(indented(shortened(statement)))")
            }
        }
        for (index, hint) in diagnostic.hints.enumerated() {
            lines.append((index == 0 ? "  next: " : "        ") + style(.strong, indented(hint, by: 8)))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func label(_ severity: Diagnostic.Severity, _ style: TextStyle) -> String {
        switch severity {
        case .error: style(.error, "error:") + " "
        case .warning: style(.warning, "warning:") + " "
        case .note: style(.faint, "note:") + " "
        }
    }

    static func indented(_ text: String, by width: Int = 4) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n" + String(repeating: " ", count: width))
    }

    private static func shortened(_ statement: String) -> String {
        guard statement.count > longestStatement else { return statement }
        return statement.prefix(longestStatement) + " …"
    }
}
