package import SchemaSQL
package import SwiftMigConfiguration

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
        /// The server asked for an authentication that shows it the password, which is off unless asked for, or for
        /// one that nobody knows. libmariadb before 3.4 does not say which: then the name is nil.
        case pluginRefused(name: String?)
        /// The password has expired, or the account is locked.
        case accountUnusable
        case tooManyConnections
        /// A node of a Galera cluster that is not a part of it at present: what it answers may be old, and it changes nothing.
        case nodeNotReady(state: String)
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
    /// Whether another node of the cluster may have a session to give.
    var mayBeOtherwiseElsewhere: Bool {
        switch reason {
        case .cannotReach, .tooManyConnections, .nodeNotReady, .hostNotAllowed: true
        // A member that has left its group does not have what came later.
        case .unknownDatabase: true
        default: false
        }
    }

    /// Reads the reason from the error number of the server (1000 and up) or of the library (2000 and 5000).
    init(_ error: ServerError, settings: ConnectionSettings) {
        self.init(Self.reason(of: error), settings: settings, server: error)
    }

    private static func reason(of error: ServerError) -> Reason {
        switch error.errno {
        // Without the plugin the library answers with nothing; the number tells what the server made of that.
        case _ where error.message.contains("could not be loaded"), 2058, 2059, 2061:
            .pluginUnavailable(name: pluginName(in: error.message))
        case 1524: .pluginMissingOnServer(name: pluginName(in: error.message))
        case 5010: .pluginRefused(name: refusedName(in: error.message))
        case 2002, 2003, 2004, 2005, 2006, 2007, 2009, 2012, 2013, 2055, 1053: .cannotReach
        case 1045, 1698, 1873: .accessDenied
        case 1129, 1130: .hostNotAllowed
        case 1049: .unknownDatabase
        case 1044: .databaseDenied
        case 1820, 1862, 3118, 4151: .accountUnusable
        case 1040, 1203, 1226: .tooManyConnections
        case 3159: .serverRequiresTLS
        case 2026: error.message.contains("server does not support it") ? .tlsRequired : .tlsFailed
        default: .other
        }
    }

    /// The name in `Plugin 'parsec' is not loaded` and `Plugin parsec could not be loaded: …`; empty when there is none.
    private static func pluginName(in message: String) -> String {
        let parts = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3 { return String(parts[1]) }
        let words = message.split(separator: " ")
        return words.first == "Plugin" && words.count > 1 ? String(words[1]) : ""
    }

    /// The name in `Authentication plugin '…' couldn't be found`. Before 3.4 it is the rest of the greeting's buffer.
    private static func refusedName(in message: String) -> String? {
        let name = pluginName(in: message)
        return name.isEmpty || AuthenticationPlugins.allowed(cleartext: false).contains(name) ? nil : name
    }
}
