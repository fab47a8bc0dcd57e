internal import SwiftMigConfiguration

extension Migrator {
    /// Where the database is and who logs in: what the application's own driver needs to know.
    ///
    /// Printing it shows no password.
    public struct Database: Sendable, Hashable {
        /// Where the server listens.
        public enum Address: Sendable, Hashable {
            /// A name or an IP address, without brackets, and a port.
            case tcp(host: String, port: Int)
            /// The path of a unix socket.
            case unixSocket(String)
        }

        /// Where the server listens; the first of several hosts.
        public var address: Address
        /// Who logs in; nil where the settings leave that to the client library.
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

    /// As ``description``.
    public var debugDescription: String { description }

    /// No parts.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Migrator.Database {
    /// - Parameter settings: those of a database to migrate, which has a name.
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
