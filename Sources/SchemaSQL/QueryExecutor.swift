package import SchemaModel

/// Runs SQL somewhere: on a server, or against recorded rows in a test. Used by one task at a time.
package protocol QueryExecutor: AnyObject {
    /// How this session reads SQL text.
    var dialect: SQLDialect { get }

    /// Runs one statement.
    ///
    /// - Throws: `ServerError`.
    @discardableResult
    func execute(_ statement: String) throws -> StatementResult

    /// Runs the statements in order, in as few round trips as the connection can, and stops at the first that fails.
    ///
    /// - Throws: `ServerError` whose `batchIndex` is the place of the statement that failed; all before it have run.
    @discardableResult
    func execute(batch statements: [String]) throws -> [StatementResult]

    /// The same, but each result goes to `receive` (with its statement's place) as soon as it is there, while the
    /// server works on the next.
    ///
    /// - Throws: `ServerError` as above; of the results before the failed one, all, some or none were handed over.
    func execute(batch statements: [String], receive: (Int, StatementResult) -> Void) throws

    /// The same, but of other statements than those that `keepsRows` says the rows are counted and not kept: there may be more
    /// of them than memory holds.
    func execute(
        batch statements: [String],
        keepsRows: @escaping (Int) -> Bool,
        receive: (Int, StatementResult) -> Void
    ) throws

    /// Makes the session what it was after its login, but for the database: without its variables, temporary tables, locks
    /// and prepared statements.
    ///
    /// - Throws: `ServerError`.
    func resetSession() throws
}

extension QueryExecutor {
    package func execute(
        batch statements: [String],
        keepsRows: @escaping (Int) -> Bool,
        receive: (Int, StatementResult) -> Void
    ) throws {
        try execute(batch: statements, receive: receive)
    }

    package func execute(batch statements: [String], receive: (Int, StatementResult) -> Void) throws {
        for (index, result) in try execute(batch: statements).enumerated() { receive(index, result) }
    }
}

/// What one statement gave back.
package struct StatementResult: Sendable {
    package var rows: RowSet
    package var affectedRows: UInt64
    package var warningCount: Int

    package init(rows: RowSet = RowSet(), affectedRows: UInt64 = 0, warningCount: Int = 0) {
        self.rows = rows
        self.affectedRows = affectedRows
        self.warningCount = warningCount
    }
}

/// An error of the server, or of the client library about the connection.
package struct ServerError: Error, Hashable, Sendable {
    package var errno: Int
    package var sqlState: String
    /// The server's own words.
    package var message: String
    package var statement: String?
    /// The index of the failed statement in a batch.
    package var batchIndex: Int?
    /// Whom the server takes the session for, quoted (`'app'@'%'`): the message may name the host of the login instead.
    /// Only where a privilege is missing.
    package var account: String?
    /// The session's database, where a privilege is missing.
    package var database: String?

    package init(errno: Int, sqlState: String, message: String, statement: String? = nil, batchIndex: Int? = nil) {
        self.errno = errno
        self.sqlState = sqlState
        self.message = message
        self.statement = statement
        self.batchIndex = batchIndex
    }

    /// The connection is gone, so whether the statement ran is unknown: CR_SERVER_GONE_ERROR, CR_SERVER_LOST,
    /// CR_SERVER_LOST_EXTENDED, ER_CONNECTION_KILLED (MariaDB 1927), ER_SERVER_SHUTDOWN and CR_SSL_CONNECTION_ERROR, which is
    /// what a lost TLS connection gives ("unexpected eof while reading"); in a login it is an error of the login.
    package var isConnectionLost: Bool {
        [2006, 2013, 2055, 1927, 1053, 2026].contains(errno)
    }
}
