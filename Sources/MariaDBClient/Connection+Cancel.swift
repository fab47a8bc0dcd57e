internal import CMariaDB
package import DatabaseSettings
internal import ServerPort

/// Stops the current statement of a session, from any thread.
package struct StatementCanceller: Sendable {
    private let settings: ConnectionSettings
    private let connectionID: UInt64
    private let server: String?

    /// - Parameters:
    ///   - server: What the server of the session says of `serverIdentity`; nil if it did not say anything.
    ///   - patience: How long the server may be silent; nil for as long as the settings say.
    package init(
        settings: ConnectionSettings,
        connectionID: UInt64,
        server: String? = nil,
        patience: Duration? = nil
    ) {
        var settings = settings
        if let patience {
            settings.connectTimeout = patience
            settings.readTimeout = patience
        }
        self.settings = settings
        self.connectionID = connectionID
        self.server = server
    }

    /// The expression that tells a server from others that may answer at the same address, as those of a cluster do.
    package static let serverIdentity = "CONCAT_WS('/', @@hostname, @@port, @@server_id)"

    /// Ends the current statement of the session over a separate connection. The session stays open.
    ///
    /// - Throws: `ConnectionError`; `ServerError`, such as ER_KILL_DENIED_ERROR on a cluster, where DDL runs on every
    ///   node and cannot be stopped.
    package func cancel() throws {
        let handle = try Login(settings: settings, for: .application(isNonblocking: false)).open()
        defer { mysql_close(handle) }
        if let server {
            let answer = try handle.firstCell(of: "SELECT \(Self.serverIdentity)")
            // There, the number is that of a session of somebody else.
            if answer != server { throw ConnectionError(.cannotReach, settings: settings, server: .otherServer) }
        }
        _ = try handle.firstCell(of: "KILL QUERY \(connectionID)")
    }
}

extension UnsafeMutablePointer<MYSQL> {
    /// Runs a statement, and returns the first cell of its result, if it has one.
    fileprivate func firstCell(of text: String) throws(ServerError) -> String? {
        guard mysql_real_query(self, text, UInt(text.utf8.count)) == 0 else {
            throw ServerError(lastOf: self, statement: text)
        }
        guard let result = mysql_store_result(self) else { return nil }
        defer { mysql_free_result(result) }
        return mysql_fetch_row(result).flatMap { $0[0].map { String(cString: $0) } }
    }
}

extension ServerError {
    fileprivate static let otherServer = ServerError(
        code: .cannotConnectToHost,
        sqlState: "HY000",
        message: "another server answers at the address of the session"
    )
}

extension Connection {
    package var canceller: StatementCanceller {
        StatementCanceller(settings: settings, connectionID: connectionID)
    }
}
