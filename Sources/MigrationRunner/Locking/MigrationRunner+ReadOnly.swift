internal import ServerPort

extension MigrationRunner {
    /// Makes sure that the server accepts migrations. Even an account that may write to a replica must not, because the
    /// source would not know of the change.
    ///
    /// - Throws: `MigrationError.readOnlyServer`, `ServerError`.
    package func checkTakesChanges() throws {
        let names = ReadOnlyServer.variables.joined(separator: "', '")
        let rows = try executor.execute("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('\(names)')").rows
        let values = Dictionary(rows.map { ($0[0] ?? "", $0[1] ?? "OFF") }) { first, _ in first }
        if ReadOnlyServer.refusesChanges(values) { throw MigrationError.readOnlyServer(primary: primary()) }
    }

    /// The server that this one gets its changes from, as `host:port`; nil if there is none, or this account may not
    /// see it.
    private func primary() -> String? {
        let member = """
            SELECT MEMBER_HOST, MEMBER_PORT FROM performance_schema.replication_group_members \
            WHERE MEMBER_ROLE = 'PRIMARY' AND MEMBER_STATE = 'ONLINE'
            """
        // The query fails if the account may not ask it, or if the server does not know it.
        if let row = try? executor.execute(member).rows.first, let host = row[0], let port = row[1] {
            return "\(host):\(port)"
        }
        // MySQL before 8.0.22 and MariaDB say SLAVE. MariaDB may have several sources, each with a name.
        for query in ["SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS", "SHOW SLAVE STATUS"] {
            guard let rows = try? executor.execute(query).rows, let row = rows.first else { continue }
            func value(_ names: [String]) -> String? {
                rows.columnNames.firstIndex { names.contains($0) }.flatMap { row[$0] }
            }
            if let host = value(["Source_Host", "Master_Host"]), let port = value(["Source_Port", "Master_Port"]) {
                return "\(host):\(port)"
            }
        }
        return nil
    }
}
