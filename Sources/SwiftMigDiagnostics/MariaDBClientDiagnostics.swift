internal import DatabaseSettings
package import DiagnosticModel
package import MariaDBClient
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

extension ConnectionError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        let words = words
        var diagnostic = Diagnostic(words.code, words.message, hints: words.hints, exitCode: .unavailable)
        diagnostic.server = server.reply
        if case .tlsMisconfigured = reason { diagnostic.exitCode = .configuration }
        return diagnostic
    }

    private typealias Words = (code: String, message: String, hints: [String])

    /// One entry for each reason: a new one does not compile without its words.
    private var words: Words {
        switch reason {
        case .hostNotAllowed:
            (
                "host_not_allowed", "the server at \(place) does not accept logins from this machine",
                ["create an account for this host: CREATE USER \(accountName)@'…'"]
            )
        case .tooManyConnections:
            (
                "too_many_connections", "the server at \(place) has no connection left for \(who)",
                ["see who holds them: \(client) -e 'SHOW PROCESSLIST'"]
            )
        case .nodeNotReady(let state):
            (
                "node_not_ready",
                "the server at \(place) is not a working part of its Galera cluster"
                    + (state.isEmpty ? "" : " (\(state))") + ": its data may be out of date",
                [
                    "see its state: \(client) -e \"SHOW STATUS LIKE 'wsrep_%'\"",
                    "name the other nodes too: mysql://user@node1,node2,node3/database",
                ]
            )
        case .cannotReach:
            ("cannot_reach_server", "no server can be reached at \(places)", reachHints)
        case .accessDenied:
            (
                "access_denied", "the server at \(place) rejected the login of \(who) (\(passwordUse))",
                [
                    "check user and password in the URL; special characters of a password are percent-encoded there",
                    "try the login: \(client) -p",
                ]
            )
        case .accountUnusable:
            (
                "account_unusable", "the account of \(who) at \(place) is locked, or its password has expired",
                ["as an administrator: ALTER USER \(accountName) ACCOUNT UNLOCK, or give it a new password"]
            )
        case .databaseDenied:
            (
                "insufficient_privileges", "\(who) may not use the database \(database)",
                [
                    "as an administrator: GRANT ALL ON \(database).* TO "
                        + (MissingPrivilege.account(in: server.message) ?? accountName)
                ]
            )
        case .unknownDatabase:
            (
                "unknown_database", "there is no database \(database) on the server at \(place)",
                [
                    "create it: \(client)\(usedPassword ? " -p" : "") -e \(shellWord("CREATE DATABASE \(database) CHARACTER SET utf8mb4"))"
                ]
            )
        case .other:
            (
                "login_failed", "the server at \(place) refused the login of \(who): \(server.message)",
                ["try the same by hand: \(client)\(usedPassword ? " -p" : "")"]
            )
        case .tlsRequired:
            (
                "tls_required",
                "tls mode \(settings.tls.mode.rawValue) needs TLS, but the server at \(place) offers none; nothing was sent",
                [
                    "give the server a certificate (ssl_cert, ssl_key)",
                    "on a network that you trust: tls: {mode: preferred}",
                ]
            )
        case .serverRequiresTLS:
            (
                "tls_required", "the server at \(place) does not accept logins without TLS",
                ["set tls: {mode: required}, or verify-ca or verify-identity with its ca"]
            )
        case .tlsMisconfigured(let path):
            (
                "tls_misconfigured", "TLS cannot be set up: " + (path.map { "\($0): " } ?? "") + server.message,
                path == nil ? ["name the file of the CA's certificate: tls: {ca: …}"] : []
            )
        case .tlsFailed:
            (
                "tls_failed", "TLS with the server at \(place) failed: \(server.message)", tlsHints
            )
        case .pluginUnavailable(let name):
            (
                "authentication_plugin_unavailable",
                "the account of \(who) logs in with the plugin \(name), which libmariadb cannot find here",
                [
                    "set MARIADB_PLUGIN_DIR to the folder that holds \(name).so (a newer client library has more plugins)",
                    "or give the account another plugin: ALTER USER \(accountName) IDENTIFIED VIA ed25519 …",
                ]
            )
        case .pluginMissingOnServer(let name):
            (
                "authentication_plugin_missing",
                "the account of \(who) logs in with the plugin \(name), which the server no longer has",
                [
                    "as an administrator, give the account another: ALTER USER \(accountName) IDENTIFIED WITH caching_sha2_password …"
                ]
            )
        case .pluginRefused:
            (
                "authentication_plugin_refused",
                "the server at \(place) asks for an authentication that reveals the password to it"
                    + (refusedPlugin.map { " (\($0))" } ?? ""),
                [
                    "give the account another plugin: ed25519 on MariaDB, caching_sha2_password on MySQL",
                    "is it the right server? An impostor would ask for the same",
                ]
            )
        }
    }

    private var reachHints: [String] {
        switch settings.address {
        case .socket(let path): ["start the server that listens on \(path), or name another socket in the URL"]
        case .tcp:
            ["check that a server listens there: \(client) -e 'SELECT 1'", "is \(place) right?"]
        }
    }

    private var tlsHints: [String] {
        let words = server.message.lowercased()
        if ["timed out", "temporarily unavailable", "in progress"].contains(where: { words.contains($0) }) {
            return [
                "it did not answer in time; give it more: database: {connect_timeout: 30s}",
                "is \(place) the server itself, and not a proxy without TLS?",
            ]
        }
        if words.contains("expired") { return ["the server's certificate needs to be renewed"] }
        if settings.tls.mode == .verifyCA || settings.tls.mode == .verifyIdentity {
            return [
                "tls.ca must name the CA that signed the server's certificate",
                "verify-identity also needs the certificate to name the host; verify-ca does not look at the name",
            ]
        }
        return ["see what the server offers: openssl s_client -starttls mysql -connect \(place)"]
    }

    private var refusedPlugin: String? {
        if case .pluginRefused(let name) = reason { name } else { nil }
    }

    /// All addresses that were tried.
    private var places: String { ([settings.address] + settings.alternatives).map(\.place).joined(separator: ", ") }

    private var place: String { settings.address.place }

    private var who: String { settings.user.map { "the user \($0)" } ?? "the user" }
    private var passwordUse: String { usedPassword ? "with a password" : "without a password" }
    private var database: String { SQLDialect().quotedIdentifier(settings.database ?? "") }
    private var accountName: String { SQLDialect().quotedLiteral(settings.user ?? "") }

    /// The command-line client with the same address and user, without the password.
    private var client: String {
        let user = settings.user.map { " -u \(shellWord($0))" } ?? ""
        return switch settings.address {
        case .socket(let path): "mariadb -S \(shellWord(path))\(user)"
        case .tcp(let host, let port): "mariadb -h \(shellWord(host)) -P \(port)\(user)"
        }
    }
}

/// Returns the text as one word of a shell command.
package func shellWord(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "/._-:@".utf8.contains(byte)
        }
    }
    return plain && !text.isEmpty
        ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
