internal import SchemaSQL

/// A session that others wait for, as far as this account may see.
package struct BlockingConnection: Hashable, Sendable {
    package var id: UInt64
    package var user: String
    package var host: String
    /// How long its transaction is open, or else its query is running.
    package var seconds: Int
    /// What it runs; nil where it is idle in a transaction.
    package var query: String?
    /// It has the lock; else it is one of those that may.
    package var isCertain: Bool
}

/// Finds out who has what a statement waited for.
struct BlockerSearch {
    let executor: any QueryExecutor
    let database: String

    /// The lists of who has which table, of those that there are.
    ///
    /// - Parameter tables: What the statement changes; empty where it is rows that it waited for.
    func blockers(of tables: [SQLName]) -> [BlockingConnection] {
        if !tables.isEmpty {
            let names = tables.map { name in
                "(\(RunnerTables.literal(name.database ?? database)), \(RunnerTables.literal(name.name)))"
            }.joined(separator: ", ")
            for query in [Self.instrumented(names), Self.plugin(names)] {
                let found = rows(query, isCertain: true)
                if !found.isEmpty { return found }
            }
        }
        let found = rows(Self.transactions, isCertain: false)
        return found.isEmpty ? rows(Self.processes, isCertain: false) : found
    }

    private func rows(_ query: String, isCertain: Bool) -> [BlockingConnection] {
        // A list that is not there, or that this account may not read, is no answer.
        guard let rows = try? executor.execute(query).rows else { return [] }
        var seen: Set<UInt64> = []
        return rows.compactMap { row in
            guard let id = row[0].flatMap({ UInt64($0) }), seen.insert(id).inserted else { return nil }
            return BlockingConnection(
                id: id,
                user: row[1] ?? "",
                host: row[2] ?? "",
                seconds: row.int(3) ?? 0,
                query: row[4].flatMap { $0.isEmpty ? nil : $0 },
                isCertain: isCertain
            )
        }
    }

    /// MySQL, and MariaDB from 10.5 on where the instrument is on.
    private static func instrumented(_ names: String) -> String {
        """
        SELECT p.ID, p.USER, p.HOST, p.TIME, p.INFO FROM performance_schema.metadata_locks m \
        JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID \
        JOIN information_schema.PROCESSLIST p ON p.ID = t.PROCESSLIST_ID \
        WHERE m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' AND p.ID <> CONNECTION_ID() \
        AND (m.OBJECT_SCHEMA, m.OBJECT_NAME) IN (\(names)) ORDER BY p.TIME DESC LIMIT 5
        """
    }

    /// MariaDB where the plugin `metadata_lock_info` is loaded.
    private static func plugin(_ names: String) -> String {
        """
        SELECT p.ID, p.USER, p.HOST, p.TIME, p.INFO FROM information_schema.METADATA_LOCK_INFO m \
        JOIN information_schema.PROCESSLIST p ON p.ID = m.THREAD_ID WHERE p.ID <> CONNECTION_ID() \
        AND (m.TABLE_SCHEMA, m.TABLE_NAME) IN (\(names)) ORDER BY p.TIME DESC LIMIT 5
        """
    }

    /// Those that have a transaction open, but for those that wait for a table themselves.
    private static let transactions = """
        SELECT p.ID, p.USER, p.HOST, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS age, p.INFO \
        FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id \
        WHERE p.ID <> CONNECTION_ID() AND COALESCE(p.STATE, '') NOT LIKE 'Waiting for table%' ORDER BY age DESC LIMIT 5
        """

    /// Without the privilege PROCESS one sees one's own.
    private static let processes = """
        SELECT ID, USER, HOST, TIME, INFO FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() \
        AND DB = DATABASE() AND COMMAND = 'Query' AND COALESCE(STATE, '') NOT LIKE 'Waiting for table%' \
        ORDER BY TIME DESC LIMIT 5
        """
}
