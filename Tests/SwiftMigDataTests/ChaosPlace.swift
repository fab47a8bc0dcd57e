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
        /// The same over TLS.
        case weakTLSServer

        var isWeak: Bool { self == .weakServer || self == .weakTLSServer }
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
        defer { admin.close() }
        try admitVisitor(admin)
        return server
    }

    /// Creates an account that can only log in over TLS.
    private static func admitVisitor(_ admin: Connection) throws {
        try admin.execute("CREATE USER visitor IDENTIFIED BY 'open sesame' REQUIRE SSL")
        try admin.execute("GRANT ALL ON *.* TO visitor")
    }

    /// The settings of that account at a port.
    private static func visitor(_ database: String, port: UInt16) throws -> ConnectionSettings {
        var settings = ConnectionSettings(address: .tcp(host: "127.0.0.1", port: port), user: "visitor")
        settings.password = Secret("open sesame")
        settings.database = database
        settings.tls = TLSSettings(mode: .verifyIdentity, ca: try certificates.get().ca)
        return settings
    }

    init(_ way: Way, _ chaos: ChaosSettings) throws {
        #if os(Linux)
        if way.isWeak {
            let isEncrypted = way == .weakTLSServer
            let options = isEncrypted ? try Self.certificates.get().serverOptions(.good) : []
            let server = try ChaosServer(chaos.server, options)
            let admin = try Connection.open(testURL: server.url(of: ""))
            defer { admin.close() }
            name = "ledger"
            try admin.execute("CREATE DATABASE \(name)")
            if isEncrypted { try Self.admitVisitor(admin) }
            let proxy =
                try isEncrypted
                ? CuttingProxy(to: server.socket)
                : CuttingProxy(to: server.socket, at: server.folder + "/proxy.sock")
            var settings = ConnectionSettings(address: .socket(server.socket), user: "root")
            settings.database = name
            direct = settings
            settings.address = .socket(proxy.socket)
            self.settings = try proxy.port.map { try Self.visitor("ledger", port: $0) } ?? settings
            (self.server, self.proxy, database) = (server, proxy, nil)
            return
        }
        (server, proxy) = (nil, nil)
        #endif
        let server = try way == .tls ? Self.tlsServer.get() : PrivateServer.shared
        let database = try server.database()
        name = database.name
        direct = database.settings
        settings = try server.port.map { try Self.visitor(database.name, port: $0) } ?? database.settings
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
