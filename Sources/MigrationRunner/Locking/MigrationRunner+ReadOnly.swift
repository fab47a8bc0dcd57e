internal import SchemaSQL

extension MigrationRunner {
    /// Makes sure that the server is one to migrate. An account that may write to a replica all the same must not: its source
    /// would not know.
    ///
    /// - Throws: `MigrationError.readOnlyServer`, `ServerError`.
    package func checkTakesChanges() throws {
        let names = ReadOnlyServer.variables.joined(separator: "', '")
        let rows = try executor.execute("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('\(names)')").rows
        let values = Dictionary(rows.map { ($0[0] ?? "", $0[1] ?? "OFF") }) { first, _ in first }
        if ReadOnlyServer.refusesChanges(values) { throw MigrationError.readOnlyServer(primary: primary()) }
    }

    /// Where the server gets its changes from, as `host:port`; nil where it gets none, or does not say so to this account.
    private func primary() -> String? {
        let member = """
            SELECT MEMBER_HOST, MEMBER_PORT FROM performance_schema.replication_group_members \
            WHERE MEMBER_ROLE = 'PRIMARY' AND MEMBER_STATE = 'ONLINE'
            """
        // An account that may not ask gets an error, as a server does that has never heard of the question.
        if let row = try? executor.execute(member).rows.first, let host = row[0], let port = row[1] {
            return "\(host):\(port)"
        }
        // MySQL before 8.0.22 and MariaDB say SLAVE; MariaDB may have several sources, each with a name.
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
