import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport

/// What an engine sends to a server, read from the general log of a server that is there for this only.
struct Wire {
    let fixture: EngineFixture
    private let server: PrivateServer

    private static let started = Result {
        try PrivateServer.start(options: ["--general-log=ON", "--log-output=TABLE"])
    }

    init(_ pool: PoolOptions = PoolOptions(), isolation: IsolationLevel? = nil) throws {
        server = try Self.started.get()
        fixture = try EngineFixture(cases: pool, on: server, isolation: isolation)
    }

    /// What the engine has sent so far, as `c1 Connect`, `c1: SELECT 1`. `c1` is the first connection, `c2` the second.
    /// Preparing a statement, and what follows a login, is left out.
    var lines: [String] {
        get throws {
            let others = ["Prepare", "Close stmt", "SET NAMES", "SET SESSION autocommit", "SELECT @@SESSION"]
            return try all.filter { line in !others.contains { line.contains($0) } }
        }
    }

    /// The same with everything.
    var all: [String] {
        get throws {
            let own = try fixture.other.execute("SELECT CONNECTION_ID()").rows.first?[0]
            let admin = try server.connect()
            defer { admin.close() }
            let rows = try admin.execute("SELECT thread_id, command_type, argument FROM mysql.general_log").rows
            var names: [String: String] = [:]
            return rows.compactMap { row in
                guard let session = row[0], let command = row[1], let text = row[2], session != own else { return nil }
                if command == "Connect", text.contains(fixture.database.name) { names[session] = "c\(names.count + 1)" }
                guard let name = names[session] else { return nil }
                switch command {
                case "Query", "Execute": return "\(name): \(text)"
                case "Prepare": return "\(name) Prepare: \(text)"
                default: return "\(name) \(command)"
                }
            }
        }
    }
}
