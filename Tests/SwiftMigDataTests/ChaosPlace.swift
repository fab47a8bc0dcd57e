import DatabaseSettings
import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport

/// A database that an engine uses while its server and the way to it fail.
final class ChaosPlace: Sendable {
    /// How the engine reaches the server.
    enum Way: Sendable, CaseIterable {
        case socket
        case tls
        /// A server that is killed and starts again, behind a network that is cut.
        case weakServer
    }

    /// What happens to the connections.
    enum Mishap { case kill, cut, restart }

    let name: String
    /// For the engine.
    let settings: ConnectionSettings
    /// For the test, which no cut affects.
    private let direct: ConnectionSettings
    /// What must live as long as the place.
    private let database: TestDatabase?
    #if os(Linux)
    private let server: ChaosServer?
    private let proxy: CuttingProxy?
    #endif

    static let certificates = Result { try TestCertificates() }
    static let tlsServer = Result {
        let options = try certificates.get().serverOptions(.good) + ["--require-secure-transport=ON"]
        let server = try PrivateServer.start(options: options, listensOnTCP: true)
        let admin = try server.connect()
        try admin.execute("CREATE USER visitor IDENTIFIED BY 'open sesame'")
        try admin.execute("GRANT ALL ON *.* TO visitor")
        admin.close()
        return server
    }

    init(_ way: Way, _ chaos: ChaosSettings) throws {
        #if os(Linux)
        if way == .weakServer {
            let server = try ChaosServer(chaos.server)
            try Connection.open(testURL: server.url(of: "")).execute("CREATE DATABASE ledger")
            let proxy = try CuttingProxy(to: server.socket, at: server.folder + "/proxy.sock")
            name = "ledger"
            var settings = ConnectionSettings(address: .socket(server.socket), user: "root")
            settings.database = name
            direct = settings
            settings.address = .socket(proxy.socket)
            self.settings = settings
            (self.server, self.proxy, database) = (server, proxy, nil)
            return
        }
        (server, proxy) = (nil, nil)
        #endif
        let server = try way == .tls ? Self.tlsServer.get() : PrivateServer.shared
        let database = try server.database()
        name = database.name
        direct = database.settings
        var settings = database.settings
        if way == .tls, let port = server.port {
            settings.address = .tcp(host: "127.0.0.1", port: port)
            settings.user = "visitor"
            settings.password = Secret("open sesame")
            settings.tls = TLSSettings(mode: .verifyIdentity, ca: try Self.certificates.get().ca)
        }
        self.settings = settings
        self.database = database
    }

    func connect() throws -> Connection { try Connection(direct) }

    func engine(_ pool: PoolOptions) throws -> Engine {
        try Engine(DatabaseAddress { [settings] in settings }, pool: pool)
    }

    func end() {
        #if os(Linux)
        proxy?.close()
        #endif
    }

    // MARK: The server's view

    /// The sessions that the engine has on the server.
    func sessions(_ connection: Connection) throws -> [Int] {
        try connection.execute(
            "SELECT id FROM information_schema.processlist WHERE db = '\(name)' AND id <> CONNECTION_ID()"
        ).rows.compactMap { $0.int(0) }
    }

    // MARK: Mishaps

    /// Ends connections. Blocks the thread.
    func suffer(_ mishap: Mishap, _ random: inout SeededGenerator) throws {
        switch mishap {
        case .kill:
            let connection = try connect()
            defer { connection.close() }
            let sessions = try sessions(connection)
            guard !sessions.isEmpty else { return }
            // It may have ended in the meantime.
            _ = try? connection.execute("KILL \(random.pick(sessions))")
        case .cut:
            #if os(Linux)
            proxy?.cut()
            proxy?.allow(until: nil)
            #endif
        case .restart:
            #if os(Linux)
            try server?.restart()
            #endif
        }
    }
}
