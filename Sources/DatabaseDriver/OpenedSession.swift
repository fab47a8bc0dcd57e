internal import CMariaDB
internal import DatabaseSettings
internal import MariaDBClient
internal import SchemaModel
internal import ServerPort

/// A session that has just been opened, on a thread that may block. It ends with the object unless it was taken over.
final class OpenedSession: @unchecked Sendable {
    let handle: UnsafeMutablePointer<MYSQL>
    private var isTaken = false
    /// Whether the library can wait for its calls without blocking the thread.
    let isNonblocking: Bool
    let connectionID: UInt64
    let serverVersionText: String
    private(set) var dialect = SQLDialect()
    private(set) var maximumPacketSize = 1 << 20
    private(set) var isReadOnly = false
    /// What tells the server from others that may answer at the same address.
    private(set) var server: String?

    /// Logs in at the address only, and prepares the session.
    ///
    /// - Throws: `ConnectionError`.
    init(_ settings: ConnectionSettings, _ options: DriverOptions) throws {
        isNonblocking = !options.usesThreads && Self.librarySuspends
        handle = try Login(settings: settings, for: .application(isNonblocking: isNonblocking)).open()
        connectionID = UInt64(mysql_thread_id(handle))
        serverVersionText = mysql_get_server_info(handle).map { String(cString: $0) } ?? ""
        do throws(ServerError) {
            try prepare(settings, options)
        } catch {
            throw ConnectionError(error, settings: settings)
        }
    }

    deinit {
        if !isTaken { mysql_close(handle) }
    }

    /// Returns the handle, which the caller closes.
    func take() -> UnsafeMutablePointer<MYSQL> {
        isTaken = true
        return handle
    }

    /// Whether this build of the library has non-blocking calls. They need support for the processor.
    private static let librarySuspends: Bool = {
        guard ClientLibrary.isReady, let handle = mysql_init(nil) else { return false }
        defer { mysql_close(handle) }
        return mysql_options(handle, MYSQL_OPT_NONBLOCK, nil) == 0
    }()

    /// The statements that give a new or reset session what it needs.
    static func statements(_ settings: ConnectionSettings, _ options: DriverOptions) -> [String] {
        // The handshake names only the character set. SET NAMES chooses the server's default collation for it. Without
        // the time zone, TIMESTAMP and NOW() have that of the server.
        var text =
            "SET NAMES utf8mb4, SESSION autocommit = \(options.autocommits ? 1 : 0), SESSION time_zone = '+00:00'"
        if let mode = settings.sqlMode { text += ", SESSION sql_mode = '\(mode)'" }
        // The variable has different names on the servers.
        return [text] + (options.isolationLevel.map { ["SET SESSION TRANSACTION ISOLATION LEVEL \($0)"] } ?? [])
    }

    /// One round trip: what every session has, and what the driver needs to know of it.
    private func prepare(_ settings: ConnectionSettings, _ options: DriverOptions) throws(ServerError) {
        var text = Self.statements(settings, options).joined(separator: "; ")
        // A server refuses a packet of this size, not only larger ones (MariaDB 10.11 and 11.8, MySQL 9.7).
        text += "; SELECT @@SESSION.sql_mode, GREATEST(@@SESSION.max_allowed_packet, @@SESSION.net_buffer_length), "
        text += StatementCanceller.serverIdentity
        // Where there is a choice, a server that takes changes is preferred.
        if !settings.alternatives.isEmpty {
            text +=
                "; SHOW GLOBAL VARIABLES WHERE Variable_name IN ('"
                + ReadOnlyServer.variables.joined(separator: "', '") + "')"
        }
        let results = try handle.results(of: text)
        if let row = results.first?.first {
            let modes = (row[0] ?? "").split(separator: ",")
            dialect = SQLDialect(
                ansiQuotes: modes.contains("ANSI_QUOTES"),
                noBackslashEscapes: modes.contains("NO_BACKSLASH_ESCAPES")
            )
            maximumPacketSize = row[1].flatMap { Int($0) } ?? maximumPacketSize
            server = row[2]
        }
        let variables = results.dropFirst().first ?? []
        isReadOnly = ReadOnlyServer.refusesChanges(
            Dictionary(variables.map { ($0[0] ?? "", $0[1] ?? "") }) { first, _ in first }
        )
    }
}

extension UnsafeMutablePointer<MYSQL> {
    /// Runs statements in one round trip, and blocks the thread. Returns the rows of those that have rows.
    fileprivate func results(of text: String) throws(ServerError) -> [[[String?]]] {
        guard mysql_real_query(self, text, UInt(text.utf8.count)) == 0 else { throw ServerError(lastOf: self) }
        var results: [[[String?]]] = []
        while true {
            if let result = mysql_store_result(self) {
                defer { mysql_free_result(result) }
                var rows: [[String?]] = []
                while let row = mysql_fetch_row(result) {
                    rows.append((0..<Int(mysql_num_fields(result))).map { row[$0].map { String(cString: $0) } })
                }
                results.append(rows)
            }
            guard mysql_errno(self) == 0 else { throw ServerError(lastOf: self) }
            switch mysql_next_result(self) {
            case 0: continue
            case -1 where mysql_errno(self) == 0: return results
            default: throw ServerError(lastOf: self)
            }
        }
    }
}
