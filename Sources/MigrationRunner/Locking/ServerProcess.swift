internal import ServerPort

/// A session of the server, as far as this account may see: without the privilege PROCESS, it sees only its own.
struct ServerProcess {
    var id: UInt64
    var user: String
    var host: String
    var database: String?
    /// How long it has been in its state.
    var seconds: Int
    /// The command, such as `Query` or `Sleep`.
    var command: String
    var state: String
    var query: String?

    /// All sessions except the current one.
    ///
    /// In MySQL 9.7, information_schema.PROCESSLIST fails with error 3854 while any session runs a statement with a
    /// character beyond U+FFFF; SHOW does not.
    static func others(over executor: any QueryExecutor) throws -> [ServerProcess] {
        let results = try executor.execute(all: ["SELECT CONNECTION_ID()", "SHOW FULL PROCESSLIST"])
        let own = results.first?.rows.first?[0].flatMap { UInt64($0) }
        return results[1].rows.compactMap { row in
            guard let id = row[0].flatMap({ UInt64($0) }), id != own else { return nil }
            return ServerProcess(
                id: id,
                user: row[1] ?? "",
                host: row[2] ?? "",
                database: row[3],
                seconds: row.int(5) ?? 0,
                command: row[4] ?? "",
                state: row[6] ?? "",
                query: row[7].flatMap { $0.isEmpty ? nil : $0 }
            )
        }
    }

    /// Whether the session waits for a table. Then others do not wait for it.
    var waitsForTable: Bool { state.hasPrefix("Waiting for table") }
}
