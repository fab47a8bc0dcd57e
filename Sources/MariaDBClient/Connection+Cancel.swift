package import DatabaseSettings

/// Stops the current statement of a session, from any thread.
package struct StatementCanceller: Sendable {
    private let settings: ConnectionSettings
    private let connectionID: UInt64

    package init(settings: ConnectionSettings, connectionID: UInt64) {
        self.settings = settings
        self.connectionID = connectionID
    }

    /// Ends the current statement of the session over a separate connection. The session stays open.
    ///
    /// - Throws: `ConnectionError`; `ServerError`, such as ER_KILL_DENIED_ERROR on a cluster, where DDL runs on every
    ///   node and cannot be stopped.
    package func cancel() throws {
        let connection = try Connection(settings)
        defer { connection.close() }
        try connection.execute("KILL QUERY \(connectionID)")
    }
}

extension Connection {
    package var canceller: StatementCanceller {
        StatementCanceller(settings: settings, connectionID: connectionID)
    }
}
