internal import CMariaDB
package import Configuration
package import SchemaModel
internal import SchemaSQL

/// One session on a server, over libmariadb. Used by one task at a time.
///
/// The session's `sql_mode` stays as the server has it; `dialect` says what that means for quoting. Text is utf8mb4.
package final class Connection {
    package let settings: ConnectionSettings
    package private(set) var dialect = SQLDialect()
    /// What the server calls itself, such as `10.11.6-MariaDB-0+deb12u1`.
    package let serverVersionText: String
    /// The name of the TLS cipher in use, nil without TLS.
    package let tlsCipher: String?

    /// nil once closed.
    var handle: UnsafeMutablePointer<MYSQL>?
    /// `max_allowed_packet` of the session, in bytes.
    var maximumPacketSize = 1 << 20

    /// - Throws: `ConnectionError`.
    package init(_ settings: ConnectionSettings) throws {
        let handle = try Login(settings: settings).open()
        self.handle = handle
        self.settings = settings
        serverVersionText = mysql_get_server_info(handle).map { String(cString: $0) } ?? ""
        tlsCipher = mysql_get_ssl_cipher(handle).map { String(cString: $0) }
        do {
            try readSession()
        } catch let error as ServerError {
            close()
            throw ConnectionError(error, settings: settings)
        }
    }

    deinit {
        close()
    }

    /// Ends the session. Harmless when it is over already.
    package func close() {
        if let handle { mysql_close(handle) }
        handle = nil
    }

    /// The server's number for this session, as in `KILL` and `SHOW PROCESSLIST`.
    package var connectionID: UInt64 {
        handle.map { UInt64(mysql_thread_id($0)) } ?? 0
    }

    /// Nobody between here and the server can read along: TLS, or a unix socket.
    package var isSecure: Bool {
        if case .socket = settings.address { return true }
        return tlsCipher != nil
    }

    /// Learns what the session was given: how it reads text, and how long a packet may be.
    func readSession() throws {
        let rows = try execute("SELECT @@SESSION.sql_mode, @@SESSION.max_allowed_packet").rows
        guard let row = rows.first else { return }
        let modes = (row[0] ?? "").split(separator: ",")
        dialect = SQLDialect(
            ansiQuotes: modes.contains("ANSI_QUOTES"),
            noBackslashEscapes: modes.contains("NO_BACKSLASH_ESCAPES")
        )
        maximumPacketSize = row.int(1) ?? maximumPacketSize
    }
}
