internal import Revisions
internal import SchemaSQL

/// The two advisory locks that keep two runs apart.
///
/// The first lives on a connection of its own, so that nothing a revision does to its session can let it go. When this process
/// dies, the server releases it at once, although it may go on with what it was sent: so the second lives on the connection
/// that the revisions run in, and the server keeps it until it is through with that.
final class RunLock {
    private let executor: any QueryExecutor
    private let worker: any QueryExecutor
    private let name: String
    private let workName: String
    private let connectionID: String

    /// Server-wide names have at most 64 characters (MySQL since 5.7).
    static func name(database: String, versionTable: String, prefix: String = "swiftmig:") -> String {
        let plain = "\(prefix)\(database).\(versionTable)"
        return plain.utf8.count <= 64 ? plain : prefix + Checksum.ofText(plain).prefix(40)
    }

    private static func workName(database: String, versionTable: String) -> String {
        name(database: database, versionTable: versionTable, prefix: "swiftmig-work:")
    }

    /// - Parameters:
    ///   - executor: A session for the lock alone.
    ///   - worker: The session that the revisions run in.
    /// - Throws: `MigrationError.locked`, `ServerError`.
    init(
        executor: any QueryExecutor,
        worker: any QueryExecutor,
        database: String,
        options: RunnerOptions
    ) throws {
        self.executor = executor
        self.worker = worker
        name = Self.name(database: database, versionTable: options.versionTable)
        workName = Self.workName(database: database, versionTable: options.versionTable)
        let clock = ContinuousClock()
        let started = clock.now
        // A long ALTER must not let this connection idle out.
        try executor.execute("SET SESSION wait_timeout = 2147483")
        connectionID = try Self.take(name, executor, wait: options.lockTimeout, options)
        let waited = Int((clock.now - started).components.seconds)
        do {
            _ = try Self.take(workName, worker, wait: max(0, options.lockTimeout - waited), options)
        } catch {
            Self.release(name, executor)
            throw error
        }
    }

    /// - Returns: the id of the connection that has the lock now.
    private static func take(
        _ name: String,
        _ executor: any QueryExecutor,
        wait: Int,
        _ options: RunnerOptions
    ) throws -> String {
        let literal = RunnerTables.literal(name)
        let rows = try executor.execute("SELECT GET_LOCK(\(literal), \(wait)), CONNECTION_ID()").rows
        guard rows.first?[0] == "1" else {
            throw MigrationError.locked(holder: Self.holder(of: literal, executor), seconds: options.lockTimeout)
        }
        return rows.first?[1] ?? ""
    }

    private static func release(_ name: String, _ executor: any QueryExecutor) {
        // Where this fails the connection is gone, and the lock with it.
        _ = try? executor.execute("DO RELEASE_LOCK(\(RunnerTables.literal(name)))")
    }

    func release() {
        Self.release(workName, worker)
        Self.release(name, executor)
    }

    /// Whether a run is at work, or the server is with what a run that died had sent.
    static func isTaken(database: String, versionTable: String, _ executor: any QueryExecutor) throws -> Bool {
        let names = [
            name(database: database, versionTable: versionTable),
            workName(database: database, versionTable: versionTable),
        ]
        let uses = names.map { "IS_USED_LOCK(\(RunnerTables.literal($0)))" }.joined(separator: ", ")
        return try executor.execute("SELECT COALESCE(\(uses)) IS NOT NULL").rows.first?[0] == "1"
    }

    /// An expression that is true, in any session, while the lock is this run's.
    var isHeldExpression: String {
        "COALESCE(IS_USED_LOCK(\(RunnerTables.literal(name))) = \(connectionID), FALSE)"
    }

    /// A statement that does nothing while the lock is this run's, and fails once it is not.
    var guardStatement: String { "SELECT IF(\(isHeldExpression), 1, (SELECT 1 UNION SELECT 2))" }

    /// ER_SUBQUERY_NO_1_ROW: what comes of the guard's second branch, in every `sql_mode`.
    static let guardError = 1242

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
