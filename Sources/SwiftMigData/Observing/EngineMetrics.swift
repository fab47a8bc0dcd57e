#if Metrics
internal import ConnectionPool
internal import CoreMetrics
internal import DatabaseDriver
internal import DatabaseSettings
internal import SwiftMigPlatform
internal import SwiftMigQueries

/// The metrics of an engine, by OpenTelemetry's names for database clients. Times are timers, which record nanoseconds.
///
/// They go to the factory that is current when the engine is created.
final class EngineMetrics: Instrument, @unchecked Sendable {
    private let factory: any MetricsFactory
    private let lock = Lock()
    // What follows is guarded by the lock.
    private var pool: PoolMetrics?
    private var open: Set<ObjectIdentifier> = []
    private var used: Set<ObjectIdentifier> = []
    private var durations: [DurationKey: Timer] = [:]

    private struct DurationKey: Hashable {
        var systemName: String
        var database: String?
        var errorType: String?
    }

    init() {
        factory = MetricsSystem.factory
    }

    // MARK: Statements

    func begin(_: SQL, on connection: DriverConnection) -> (StatementRecord) -> Void {
        let (systemName, database) = (connection.systemName, connection.settings.database)
        return { [self] record in
            let key = DurationKey(
                systemName: systemName,
                database: database,
                errorType: record.error.map(errorType)
            )
            duration(key).recordNanoseconds(record.duration.nanoseconds)
        }
    }

    private func duration(_ key: DurationKey) -> Timer {
        lock.withLock {
            if let timer = durations[key] { return timer }
            var dimensions = [("db.system.name", key.systemName)]
            if let database = key.database { dimensions.append(("db.namespace", database)) }
            if let type = key.errorType { dimensions.append(("error.type", type)) }
            let timer = Timer(label: "db.client.operation.duration", dimensions: dimensions, factory: factory)
            durations[key] = timer
            return timer
        }
    }

    // MARK: The pool

    func observe(_ event: PoolEvent) {
        lock.withLock {
            switch event {
            case .connected(let connection, let took):
                if pool == nil { pool = PoolMetrics(name: Self.poolName(connection), factory) }
                open.insert(ObjectIdentifier(connection))
                pool?.createTime.recordNanoseconds(took.nanoseconds)
            case .checkedOut(let connection, let waited):
                used.insert(ObjectIdentifier(connection))
                pool?.waitTime.recordNanoseconds(waited.nanoseconds)
            case .returned(let connection): used.remove(ObjectIdentifier(connection))
            case .closed(let connection, _):
                used.remove(ObjectIdentifier(connection))
                open.remove(ObjectIdentifier(connection))
            case .timedOut: pool?.timeouts.increment()
            case .connectFailed, .reset: return
            }
            pool?.used.set(used.count)
            pool?.idle.set(max(0, open.count - used.count))
        }
    }

    /// OpenTelemetry's name for a pool without a name.
    private static func poolName(_ connection: any PooledConnection) -> String {
        guard let settings = (connection as? DriverConnection)?.settings else { return "" }
        return settings.address.place + "/" + (settings.database ?? "")
    }
}

/// What is measured of one pool.
private struct PoolMetrics {
    let used: Meter
    let idle: Meter
    let createTime: Timer
    let waitTime: Timer
    let timeouts: Counter

    init(name: String, _ factory: any MetricsFactory) {
        let pool = [("db.client.connection.pool.name", name)]
        func count(_ state: String) -> Meter {
            let dimensions = pool + [("db.client.connection.state", state)]
            return Meter(label: "db.client.connection.count", dimensions: dimensions, factory: factory)
        }
        used = count("used")
        idle = count("idle")
        createTime = Timer(label: "db.client.connection.create_time", dimensions: pool, factory: factory)
        waitTime = Timer(label: "db.client.connection.wait_time", dimensions: pool, factory: factory)
        timeouts = Counter(label: "db.client.connection.timeouts", dimensions: pool, factory: factory)
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (sum, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isTooLarge ? .max : sum.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }
}
#endif
