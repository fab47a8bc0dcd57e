package import CMariaDB
package import DatabaseSettings
internal import ServerPort

/// Opens a session: sets the options, connects, and logs in.
package struct Login {
    /// What a session is opened for.
    package enum Purpose: Sendable {
        /// Statements of a migration, several in one round trip, each of which blocks the thread.
        case migration
        /// Statements of an application. A changed row counts if it was found, even if nothing changed in it. The
        /// caller sends SET NAMES with its other settings, in one round trip.
        case application(isNonblocking: Bool)
    }

    let settings: ConnectionSettings
    let purpose: Purpose

    package init(settings: ConnectionSettings, for purpose: Purpose = .migration) {
        self.settings = settings
        self.purpose = purpose
    }

    /// - Throws: `ConnectionError`.
    package func open() throws -> UnsafeMutablePointer<MYSQL> {
        guard ClientLibrary.isReady, let handle = mysql_init(nil) else {
            throw failure(
                ServerError(code: .outOfMemory, sqlState: "HY000", message: "libmariadb could not be initialised")
            )
        }
        do {
            setOptions(on: handle)
            try setTLS(on: handle)
            try connect(handle)
            return handle
        } catch {
            mysql_close(handle)
            throw error
        }
    }

    private func setOptions(on handle: UnsafeMutablePointer<MYSQL>) {
        handle.set(MYSQL_SET_CHARSET_NAME, to: "utf8mb4")
        handle.set(MYSQL_OPT_CONNECT_TIMEOUT, to: settings.connectTimeout.wholeSeconds)
        if let timeout = settings.readTimeout { handle.set(MYSQL_OPT_READ_TIMEOUT, to: timeout.wholeSeconds) }
        switch purpose {
        case .migration: ProgressReports.ask(handle)
        case .application(isNonblocking: true): mysql_options(handle, MYSQL_OPT_NONBLOCK, nil)
        case .application(isNonblocking: false): break
        }
        // Otherwise a server may request any file of the client in answer to any statement. With 2 (the library's
        // LOCAL_INFILE_MODE_AUTO), it may do so only in answer to a statement that begins with LOAD, which is sent
        // alone.
        let localFiles: UInt32 = settings.sendsLocalFiles ? 2 : 0
        handle.set(MYSQL_OPT_LOCAL_INFILE, to: localFiles)
        switch settings.address {
        // Without this, libmariadb takes the host name `localhost` to mean its built-in socket path.
        case .tcp: handle.set(MYSQL_OPT_PROTOCOL, to: UInt32(MYSQL_PROTOCOL_TCP.rawValue))
        case .socket: handle.set(MYSQL_OPT_PROTOCOL, to: UInt32(MYSQL_PROTOCOL_SOCKET.rawValue))
        }
    }

    private func connect(_ handle: UnsafeMutablePointer<MYSQL>) throws {
        var host: String?
        var port: UInt32 = 0
        var socket: String?
        switch settings.address {
        case .tcp(let name, let number): (host, port) = (name, UInt32(number))
        case .socket(let path): socket = path
        }
        var flags = UInt(CLIENT_MULTI_STATEMENTS)
        if case .application = purpose { flags |= UInt(CLIENT_FOUND_ROWS) }
        let session = mysql_real_connect(
            handle,
            host,
            settings.user,
            settings.password?.revealed,
            settings.database,
            port,
            socket,
            flags
        )
        if session == nil { throw failure(ServerError(lastOf: handle)) }
        if case .application = purpose { return }
        // Otherwise a session on MySQL has the collation utf8mb4_general_ci, and the objects that it creates keep it.
        // The clients of both servers use the server's default collation for utf8mb4.
        if mysql_set_character_set(handle, "utf8mb4") != 0 { throw failure(ServerError(lastOf: handle)) }
    }

    func failure(_ error: ServerError) -> ConnectionError {
        ConnectionError(error, settings: settings)
    }
}

extension UnsafeMutablePointer<MYSQL> {
    func set(_ option: mysql_option, to text: String) {
        _ = text.withCString { mysql_options(self, option, $0) }
    }

    func set(_ option: mysql_option, to number: UInt32) {
        _ = withUnsafePointer(to: number) { mysql_options(self, option, $0) }
    }

    func set(_ option: mysql_option, to flag: Bool) {
        _ = withUnsafePointer(to: my_bool(flag ? 1 : 0)) { mysql_options(self, option, $0) }
    }
}

extension ServerError {
    /// Creates an error from the last error of a handle.
    package init(lastOf handle: UnsafeMutablePointer<MYSQL>, statement: String? = nil, failedIndex: Int? = nil) {
        self.init(
            errno: Int(mysql_errno(handle)),
            sqlState: String(cString: mysql_sqlstate(handle)),
            message: String(cString: mysql_error(handle)),
            statement: statement,
            failedIndex: failedIndex
        )
    }
}

extension Duration {
    /// The duration in seconds, at least 1, because libmariadb counts timeouts in whole seconds and 0 means forever.
    var wholeSeconds: UInt32 {
        let (seconds, rest) = components
        return UInt32(clamping: max(1, seconds + (rest > 0 ? 1 : 0)))
    }
}
