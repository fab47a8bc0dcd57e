package import DatabaseSettings
package import ServerPort

/// Why a session could not be opened: the server is not reachable, or it rejected the login.
package struct ConnectionError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// No server answers at the address.
        case cannotReach
        case accessDenied
        /// The server accepts no login from this host (1130, or 1129 after many failures).
        case hostNotAllowed
        case unknownDatabase
        /// The account exists, but may not use the database.
        case databaseDenied
        /// TLS is required and the server does not offer it. No login was sent.
        case tlsRequired
        /// The server accepts no login without TLS.
        case serverRequiresTLS
        /// The TLS handshake or the verification of the certificate failed.
        case tlsFailed
        /// The TLS settings name files that cannot be read, or a necessary file is missing.
        case tlsMisconfigured(path: String?)
        /// The account's authentication plugin is not installed on the client.
        case pluginUnavailable(name: String)
        /// The account's authentication plugin no longer exists on the server.
        case pluginMissingOnServer(name: String)
        /// The server asked for an unknown authentication plugin, or for one that sends the password in clear text,
        /// which is off by default. libmariadb before 3.4 does not tell the name, which is then nil.
        case pluginRefused(name: String?)
        /// The password has expired, or the account is locked.
        case accountUnusable
        case tooManyConnections
        /// A node of a Galera cluster that is currently not part of it. Its data may be old, and it takes no changes.
        case nodeNotReady(state: String)
        /// Any other error of the server or the library.
        case other
    }

    package var reason: Reason
    /// The settings that were tried, without the password.
    package var settings: ConnectionSettings
    package var usedPassword: Bool
    /// The error of the server or of the client library; its `statement` is nil.
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
    /// Whether another node of the cluster may accept a session.
    var mayBeOtherwiseElsewhere: Bool {
        switch reason {
        case .cannotReach, .tooManyConnections, .nodeNotReady, .hostNotAllowed: true
        // A member that has left its group lacks everything created since.
        case .unknownDatabase: true
        default: false
        }
    }

    /// Finds the reason by the error number of the server (1000 and up) or of the library (2000 and 5000).
    package init(_ error: ServerError, settings: ConnectionSettings) {
        self.init(Self.reason(of: error), settings: settings, server: error)
    }

    private static func reason(of error: ServerError) -> Reason {
        switch error.code {
        // Without the plugin, the library sends an empty answer. The error number is the server's reaction to that.
        case _ where error.message.contains("could not be loaded"), .alreadyConnected, .pluginCannotLoad, .pluginError:
            .pluginUnavailable(name: pluginName(in: error.message))
        case .pluginIsNotLoaded: .pluginMissingOnServer(name: pluginName(in: error.message))
        case .pluginNotAllowed: .pluginRefused(name: refusedName(in: error.message))
        case let code where Set.unreachable.contains(code): .cannotReach
        case .accessDenied, .accessDeniedWithoutPassword, .accessDeniedChangeUser: .accessDenied
        case .hostIsBlocked, .hostNotPrivileged: .hostNotAllowed
        case .unknownDatabase: .unknownDatabase
        case .databaseAccessDenied: .databaseDenied
        case .mustChangePassword, .mustChangePasswordLogin, .accountLocked, .accountLockedInMariaDB: .accountUnusable
        case .tooManyConnections, .tooManyUserConnections, .userLimitReached: .tooManyConnections
        case .secureTransportRequired: .serverRequiresTLS
        case .tlsError: error.message.contains("server does not support it") ? .tlsRequired : .tlsFailed
        default: .other
        }
    }

    /// The name in `Plugin 'parsec' is not loaded` and `Plugin parsec could not be loaded: …`; empty if there is none.
    private static func pluginName(in message: String) -> String {
        let parts = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3 { return String(parts[1]) }
        let words = message.split(separator: " ")
        return words.first == "Plugin" && words.count > 1 ? String(words[1]) : ""
    }

    /// The name in `Authentication plugin '…' couldn't be found`. Before 3.4, it is the rest of the greeting's buffer.
    private static func refusedName(in message: String) -> String? {
        let name = pluginName(in: message)
        return name.isEmpty || AuthenticationPlugins.allowed(cleartext: false).contains(name) ? nil : name
    }
}
