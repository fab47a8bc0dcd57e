internal import ConnectionPool
internal import DatabaseDriver
internal import SwiftMigQueries

/// Follows an engine for metrics or tracing, which are package traits.
protocol Instrument: Sendable {
    /// Takes note of a statement that is about to be sent.
    ///
    /// - Returns: The function to call when it has ended.
    func begin(_ sql: SQL, on connection: DriverConnection) -> (StatementRecord) -> Void

    /// Takes note of what happens in the pool.
    func observe(_ event: PoolEvent)
}

/// The instruments of the traits that are on.
enum Instruments {
    static func make() -> [any Instrument] {
        var instruments: [any Instrument] = []
        #if Metrics
        instruments.append(EngineMetrics())
        #endif
        #if Tracing
        instruments.append(StatementTracing())
        #endif
        return instruments
    }
}

#if Metrics || Tracing
extension DriverConnection {
    /// OpenTelemetry's `db.system.name`.
    var systemName: String { isMariaDB ? "mariadb" : "mysql" }
}

/// OpenTelemetry's `error.type`: the server's error number, or the kind of error.
func errorType(_ error: any Error) -> String {
    switch error as? DatabaseError {
    case .statementTimeout: "timeout"
    case let error?: error.serverFailure.map { "\($0.code)" } ?? "DatabaseError"
    case nil: "\(type(of: error))"
    }
}
#endif
