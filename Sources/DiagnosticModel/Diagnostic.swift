/// A message to the user: a stable code for scripts, a sentence, a place, and what to type next.
///
/// Modules throw errors that hold values. `DiagnosticConvertible` turns each into a diagnostic, in one file per module
/// under `SwiftMigDiagnostics`. Errors that only commands meet have their words in the module that throws them.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        case error, warning, note
    }

    /// What the server said. Its words are always shown; passwords never are.
    package struct ServerReply: Hashable, Sendable {
        package var errno: Int
        package var sqlState: String
        package var message: String
        package var statement: String?

        package init(errno: Int, sqlState: String, message: String, statement: String?) {
            self.errno = errno
            self.sqlState = sqlState
            self.message = message
            self.statement = statement
        }
    }

    package var severity: Severity
    /// A stable name in snake case, such as `no_such_revision`.
    package var code: String
    package var message: String
    /// What to do about it, most useful first. Commands are written exactly as the user would type them.
    package var hints: [String]
    package var location: SourceLocation?
    package var server: ServerReply?
    package var exitCode: ExitCode

    package init(
        _ code: String,
        _ message: String,
        severity: Severity = .error,
        hints: [String] = [],
        location: SourceLocation? = nil,
        server: ServerReply? = nil,
        exitCode: ExitCode = .failed
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hints = hints
        self.location = location
        self.server = server
        self.exitCode = exitCode
    }
}

/// An error that can be shown to the user.
package protocol DiagnosticConvertible: Error {
    var diagnostic: Diagnostic { get }
}
