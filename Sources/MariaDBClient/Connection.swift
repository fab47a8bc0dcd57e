internal import CMariaDB
package import DatabaseSettings
package import SchemaModel
internal import ServerPort

/// A session on a server, over libmariadb. Only one task may use it at a time.
///
/// The session has the `sql_mode` of the settings, or else the server's; `dialect` tells what that means for quoting.
/// Text is utf8mb4.
package final class Connection {
    package let settings: ConnectionSettings
    package private(set) var dialect = SQLDialect()
    /// The server's version text, such as `10.11.6-MariaDB-0+deb12u1`.
    package let serverVersionText: String
    /// Whether the server belongs to a Galera cluster or a MySQL group. If so, reads wait until earlier changes on
    /// other nodes have arrived.
    package private(set) var isClusterNode = false
    /// Whether the server refuses changes, as a replica does.
    package private(set) var isReadOnly = false
    /// The name of the TLS cipher in use; nil without TLS.
    package let tlsCipher: String?

    /// nil once closed.
    var handle: UnsafeMutablePointer<MYSQL>?
    /// `max_allowed_packet` of the session, in bytes.
    var maximumPacketSize = 1 << 20

    /// Opens a session at the address or, if that fails, at the first alternative that works. Prefers a server that
    /// takes changes. The settings of the session list the chosen address first.
    ///
    /// - Throws: `ConnectionError` of the first address.
    package static func open(_ settings: ConnectionSettings) throws -> Connection {
        try settings.openFirst { settings in
            let connection = try Connection(settings)
            return (connection, connection.isReadOnly)
        }
    }

    /// Opens a session at the address only.
    ///
    /// - Throws: `ConnectionError`.
    package init(_ settings: ConnectionSettings) throws {
        let handle = try Login(settings: settings).open()
        self.handle = handle
        self.settings = settings
        serverVersionText = mysql_get_server_info(handle).map { String(cString: $0) } ?? ""
        tlsCipher = mysql_get_ssl_cipher(handle).map { String(cString: $0) }
        do {
            try beginSession()
        } catch let error as ServerError {
            close()
            throw ConnectionError(error, settings: settings)
        } catch {
            close()
            throw error
        }
    }

    /// Prepares a new or reset session, and reads its properties.
    func beginSession() throws {
        let statements =
            SessionProtection.statements
            + (settings.sqlMode.map { ["SET SESSION sql_mode = '\($0)'"] } ?? [])
        // A server of another kind may answer fewer statements than were sent.
        let answers = try execute(all: statements + [Self.sessionQuery, Self.serverQuery]).dropFirst(statements.count)
        learnSession(answers.first?.rows ?? RowSet())
        try learnServer(answers.dropFirst().first?.rows ?? RowSet())
    }

    private static let serverQuery = """
        SHOW GLOBAL VARIABLES WHERE Variable_name IN \
        ('wsrep_on', 'group_replication_group_name', '\(ReadOnlyServer.variables.joined(separator: "', '"))')
        """

    /// Learns whether the server is read-only or part of a cluster.
    private func learnServer(_ rows: RowSet) throws {
        let variables = Dictionary(rows.map { ($0[0] ?? "", $0[1] ?? "") }) { first, _ in first }
        isReadOnly = ReadOnlyServer.refusesChanges(variables)
        if variables["wsrep_on"] == "ON" {
            isClusterNode = true
            try joinCluster()
        } else if let group = variables["group_replication_group_name"], !group.isEmpty {
            isClusterNode = true
            // A member that is still joining refuses every query that waits for the others. It takes no changes either.
            if !isReadOnly { try execute("SET SESSION group_replication_consistency = 'BEFORE'") }
        }
    }

    /// Checks that the node is part of its cluster, and makes reads wait for earlier writes on other nodes.
    private func joinCluster() throws {
        let ready = try execute("SHOW STATUS LIKE 'wsrep_ready'").rows.first?[1]
        guard ready == "ON" else {
            let state = try execute("SHOW STATUS LIKE 'wsrep_local_state_comment'").rows.first?[1]
            let reply = ServerError(
                code: .unknownCommand,
                sqlState: "08S01",
                message: "WSREP has not yet prepared node"
            )
            throw ConnectionError(.nodeNotReady(state: state ?? ""), settings: settings, server: reply)
        }
        // All kinds: SELECT and START TRANSACTION (1), UPDATE and DELETE (2), INSERT and REPLACE (4), SHOW (8). The
        // runner reads the journal and the fingerprints by SHOW and changes them by UPDATE.
        try execute("SET SESSION wsrep_sync_wait = 15")
    }

    deinit {
        close()
    }

    /// Ends the session. Does nothing if it has ended already.
    package func close() {
        if let handle {
            ProgressReports.receive(from: handle, nil)
            mysql_close(handle)
        }
        handle = nil
    }

    /// The server's id of this session, as in `KILL` and `SHOW PROCESSLIST`.
    package var connectionID: UInt64 {
        handle.map { UInt64(mysql_thread_id($0)) } ?? 0
    }

    package var isMariaDB: Bool { serverVersionText.contains("MariaDB") }

    /// Whether the connection is safe from eavesdropping, by TLS or as a unix socket.
    package var isSecure: Bool {
        if case .socket = settings.address { return true }
        return tlsCipher != nil
    }

    private static let sessionQuery = "SELECT @@SESSION.sql_mode, @@SESSION.max_allowed_packet"

    /// Reads the session's `sql_mode` and its maximum packet size.
    func readSession() throws { learnSession(try execute(Self.sessionQuery).rows) }

    private func learnSession(_ rows: RowSet) {
        guard let row = rows.first else { return }
        let modes = (row[0] ?? "").split(separator: ",")
        dialect = SQLDialect(
            ansiQuotes: modes.contains("ANSI_QUOTES"),
            noBackslashEscapes: modes.contains("NO_BACKSLASH_ESCAPES")
        )
        maximumPacketSize = row.int(1) ?? maximumPacketSize
    }
}
