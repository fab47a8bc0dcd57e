/// What a person is told: the stable code that scripts rely on, the sentence, the place, and what to type next.
///
/// Modules throw errors that hold values; `DiagnosticConvertible` turns each into one of these, in one file per
/// module under `SwiftMigDiagnostics` (or `SwiftMigCommands/Diagnostics`), so that all words stand together.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        case error, warning, note
    }

    /// What the server itself said. Its words are always shown; values of a password never are.
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
    /// What to do about it, most useful first; commands stand as they are typed.
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

/// An error that can be told to a person.
package protocol DiagnosticConvertible: Error {
    var diagnostic: Diagnostic { get }
}

/// The process exit codes that scripts rely on.
package enum ExitCode: Int32, Hashable, Sendable {
    /// Done, or nothing to do.
    case success = 0
    case failed = 1
    /// `check`, `diff`, `lint`, `verify`, `current --check-heads`: there are differences, pending revisions, findings.
    case differences = 2
    /// It would lose data and was not allowed to.
    case refused = 3
    case usage = 64
    /// A revision file or the chain is broken.
    case badData = 65
    /// The server cannot be reached, or turns the login away.
    case unavailable = 69
    /// The output cannot be written.
    case writeFailed = 74
    /// Another run holds the lock.
    case locked = 75
    /// The configuration, the models included, is wrong.
    case configuration = 78
    /// Stopped by Ctrl-C, or by SIGTERM: what a shell says of a program that the signal ended.
    case interrupted = 130
    case terminated = 143
}
