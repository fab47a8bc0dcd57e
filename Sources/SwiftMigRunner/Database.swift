internal import DatabaseSettings

extension Migrator {
    /// The database and its user, for the application's own driver.
    ///
    /// Its description contains no password.
    public struct Database: Sendable, Hashable {
        /// The address of the server.
        public enum Address: Sendable, Hashable {
            /// A name or an IP address, without brackets, and a port.
            case tcp(host: String, port: Int)
            /// The path of a unix socket.
            case unixSocket(String)
        }

        /// The address of the server; the first one if there are several hosts.
        public var address: Address
        /// The user to log in; nil if the settings leave that to the client library.
        public var user: String?
        /// The password, if there is one.
        public var password: String?
        /// The database's name.
        public var name: String
    }
}

extension Migrator.Database: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The database, the server and the user.
    public var description: String {
        let user = user.map { "\($0)@" } ?? ""
        return switch address {
        case .tcp(let host, let port): "\(name) at \(user)\(host):\(port)"
        case .unixSocket(let path): "\(name) at \(user)\(path)"
        }
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without children, so that a dump does not show the password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Migrator.Database {
    /// - Parameter settings: The settings of a database to migrate, which has a name.
    init(_ settings: ConnectionSettings) {
        name = settings.database ?? ""
        switch settings.address {
        case .tcp(let host, let port): address = .tcp(host: host, port: Int(port))
        case .socket(let path): address = .unixSocket(path)
        }
        user = settings.user
        password = settings.password?.revealed
    }
}
