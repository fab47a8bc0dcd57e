package import DiagnosticModel
package import SQLStatements

extension SQLScriptError {
    /// The error in the statements of a file.
    package func diagnostic(in path: String) -> Diagnostic {
        let location = SourceLocation(file: path, line: line, column: column)
        switch self {
        case .unterminated(let what, _, _):
            let (name, hint) = Self.words(for: what)
            return Diagnostic(
                "unterminated_\(what.rawValue)",
                "\(path): the \(name) that starts here never ends",
                hints: [hint],
                location: location,
                exitCode: .badData
            )
        case .badDelimiter:
            return Diagnostic(
                "bad_delimiter",
                "\(path): DELIMITER needs a delimiter without a backslash",
                hints: ["write for example: DELIMITER //"],
                location: location,
                exitCode: .badData
            )
        case .severalInComment:
            return Diagnostic(
                "several_in_comment",
                "\(path): the versioned comment has another statement after this ;",
                hints: ["give each statement its own comment: /*!50003 … */; /*!50003 … */;"],
                location: location,
                exitCode: .badData
            )
        }
    }

    private static func words(for what: UnterminatedSQL) -> (name: String, hint: String) {
        switch what {
        case .string: ("string", "close it; a quote within a string is written twice: 'it''s'")
        case .quotedIdentifier: ("quoted name", "close it; a quote within a name is written twice")
        case .comment: ("comment", "close it with */")
        case .block: ("block", "add its END, or put DELIMITER lines around the routine")
        }
    }
}
