package import MariaDBClient
package import ServerPort
package import SwiftMig

extension ServerError {
    /// Whether the session cannot be used any more: it is lost, or the library has left a part of an answer unread.
    package var endsSession: Bool {
        switch errno {
        // The errors of the library about the values of a statement.
        case 2030...2036: false
        case 2000..<3000, 5000..<6000: true
        default: isConnectionLost
        }
    }
}

/// Why a call of a connection failed.
package enum DriverError: Error, Sendable {
    /// No session could be opened.
    case cannotConnect(ConnectionError)
    /// The server or the library refused a statement, or the session was lost.
    case server(ServerError)
    /// The task was cancelled, and the statement has ended on the server or was not sent.
    case cancelled(statement: String)
    /// The server took longer than allowed, and the statement has ended there.
    case timeout(statement: String, Duration)
    /// The statement has another number of placeholders than values.
    case wrongValueCount(statement: String, expected: Int, given: Int)
    /// The statement and its values are larger than the server accepts. Nothing was sent.
    case packetTooLarge(statement: String, bytes: Int, limit: Int)
    /// A value cannot be sent.
    case badValue(ValueError)
    /// The session has ended.
    case closed
    /// The owner has closed the connection, and the statement has ended on the server or was not sent.
    case shutDown
}
