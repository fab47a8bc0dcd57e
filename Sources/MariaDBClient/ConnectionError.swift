package import Configuration
package import SchemaSQL

/// Why there is no session: the server is not there, or it turned the login away.
package struct ConnectionError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// Nobody answers at the address, or not as a server does.
        case cannotReach
        case accessDenied
        /// The server takes no login from this host (1130, or 1129 after many failures).
        case hostNotAllowed
        case unknownDatabase
        /// The account exists, but may not use the database.
        case databaseDenied
        /// TLS was asked for and the server offers none. No login was sent.
        case tlsRequired
        /// The server takes no login without TLS.
        case serverRequiresTLS
        /// The handshake or the verification of the certificate failed.
        case tlsFailed
        /// TLS was asked for with files that cannot be read, or without one that it needs.
        case tlsMisconfigured(path: String?)
        /// The account's authentication plugin is not installed on the client.
        case pluginUnavailable(name: String)
        /// The account's authentication plugin is gone from the server.
        case pluginMissingOnServer(name: String)
        /// The server asked for the password in clear, which is off unless asked for.
        case pluginRefused(name: String)
        /// The password has expired, or the account is locked.
        case accountUnusable
        case tooManyConnections
        /// Anything else that the server or the library says.
        case other
    }

    package var reason: Reason
    /// What was tried, without the password.
    package var settings: ConnectionSettings
    package var usedPassword: Bool
    /// The words of the server or of the client library; `statement` is nil.
    package var server: ServerError

    package init(_ reason: Reason, settings: ConnectionSettings, server: ServerError) {
        self.reason = reason
        self.settings = settings
        self.settings.password = nil
        usedPassword = settings.password != nil
        self.server = server
    }
}

extension ConnectionError {
    /// Reads the reason from the error number of the server (1000 and up) or of the library (2000 and 5000).
    init(_ error: ServerError, settings: ConnectionSettings) {
        self.init(Self.reason(of: error), settings: settings, server: error)
    }

    private static func reason(of error: ServerError) -> Reason {
        switch error.errno {
        case 2002, 2003, 2004, 2005, 2006, 2007, 2009, 2012, 2013, 2055, 1053: .cannotReach
        case 1045, 1698, 1873: .accessDenied
        case 1129, 1130: .hostNotAllowed
        case 1049: .unknownDatabase
        case 1044: .databaseDenied
        case 1820, 1862, 3118, 4151: .accountUnusable
        case 1040, 1203, 1226: .tooManyConnections
        case 3159: .serverRequiresTLS
        case 2026: tlsReason(of: error.message)
        case 2058, 2059, 2061: .pluginUnavailable(name: quotedName(in: error.message))
        case 1524: .pluginMissingOnServer(name: quotedName(in: error.message))
        case 5010: .pluginRefused(name: quotedName(in: error.message))
        default: .other
        }
    }

    private static func tlsReason(of message: String) -> Reason {
        message.contains("server does not support it") ? .tlsRequired : .tlsFailed
    }

    /// The first quoted word of a message, such as `Plugin 'parsec' is not loaded`; empty when there is none.
    private static func quotedName(in message: String) -> String {
        let parts = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : ""
    }
}
