internal import SwiftMigConfiguration

/// How to stop what the server does for a session, from any thread.
package struct StatementCanceller: Sendable {
    private let settings: ConnectionSettings
    private let connectionID: UInt64

    init(_ connection: Connection) {
        settings = connection.settings
        connectionID = connection.connectionID
    }

    /// Ends the statement that the session is at, over a connection of its own; the session stays.
    ///
    /// - Throws: `ConnectionError`; `ServerError`, such as ER_KILL_DENIED_ERROR where a cluster lets nobody stop DDL, for
    ///   every node is at it.
    package func cancel() throws {
        let connection = try Connection(settings)
        defer { connection.close() }
        try connection.execute("KILL QUERY \(connectionID)")
    }
}

extension Connection {
    package var canceller: StatementCanceller { StatementCanceller(self) }
}
