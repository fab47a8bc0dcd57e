/// An error from the server, or from the client library about the connection.
package struct ServerError: Error, Hashable, Sendable {
    package var errno: Int
    package var sqlState: String
    /// The server's words.
    package var message: String
    package var statement: String?
    /// The index of the failed statement among those that were executed together.
    package var failedIndex: Int?
    /// The account that the server uses for the session, quoted (`'app'@'%'`), because the message may name the login's
    /// host instead. Set only if a privilege is missing.
    package var account: String?
    /// The session's database. Set only if a privilege is missing.
    package var database: String?

    package init(
        code: ServerErrorCode,
        sqlState: String,
        message: String,
        statement: String? = nil,
        failedIndex: Int? = nil
    ) {
        self.init(
            errno: code.rawValue,
            sqlState: sqlState,
            message: message,
            statement: statement,
            failedIndex: failedIndex
        )
    }

    package init(errno: Int, sqlState: String, message: String, statement: String? = nil, failedIndex: Int? = nil) {
        self.errno = errno
        self.sqlState = sqlState
        self.message = message
        self.statement = statement
        self.failedIndex = failedIndex
    }

    package var code: ServerErrorCode { ServerErrorCode(rawValue: errno) }

    /// Whether the connection is gone, in which case the statement may or may not have run.
    package var isConnectionLost: Bool { Set.connectionLost.contains(code) }
}
