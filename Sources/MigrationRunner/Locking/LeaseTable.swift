internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// The SQL of the lease, for a cluster whose nodes do not share locks.
///
/// If several nodes of a Galera cluster insert the same primary key in autocommit, exactly one succeeds; the others get
/// ER_DUP_ENTRY. Each change names the owner and the count that it has seen, so of two changes the later does nothing.
struct LeaseTable {
    let database: String
    let options: RunnerOptions

    private var table: String {
        let names = SQLDialect()
        return names.quotedIdentifier(database) + "." + names.quotedIdentifier(options.lockTable)
    }

    /// One lease for each version table.
    private var key: String { "version_table = \(RunnerTables.literal(options.versionTable))" }

    private var expiry: String {
        "UTC_TIMESTAMP(6) + INTERVAL \(Int(options.lease.inSeconds * 1e6)) MICROSECOND"
    }

    var create: String {
        """
        CREATE TABLE IF NOT EXISTS \(table) (
          version_table VARCHAR(64) NOT NULL PRIMARY KEY,
          owner CHAR(32) NOT NULL COMMENT 'a new one for each run',
          renewals BIGINT UNSIGNED NOT NULL,
          lease_seconds DOUBLE NOT NULL,
          expires_at DATETIME(6) NOT NULL COMMENT 'UTC',
          person VARCHAR(255) NOT NULL,
          host VARCHAR(255) NOT NULL,
          tool_version VARCHAR(64) NOT NULL,
          database_user VARCHAR(384) NOT NULL,
          connection BIGINT UNSIGNED NOT NULL,
          acquired_at DATETIME(6) NOT NULL COMMENT 'UTC'
        ) \(RunnerTables.tableOptions)
        """
    }

    private func assignments(_ owner: String) -> [(column: String, value: String)] {
        [
            ("owner", "'\(owner)'"), ("renewals", "0"), ("lease_seconds", "\(options.lease.inSeconds)"),
            ("expires_at", expiry), ("person", RunnerTables.literal(options.person)),
            ("host", RunnerTables.literal(options.host)), ("tool_version", RunnerTables.literal(options.toolVersion)),
            ("database_user", "CURRENT_USER()"), ("connection", "CONNECTION_ID()"),
            ("acquired_at", "UTC_TIMESTAMP(6)"),
        ]
    }

    func acquire(_ owner: String) -> String {
        let columns = assignments(owner)
        return """
            INSERT INTO \(table) (version_table, \(columns.map(\.column).joined(separator: ", "))) \
            VALUES (\(RunnerTables.literal(options.versionTable)), \(columns.map(\.value).joined(separator: ", ")))
            """
    }

    /// Changes one row, or none if the owner has renewed the lease since.
    func takeOver(_ lease: Lease, _ owner: String) -> String {
        let changes = assignments(owner).map { "\($0.column) = \($0.value)" }.joined(separator: ", ")
        return """
            UPDATE \(table) SET \(changes) \
            WHERE \(key) AND owner = '\(lease.owner)' AND renewals = \(lease.renewals) AND expires_at < UTC_TIMESTAMP(6)
            """
    }

    /// Changes one row, or none if another run has the lease now.
    func renew(_ owner: String) -> String {
        "UPDATE \(table) SET renewals = renewals + 1, expires_at = \(expiry) WHERE \(key) AND owner = '\(owner)'"
    }

    func release(_ owner: String) -> String { "DELETE FROM \(table) WHERE \(key) AND owner = '\(owner)'" }

    /// - Parameter inTransaction: If true, the expression reads the current row instead of the transaction's snapshot,
    ///   and a change to the row by another node aborts one of the two transactions.
    func isHeldExpression(_ owner: String, inTransaction: Bool) -> String {
        let reading = inTransaction ? " LOCK IN SHARE MODE" : ""
        return "COALESCE((SELECT owner FROM \(table) WHERE \(key)\(reading)) = '\(owner)', FALSE)"
    }

    var select: String {
        """
        SELECT owner, renewals, lease_seconds, TIMESTAMPDIFF(MICROSECOND, expires_at, UTC_TIMESTAMP(6)) / 1e6, person, host, \
        database_user, connection, acquired_at FROM \(table) WHERE \(key)
        """
    }

    var countValid: String { "SELECT COUNT(*) FROM \(table) WHERE \(key) AND expires_at > UTC_TIMESTAMP(6)" }
}

/// A lease as stored in its row.
struct Lease: Hashable {
    var owner: String
    var renewals: Int
    var length: Duration
    /// How many seconds ago the lease ended, by the server's clock; negative while it lasts.
    var overdue: Double
    var holder: LockHolder

    /// Reads a row of `LeaseTable.select`.
    init(_ row: RowSet.Row) {
        owner = row[0] ?? ""
        renewals = row.int(1) ?? 0
        length = .seconds(row[2].flatMap { Double($0) } ?? 0)
        overdue = row[3].flatMap { Double($0) } ?? 0
        holder = LockHolder(connectionID: row[7].flatMap { UInt64($0) } ?? 0)
        holder.user = row[6]
        holder.person = row[4]
        holder.machine = row[5]
        holder.since = row[8]
    }

    /// Whether it is the same lease, and its owner has not renewed it.
    func isUnchanged(since other: Lease) -> Bool { owner == other.owner && renewals == other.renewals }
}
