internal import ServerPort

/// What the server, or the client library, said about a statement that failed.
public struct ServerFailure: Error, Hashable, Sendable {
    /// The error number, such as 1062. Numbers from 2000 are the client library's.
    public var code: Int
    /// The SQLSTATE, such as `23000`.
    public var sqlState: String
    /// The server's words. They may contain values of the row, such as the duplicate key.
    public var message: String
    /// The statement as it was sent, with `?` for the values; empty if there was none.
    public var statement: String
    /// The values of the statement, if the engine's ``Echo`` shows them.
    public var parameters: [String]?
    /// Where the program asked for the change that a session's flush could not make, such as
    /// `add at Shop/Users.swift:12`, and which of several rows it is. nil for other statements.
    public var origin: String?
    /// The index of the element whose values failed, in ``Session/execute(each:_:)``. nil for other statements, or if
    /// the server does not tell: MariaDB before 10.7.
    public var row: Int?
    /// Whether the connection was lost while a statement ran that commits its own changes: each statement outside of a
    /// transaction, COMMIT, and definitions such as CREATE TABLE. Nobody knows whether it has taken effect.
    public var mayHaveTakenEffect = false

    /// Creates a failure.
    public init(code: Int, sqlState: String, message: String, statement: String, parameters: [String]? = nil) {
        self.code = code
        self.sqlState = sqlState
        self.message = message
        self.statement = statement
        self.parameters = parameters
    }
}

extension ServerFailure {
    /// Whether a statement whose connection was lost had been sent. The client library gives 2006 for one that it could
    /// not send.
    var wasSent: Bool { code != ServerErrorCode.serverGone.rawValue }

    /// Whether the transaction is rolled back, or can be, and may well succeed if it is run again.
    var isTransient: Bool {
        let error = ServerError(errno: code, sqlState: sqlState, message: message)
        return (Set.transient.contains(error.code) || error.isConnectionLost) && !mayHaveTakenEffect
    }

    init(_ error: ServerError) {
        self.init(
            code: error.errno,
            sqlState: error.sqlState,
            message: error.message,
            statement: error.statement ?? ""
        )
    }
}

extension Set<ServerErrorCode> {
    /// Another transaction was in the way.
    fileprivate static let transient: Set = [.lockDeadlock, .recordChanged, .rollbackDuringCommit, .lockWaitTimeout]
}
