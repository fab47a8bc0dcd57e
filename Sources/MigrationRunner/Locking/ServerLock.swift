internal import Revisions
internal import SchemaModel
internal import ServerPort

/// Two advisory locks of one server that keep two runs apart.
///
/// The first is on a separate connection, so that nothing a revision does to its session can release it. When this
/// process dies, the server releases that lock at once, although it may still execute what it was sent. So the second
/// is on the connection that the revisions run in, and the server keeps it until it is done with that.
final class ServerLock: RunLock {
    private let request: LockRequest
    private let name: String
    private let workName: String
    private var connectionID = ""

    /// Server-wide names have at most 64 characters (MySQL since 5.7).
    static func name(database: String, versionTable: String, prefix: String = "swiftmig:") -> String {
        let plain = "\(prefix)\(database).\(versionTable)"
        return plain.utf8.count <= 64 ? plain : prefix + Checksum.ofText(plain).prefix(40)
    }

    private static func workName(database: String, versionTable: String) -> String {
        name(database: database, versionTable: versionTable, prefix: "swiftmig-work:")
    }

    /// - Throws: `MigrationError.locked`, `.cancelledBefore`, `ServerError`.
    init(_ request: LockRequest) throws {
        self.request = request
        name = Self.name(database: request.database, versionTable: request.options.versionTable)
        workName = Self.workName(database: request.database, versionTable: request.options.versionTable)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(request.options.lockTimeout)
        connectionID = try take(name, request.executor, until: deadline)
        do {
            _ = try take(workName, request.worker, until: deadline)
        } catch {
            Self.release(name, request.executor)
            throw error
        }
    }

    /// How long one query waits, in seconds. In between, the run checks who has the lock.
    private static let longestWait = 10

    /// - Returns: The id of the connection that has the lock now.
    private func take(
        _ name: String,
        _ executor: any QueryExecutor,
        until deadline: ContinuousClock.Instant
    ) throws -> String {
        let literal = RunnerTables.literal(name)
        var wait = 0
        var told: LockHolder?
        while true {
            let row: RowSet.Row?
            do {
                row = try executor.execute("SELECT GET_LOCK(\(literal), \(wait)), CONNECTION_ID()").rows.first
            } catch is ServerError where request.isCancelled() {
                // The cancellation may have ended the wait.
                throw MigrationError.cancelledBefore
            }
            if row?[0] == "1" { return row?[1] ?? "" }
            if request.isCancelled() { throw MigrationError.cancelledBefore }
            let left = Int((deadline - ContinuousClock().now).inSeconds.rounded(.up))
            let holder = holder(of: literal)
            guard left > 0 else { throw MigrationError.locked(holder: holder, seconds: request.options.lockTimeout) }
            if let holder, holder.isAnother(than: told) {
                request.waits(holder)
                told = holder
            }
            wait = min(left, Self.longestWait)
        }
    }

    private static func release(_ name: String, _ executor: any QueryExecutor) {
        // If this fails, the connection is gone, and the lock with it.
        _ = try? executor.execute("DO RELEASE_LOCK(\(RunnerTables.literal(name)))")
    }

    /// Only a run with the first lock could have taken this one in between, and `isHeldExpression` detects that.
    func takeAgain() throws -> Bool {
        let taking = "SELECT GET_LOCK(\(RunnerTables.literal(workName)), 0)"
        return try request.worker.execute(taking).rows.first?[0] == "1"
    }

    func release() {
        Self.release(workName, request.worker)
        Self.release(name, request.executor)
    }

    /// Whether a run is at work, or the server still executes what a dead run had sent.
    static func isTaken(database: String, versionTable: String, _ executor: any QueryExecutor) throws -> Bool {
        let uses = usesExpression(database: database, versionTable: versionTable)
        return try executor.execute("SELECT \(uses) IS NOT NULL").rows.first?[0] == "1"
    }

    /// An expression for the id of the session that has one of the two locks.
    private static func usesExpression(database: String, versionTable: String) -> String {
        let names = [
            name(database: database, versionTable: versionTable),
            workName(database: database, versionTable: versionTable),
        ]
        return "COALESCE(\(names.map { "IS_USED_LOCK(\(RunnerTables.literal($0)))" }.joined(separator: ", ")))"
    }

    func isHeldExpression(inTransaction: Bool) -> String {
        "COALESCE(IS_USED_LOCK(\(RunnerTables.literal(name))) = \(connectionID), FALSE)"
    }

    /// The server keeps the lock while the connection exists, which the guard checks.
    func keep() -> Bool { true }

    private func holder(of lock: String) -> LockHolder? {
        // Without an answer, the run waits for a holder that it cannot name.
        guard var holder = try? Self.holder("IS_USED_LOCK(\(lock))", request.executor) else { return nil }
        holder.run = request.running()
        return holder
    }

    /// Returns the session of a run, or of what a dead run had sent; nil if there is none.
    static func holder(database: String, versionTable: String, _ executor: any QueryExecutor) throws -> LockHolder? {
        try holder(usesExpression(database: database, versionTable: versionTable), executor)
    }

    /// - Parameter connection: An expression for the id of the session.
    private static func holder(_ connection: String, _ executor: any QueryExecutor) throws -> LockHolder? {
        guard let id = try executor.execute("SELECT \(connection)").rows.first?[0].flatMap({ UInt64($0) }) else {
            return nil
        }
        var holder = LockHolder(connectionID: id)
        // The rest is known if this account may see the session.
        if let process = (try? ServerProcess.others(over: executor))?.first(where: { $0.id == id }) {
            (holder.user, holder.host, holder.seconds) = (process.user, process.host, process.seconds)
        }
        return holder
    }
}
