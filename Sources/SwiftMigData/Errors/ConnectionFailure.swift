internal import DatabaseSettings
internal import MariaDBClient
internal import ServerPort

/// Why a connection could not be opened.
public struct ConnectionFailure: Error, Hashable, Sendable {
    /// The kind of reason.
    public enum Reason: Hashable, Sendable {
        /// No server answers at the address within the time limit.
        case cannotReach
        /// The user or the password is wrong.
        case accessDenied
        /// The server accepts no login from this host.
        case hostNotAllowed
        /// The database does not exist.
        case unknownDatabase
        /// The account may not use the database.
        case databaseDenied
        /// TLS is required, and one of the two does not have it; or a certificate could not be verified.
        case tls
        /// The account's authentication plugin cannot be used.
        case authenticationPlugin
        /// The password has expired, or the account is locked.
        case accountUnusable
        /// The server has as many connections as it accepts.
        case tooManyConnections
        /// The node of a cluster is currently not part of it.
        case nodeNotReady
        /// Any other error.
        case other
    }

    /// The kind of reason.
    public var reason: Reason
    /// The server, as `host:port` or the path of a socket.
    public var address: String
    /// The user of the login.
    public var user: String?
    /// The error number of the server or of the client library.
    public var code: Int
    /// The words of the server or of the client library.
    public var message: String
}

extension ConnectionFailure {
    init(_ error: ConnectionError) {
        self.init(
            reason: Reason(error.reason),
            address: error.settings.address.place,
            user: error.settings.user,
            code: error.server.errno,
            message: error.server.message
        )
    }
}

extension ConnectionFailure.Reason {
    fileprivate init(_ reason: ConnectionError.Reason) {
        self =
            switch reason {
            case .cannotReach: .cannotReach
            case .accessDenied: .accessDenied
            case .hostNotAllowed: .hostNotAllowed
            case .unknownDatabase: .unknownDatabase
            case .databaseDenied: .databaseDenied
            case .tlsRequired, .serverRequiresTLS, .tlsFailed, .tlsMisconfigured: .tls
            case .pluginUnavailable, .pluginMissingOnServer, .pluginRefused: .authenticationPlugin
            case .accountUnusable: .accountUnusable
            case .tooManyConnections: .tooManyConnections
            case .nodeNotReady: .nodeNotReady
            case .other: .other
            }
    }
}
