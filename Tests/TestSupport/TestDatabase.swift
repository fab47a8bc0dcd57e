package import DatabaseSettings
internal import Foundation
package import MariaDBClient

/// An empty database for one test, dropped when the value is released.
package final class TestDatabase: Sendable {
    package let name: String
    package let settings: ConnectionSettings

    init(server: PrivateServer) throws {
        name = "t\(getpid())_\(String(UInt64.random(in: .min ... .max), radix: 36))"
        var settings = server.settings
        let admin = try server.connect()
        defer { admin.close() }
        // Comparisons in tests must not depend on the server's default.
        try admin.execute("CREATE DATABASE `\(name)` CHARACTER SET utf8mb4")
        settings.database = name
        self.settings = settings
    }

    deinit {
        var settings = settings
        settings.database = nil
        _ = try? Connection(settings).execute("DROP DATABASE `\(name)`")
    }

    package func connect() throws -> Connection {
        try Connection(settings)
    }

    /// The database's URL, for `--url`.
    package var url: String { settings.testURL }
}

extension ConnectionSettings {
    /// Reads `mysql://user:password@host:port/database?socket=path`.
    init(testURL text: String) throws {
        guard let url = URLComponents(string: text) else { throw TestSupportError("not a URL: \(text)") }
        let socket = url.queryItems?.first { $0.name == "socket" }?.value
        self.init(
            address: socket.map { .socket($0) }
                ?? .tcp(host: url.host ?? "127.0.0.1", port: UInt16(clamping: url.port ?? 3306)),
            user: url.user,
            password: url.password.map { Secret($0) }
        )
        let name = url.path.dropFirst()
        if !name.isEmpty { database = String(name) }
    }

    /// The settings as a URL. Test servers have plain passwords or none.
    package var testURL: String {
        let login = [user, password?.revealed].compactMap { $0 }.joined(separator: ":")
        switch address {
        case .socket(let path): return "mysql://\(login)@localhost/\(database ?? "")?socket=\(path)"
        case .tcp(let host, let port): return "mysql://\(login)@\(host):\(port)/\(database ?? "")"
        }
    }
}

extension Connection {
    /// Opens a session for a URL in the form of `TestDatabase.url`.
    package static func open(testURL: String) throws -> Connection {
        try Connection(ConnectionSettings(testURL: testURL))
    }
}
