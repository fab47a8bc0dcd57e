#if os(Linux)
import Foundation
import MariaDBClient
import SchemaSQL
import TestSupport

/// Three nodes of a cluster, each of which may be killed and started again.
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

    /// Names all nodes, `first` before the others.
    func url(of database: String, first: Int) -> String {
        let order = (hosts[first...] + hosts[..<first]).joined(separator: ",")
        return "mysql://root@\(order)/\(database)"
    }

    func connect(node: Int, _ database: String = "") throws -> Connection {
        try Connection.open(testURL: "mysql://root@localhost/\(database)?socket=\(folder)/n\(node)/s.sock")
    }

    /// The node that has sessions in a database; nil where none has.
    func node(servingRunsOf database: String) -> Int? {
        nodes.first { node in
            let query = "SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = '\(database)'"
            guard let session = try? connect(node: node) else { return false }
            _ = try? session.execute("SET SESSION wsrep_sync_wait = 0")
            return (try? session.execute(query).rows.isEmpty) == false
        }
    }

    /// kill -9, and a start, which ends when the node has all that the others have.
    func restart(_ node: Int) throws {
        for rest in [2, 1, 0] {
            do {
                try ServersScript.run(["node", folder, String(node)])
                return
            } catch  where rest > 0 {
                // The node that it wanted its data from was busy with something else.
            }
        }
    }
}
#endif
