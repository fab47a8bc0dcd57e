internal import Revisions
internal import SchemaSQL

/// The advisory lock that keeps two runs apart. It lives on a connection of its own, so that nothing a revision does to its
/// session can let it go; when this process dies the server releases it.
final class RunLock {
    private let executor: any QueryExecutor
    private let name: String
    private let connectionID: String

    /// Server-wide names have at most 64 characters (MySQL since 5.7).
    static func name(database: String, versionTable: String) -> String {
        let plain = "swiftmig:\(database).\(versionTable)"
        return plain.utf8.count <= 64 ? plain : "swiftmig:" + Checksum.ofText(plain).prefix(40)
    }

    /// - Throws: `MigrationError.locked`, `ServerError`.
    init(executor: any QueryExecutor, database: String, options: RunnerOptions) throws {
        self.executor = executor
        name = Self.name(database: database, versionTable: options.versionTable)
        let literal = RunnerTables.literal(name)
        // A long ALTER must not let this connection idle out.
        try executor.execute("SET SESSION wait_timeout = 2147483")
        let rows = try executor.execute("SELECT GET_LOCK(\(literal), \(options.lockTimeout)), CONNECTION_ID()").rows
        connectionID = rows.first?[1] ?? ""
        guard rows.first?[0] == "1" else {
            throw MigrationError.locked(holder: Self.holder(of: literal, executor), seconds: options.lockTimeout)
        }
    }

    func release() {
        // Where this fails the connection is gone, and the lock with it.
        _ = try? executor.execute("DO RELEASE_LOCK(\(RunnerTables.literal(name)))")
    }

    /// An expression that is true, in any session, while the lock is this run's.
    var isHeldExpression: String {
        "COALESCE(IS_USED_LOCK(\(RunnerTables.literal(name))) = \(connectionID), FALSE)"
    }

    /// Whether the lock is still this run's, seen from another session.
    func isHeld(seenFrom executor: any QueryExecutor) throws -> Bool {
        try executor.execute("SELECT \(isHeldExpression)").rows.first?[0] == "1"
    }

    private static func holder(of lock: String, _ executor: any QueryExecutor) -> LockHolder? {
        guard let rows = try? executor.execute("SELECT IS_USED_LOCK(\(lock))").rows,
            let id = rows.first?[0].flatMap({ UInt64($0) })
        else { return nil }
        var holder = LockHolder(connectionID: id)
        // Without the PROCESS privilege one sees one's own sessions only.
        let query = "SELECT USER, HOST, TIME FROM information_schema.PROCESSLIST WHERE ID = \(id)"
        if let row = (try? executor.execute(query).rows)?.first {
            holder.user = row[0]
            holder.host = row[1]
            holder.seconds = row.int(2)
        }
        return holder
    }
}
