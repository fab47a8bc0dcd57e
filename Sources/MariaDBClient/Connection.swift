internal import CMariaDB
package import SchemaModel
internal import SchemaSQL
package import SwiftMigConfiguration

/// One session on a server, over libmariadb. Used by one task at a time.
///
/// The session's `sql_mode` stays as the server has it; `dialect` says what that means for quoting. Text is utf8mb4.
package final class Connection {
    package let settings: ConnectionSettings
    package private(set) var dialect = SQLDialect()
    /// What the server calls itself, such as `10.11.6-MariaDB-0+deb12u1`.
    package let serverVersionText: String
    /// Whether the server is a node of a Galera cluster. Then reads wait for what the other nodes have done before.
    package private(set) var isClusterNode = false
    /// The name of the TLS cipher in use, nil without TLS.
    package let tlsCipher: String?

    /// nil once closed.
    var handle: UnsafeMutablePointer<MYSQL>?
    /// `max_allowed_packet` of the session, in bytes.
    var maximumPacketSize = 1 << 20

    /// Opens a session at the address, or at the first of its alternatives that has one to give. `settings` of the session
    /// name that one first.
    ///
    /// - Throws: `ConnectionError`: what the first address said.
    package static func open(_ settings: ConnectionSettings) throws -> Connection {
        let addresses = [settings.address] + settings.alternatives
        var first: ConnectionError?
        for place in addresses.indices {
            var settings = settings
            settings.address = addresses[place]
            settings.alternatives = Array(addresses[(place + 1)...] + addresses[..<place])
            do {
                return try Connection(settings)
            } catch let error as ConnectionError where error.mayBeOtherwiseElsewhere {
                first = first ?? error
            }
        }
        throw first
            ?? ConnectionError(.other, settings: settings, server: ServerError(errno: 0, sqlState: "", message: ""))
    }

    /// Opens a session at the address alone.
    ///
    /// - Throws: `ConnectionError`.
    package init(_ settings: ConnectionSettings) throws {
        let handle = try Login(settings: settings).open()
        self.handle = handle
        self.settings = settings
        serverVersionText = mysql_get_server_info(handle).map { String(cString: $0) } ?? ""
        tlsCipher = mysql_get_ssl_cipher(handle).map { String(cString: $0) }
        do {
            try readSession()
            if isClusterNode { try joinCluster() }
        } catch let error as ServerError {
            close()
            throw ConnectionError(error, settings: settings)
        } catch {
            close()
            throw error
        }
    }

    /// Makes sure that the node is one of its cluster, and that what is read here is no older than what was written on another.
    private func joinCluster() throws {
        let ready = try execute("SHOW STATUS LIKE 'wsrep_ready'").rows.first?[1]
        guard ready == "ON" else {
            let state = try execute("SHOW STATUS LIKE 'wsrep_local_state_comment'").rows.first?[1]
            let reply = ServerError(errno: 1047, sqlState: "08S01", message: "WSREP has not yet prepared node")
            throw ConnectionError(.nodeNotReady(state: state ?? ""), settings: settings, server: reply)
        }
        // All kinds: SELECT and START TRANSACTION (1), UPDATE and DELETE (2), INSERT and REPLACE (4), SHOW (8). The journal
        // and the fingerprints are read by SHOW and changed by UPDATE.
        try execute("SET SESSION wsrep_sync_wait = 15")
    }

    deinit {
        close()
    }

    /// Ends the session. Harmless when it is over already.
    package func close() {
        if let handle {
            ProgressReports.receive(from: handle, nil)
            mysql_close(handle)
        }
        handle = nil
    }

    /// The server's number for this session, as in `KILL` and `SHOW PROCESSLIST`.
    package var connectionID: UInt64 {
        handle.map { UInt64(mysql_thread_id($0)) } ?? 0
    }

    package var isMariaDB: Bool { serverVersionText.contains("MariaDB") }

    /// Nobody between here and the server can read along: TLS, or a unix socket.
    package var isSecure: Bool {
        if case .socket = settings.address { return true }
        return tlsCipher != nil
    }

    /// Learns what the session was given: how it reads text, and how long a packet may be.
    func readSession() throws {
        let answers = try execute(batch: [
            "SELECT @@SESSION.sql_mode, @@SESSION.max_allowed_packet", "SHOW VARIABLES LIKE 'wsrep_on'",
        ])
        isClusterNode = answers.last?.rows.first?[1] == "ON"
        guard let row = answers.first?.rows.first else { return }
        let modes = (row[0] ?? "").split(separator: ",")
        dialect = SQLDialect(
            ansiQuotes: modes.contains("ANSI_QUOTES"),
            noBackslashEscapes: modes.contains("NO_BACKSLASH_ESCAPES")
        )
        maximumPacketSize = row.int(1) ?? maximumPacketSize
    }
}
