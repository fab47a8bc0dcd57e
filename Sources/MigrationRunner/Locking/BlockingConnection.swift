internal import SQLStatements
internal import ServerPort

/// A session that others wait for, as far as this account may see.
package struct BlockingConnection: Hashable, Sendable {
    package var id: UInt64
    package var user: String
    package var host: String
    /// How long its transaction has been open or, if it has none, its query has been running.
    package var seconds: Int
    /// The running query; nil if the session is idle in a transaction.
    package var query: String?
    /// Whether the session is known to hold the lock. Otherwise it only may.
    package var isCertain: Bool
}

/// Finds the sessions that hold the lock a statement waited for.
struct BlockerSearch {
    let executor: any QueryExecutor
    let database: String

    /// Returns the sessions that hold a lock on the tables, if the server tells; otherwise those that may.
    ///
    /// - Parameter tables: The tables that the statement changes; empty if it waited for rows.
    func blockers(of tables: [SQLName]) -> [BlockingConnection] {
        // The account may not have the right to read the list. The run then says that a lock is held, but not by whom.
        guard let processes = try? ServerProcess.others(over: executor) else { return [] }
        if !tables.isEmpty {
            let names = tables.map { name in
                "(\(RunnerTables.literal(name.database ?? database)), \(RunnerTables.literal(name.name)))"
            }.joined(separator: ", ")
            for query in [Self.instrumented(names), Self.plugin(names)] {
                let holders = Set(rows(query).map(\.id))
                let found = processes.filter { holders.contains($0.id) }
                if !found.isEmpty { return Self.connections(found, isCertain: true) }
            }
        }
        let ages = Dictionary(rows(Self.transactions).map { ($0.id, $0.seconds) }) { first, _ in first }
        var open = processes.filter { ages[$0.id] != nil && !$0.waitsForTable }
        for index in open.indices { open[index].seconds = ages[open[index].id] ?? 0 }
        if !open.isEmpty {
            // The sessions of this database come first, because a server may have many others.
            let here = open.filter { $0.database == database }
            let elsewhere = open.filter { $0.database != database }
            let found = Self.connections(here, isCertain: false) + Self.connections(elsewhere, isCertain: false)
            return Array(found.prefix(Self.count))
        }
        let here = processes.filter { $0.database == database && $0.command == "Query" && !$0.waitsForTable }
        return Self.connections(here, isCertain: false)
    }

    private static let count = 5

    /// The sessions that have been at it longest.
    private static func connections(_ processes: [ServerProcess], isCertain: Bool) -> [BlockingConnection] {
        processes.sorted { ($0.seconds, $1.id) > ($1.seconds, $0.id) }.prefix(count).map { process in
            BlockingConnection(
                id: process.id,
                user: process.user,
                host: process.host,
                seconds: process.seconds,
                query: process.query,
                isCertain: isCertain
            )
        }
    }

    private func rows(_ query: String) -> [(id: UInt64, seconds: Int)] {
        // The list may not exist, or this account may not read it.
        guard let rows = try? executor.execute(query).rows else { return [] }
        return rows.compactMap { row in row[0].flatMap { UInt64($0) }.map { ($0, row.int(1) ?? 0) } }
    }

    /// For MySQL, and for MariaDB from 10.5 if the instrument is enabled.
    private static func instrumented(_ names: String) -> String {
        """
        SELECT t.PROCESSLIST_ID, 0 FROM performance_schema.metadata_locks m \
        JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID \
        WHERE m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' AND (m.OBJECT_SCHEMA, m.OBJECT_NAME) IN (\(names))
        """
    }

    /// For MariaDB with the plugin `metadata_lock_info`.
    private static func plugin(_ names: String) -> String {
        """
        SELECT THREAD_ID, 0 FROM information_schema.METADATA_LOCK_INFO WHERE (TABLE_SCHEMA, TABLE_NAME) IN (\(names))
        """
    }

    /// The sessions with open transactions, and how long these have been open.
    private static let transactions = """
        SELECT trx_mysql_thread_id, TIMESTAMPDIFF(SECOND, trx_started, NOW()) FROM information_schema.INNODB_TRX
        """
}
