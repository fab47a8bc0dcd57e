#if os(Linux)
import Foundation
import MariaDBClient
import ServerPort
import TestSupport

/// A job of another application, which adds partitions (or indexes) to the table `jobs` and drops old ones, and locks
/// the table meanwhile.
final class NightlyJob: @unchecked Sendable {
    private let changesPartitions: Bool
    private let connect: @Sendable () throws -> Connection
    private let condition = NSCondition()
    private var isStopped = false
    private var hasEnded = false
    private var added = 0

    init(changesPartitions: Bool, _ connect: @escaping @Sendable () throws -> Connection) {
        self.changesPartitions = changesPartitions
        self.connect = connect
        Thread.detachNewThread { [self] in work() }
    }

    /// - Returns: The number of partitions or indexes that it has added.
    func stop() -> Int {
        condition.withLock {
            isStopped = true
            condition.broadcast()
            while !hasEnded { condition.wait() }
            return added
        }
    }

    /// - Returns: False once the job should stop.
    private func rest(_ milliseconds: Int) -> Bool {
        condition.withLock {
            let deadline = Date(timeIntervalSinceNow: Double(milliseconds) / 1000)
            while !isStopped, condition.wait(until: deadline) {}
            return !isStopped
        }
    }

    private func work() {
        var session: Connection?
        while rest(Int.random(in: 1...40)) {
            do {
                let connected = try session ?? connect()
                session = connected
                try rotate(connected)
            } catch {
                // The server is gone, or the revision has locked the table. The next night comes soon.
                if (error as? ServerError)?.isConnectionLost ?? true { session = nil }
                _ = try? session?.execute("ROLLBACK")
            }
        }
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    private func rotate(_ session: Connection) throws {
        try session.execute("SET SESSION lock_wait_timeout = 1")
        // An ALTER waits for sessions that have read the table.
        try session.execute("START TRANSACTION")
        try session.execute("SELECT COUNT(*) FROM jobs")
        _ = rest(Int.random(in: 0...60))
        try session.execute("COMMIT")
        let days = try days(session)
        let day = (days.last ?? 0) + 1
        let (new, kind, prefix) =
            changesPartitions
            ? ("PARTITION (PARTITION p\(day) VALUES LESS THAN (\(day)))", "PARTITION", "p")
            : ("INDEX nightly_\(day) (day)", "INDEX", "nightly_")
        try session.execute("ALTER TABLE jobs ADD \(new)")
        condition.withLock { added += 1 }
        for old in days.dropLast(4) { try session.execute("ALTER TABLE jobs DROP \(kind) \(prefix)\(old)") }
    }

    /// The existing days, in order.
    private func days(_ session: Connection) throws -> [Int] {
        let (column, table) =
            changesPartitions ? ("PARTITION_NAME", "PARTITIONS") : ("INDEX_NAME", "STATISTICS")
        let query = """
            SELECT DISTINCT \(column) FROM information_schema.\(table) WHERE TABLE_SCHEMA = DATABASE() \
            AND TABLE_NAME = 'jobs' AND (\(column) LIKE 'p%' AND \(column) <> 'PRIMARY' OR \(column) LIKE 'nightly%')
            """
        let names = try session.execute(query).rows.compactMap { $0[0] }
        return names.compactMap { Int($0.drop { !$0.isNumber }) }.filter { $0 > 0 }.sorted()
    }
}
#endif
