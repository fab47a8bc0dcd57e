#if os(Linux)
import Foundation
import MariaDBClient
import ServerPort
import TestSupport

/// A cluster of three nodes, each of which may be killed and started again.
final class ChaosCluster: Sendable {
    private let folder: String
    private let hosts: [String]
    private let leash: ServersScript.Leash

    init() throws {
        folder = ServersScript.newFolder()
        leash = try ServersScript.Leash(folder)
        let url = try ServersScript.run(["up", "galera", folder])
        hosts = url.dropFirst("mysql://root@".count).dropLast().split(separator: ",").map(String.init)
    }

    var nodes: Range<Int> { hosts.indices }

    /// The URL of all nodes, with `first` at the beginning.
    func url(of database: String, first: Int) -> String {
        let order = (hosts[first...] + hosts[..<first]).joined(separator: ",")
        return "mysql://root@\(order)/\(database)"
    }

    func connect(node: Int, _ database: String = "") throws -> Connection {
        try Connection.open(testURL: "mysql://root@localhost/\(database)?socket=\(folder)/n\(node)/s.sock")
    }

    /// The node that has sessions in a database; nil if there is none.
    func node(servingRunsOf database: String) -> Int? {
        nodes.first { node in
            let query = "SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = '\(database)'"
            guard let session = try? connect(node: node) else { return false }
            _ = try? session.execute("SET SESSION wsrep_sync_wait = 0")
            return (try? session.execute(query).rows.isEmpty) == false
        }
    }

    /// Kills the node with kill -9, and starts it. Returns when it has caught up with the others.
    func restart(_ node: Int) throws {
        for rest in [2, 1, 0] {
            do {
                try ServersScript.run(["node", folder, String(node)])
                return
            } catch  where rest > 0 {
                // The node that it requested its data from was busy.
            }
        }
    }
}
#endif
