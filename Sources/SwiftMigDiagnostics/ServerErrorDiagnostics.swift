package import DiagnosticModel
internal import SQLStatements
package import ServerPort

extension ServerError: DiagnosticConvertible {
    /// The server's error about a statement, in the form of `Diagnostic`, with passwords masked.
    package var reply: Diagnostic.ServerReply {
        Diagnostic.ServerReply(
            errno: errno,
            sqlState: sqlState,
            message: message,
            statement: statement.map { StatementSecrets.masked($0) }
        )
    }

    package var diagnostic: Diagnostic {
        var diagnostic =
            if isConnectionLost {
                Diagnostic(
                    "connection_lost",
                    "the connection to the server was lost: \(message)",
                    hints: [
                        "whether the statement ran is unknown; see how far the run got: swiftmig current --verbose"
                    ],
                    exitCode: .unavailable
                )
            } else if let grant = MissingPrivilege(self) {
                Diagnostic(
                    "insufficient_privileges",
                    "not enough privileges: \(message)",
                    hints: ["as an administrator: \(grant.statement)"]
                )
            } else if [.notAllowedCommand, .localFilesDisabled, .localFilesDisabledInMariaDB].contains(code) {
                Diagnostic(
                    "server_error",
                    "the server refused a statement: \(message)",
                    hints: [
                        "to let LOAD DATA LOCAL send files from this machine: database: {local_infile: true} in migrate.yaml, "
                            + "and on the server SET GLOBAL local_infile = 1"
                    ]
                )
            } else if code == .invalidDefault || code == .truncatedWrongValue && message.contains("00-00") {
                Diagnostic(
                    "server_error",
                    "the server refused a statement: \(message)",
                    hints: [
                        "dates with zeros need a session without NO_ZERO_DATE and NO_ZERO_IN_DATE: database: {sql_mode: …} in "
                            + "migrate.yaml, or SET SESSION sql_mode before the statement"
                    ]
                )
            } else {
                Diagnostic("server_error", "the server refused a statement: \(message)")
            }
        diagnostic.server = reply
        return diagnostic
    }
}
