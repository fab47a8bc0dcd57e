package import SchemaModel
package import SchemaSQL

extension ServerError: DiagnosticConvertible {
    /// What the server said about a statement, as `Diagnostic` carries it.
    package var reply: Diagnostic.ServerReply {
        Diagnostic.ServerReply(errno: errno, sqlState: sqlState, message: message, statement: statement)
    }

    package var diagnostic: Diagnostic {
        var diagnostic =
            if isConnectionLost {
                Diagnostic(
                    "connection_lost",
                    "the connection to the server was lost: \(message)",
                    hints: [
                        "whether the statement ran is unknown; see how far it came: swiftmig current --verbose"
                    ],
                    exitCode: .unavailable
                )
            } else if let grant = MissingPrivilege(self) {
                Diagnostic(
                    "insufficient_privileges",
                    "not enough privileges: \(message)",
                    hints: ["as an administrator: \(grant.statement)"]
                )
            } else {
                Diagnostic("server_error", "the server refused a statement: \(message)")
            }
        diagnostic.server = reply
        return diagnostic
    }
}
