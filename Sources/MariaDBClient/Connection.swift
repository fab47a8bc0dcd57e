internal import CMariaDB
package import SchemaModel
internal import SchemaSQL
package import SwiftMigConfiguration

/// One session on a server, over libmariadb. Used by one task at a time.
///
/// The session's `sql_mode` is that of the settings, or stays as the server has it; `dialect` says what that means for quoting.
/// Text is utf8mb4.
package final class Connection {
    package let settings: ConnectionSettings
    package private(set) var dialect = SQLDialect()
    /// What the server calls itself, such as `10.11.6-MariaDB-0+deb12u1`.
    package let serverVersionText: String
    /// Whether the server is one of several that take changes of each other, by Galera or MySQL's Group Replication. Then reads wait
    /// for what the others have done before.
    package private(set) var isClusterNode = false
    /// Whether the server takes no changes, as a replica does not.
    package private(set) var isReadOnly = false
    /// The name of the TLS cipher in use, nil without TLS.
    package let tlsCipher: String?

    /// nil once closed.
    var handle: UnsafeMutablePointer<MYSQL>?
    /// `max_allowed_packet` of the session, in bytes.
    var maximumPacketSize = 1 << 20

    /// Opens a session at the address, or at the first of its alternatives that has one to give, and takes changes if any of them
    /// does. `settings` of the session name that one first.
    ///
    /// - Throws: `ConnectionError`: what the first address said.
    package static func open(_ settings: ConnectionSettings) throws -> Connection {
        let addresses = [settings.address] + settings.alternatives
        var first: ConnectionError?
        var readOnly: Connection?
        for place in addresses.indices {
            var settings = settings
            settings.address = addresses[place]
            settings.alternatives = Array(addresses[(place + 1)...] + addresses[..<place])
            do {
                let connection = try Connection(settings)
                if !connection.isReadOnly { return connection }
                readOnly = readOnly ?? connection
            } catch let error as ConnectionError where error.mayBeOtherwiseElsewhere {
                first = first ?? error
            }
        }
        if let readOnly { return readOnly }
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
            try beginSession()
        } catch let error as ServerError {
            close()
            throw ConnectionError(error, settings: settings)
        } catch {
            close()
            throw error
        }
    }

    /// Gives a session that is new, or as good as new, what all of them have, and learns what it was given.
    func beginSession() throws {
        let statements =
            SessionProtection.statements
            + (settings.sqlMode.map { ["SET SESSION sql_mode = '\($0)'"] } ?? [])
        // What is no server of ours may answer less than was asked.
        let answers = try execute(batch: statements + [Self.sessionQuery, Self.serverQuery]).dropFirst(statements.count)
        learnSession(answers.first?.rows ?? RowSet())
        try learnServer(answers.dropFirst().first?.rows ?? RowSet())
    }

    private static let serverQuery = """
        SHOW GLOBAL VARIABLES WHERE Variable_name IN \
        ('wsrep_on', 'group_replication_group_name', '\(ReadOnlyServer.variables.joined(separator: "', '"))')
        """

    /// What the server is among others.
    private func learnServer(_ rows: RowSet) throws {
        let variables = Dictionary(rows.map { ($0[0] ?? "", $0[1] ?? "") }) { first, _ in first }
        isReadOnly = ReadOnlyServer.refusesChanges(variables)
        if variables["wsrep_on"] == "ON" {
            isClusterNode = true
            try joinCluster()
        } else if let group = variables["group_replication_group_name"], !group.isEmpty {
            isClusterNode = true
            // A member that is only about to join refuses every question that is to wait for the others; it takes no changes either.
            if !isReadOnly { try execute("SET SESSION group_replication_consistency = 'BEFORE'") }
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

    private static let sessionQuery = "SELECT @@SESSION.sql_mode, @@SESSION.max_allowed_packet"

    /// Learns what the session was given: how it reads text, and how long a packet may be.
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
