internal import ConnectionPool
internal import DatabaseDriver
internal import Logging
internal import SwiftMig
internal import SwiftMigQueries

/// What an engine logs, and whom it tells. Without echo and observers, it costs statements nothing.
struct Watch: Sendable {
    let echo: Echo
    let logger: Logger
    let observers: [any EngineObserver]
    let instruments = Instruments.make()

    var isOff: Bool { echo == .off && observers.isEmpty && instruments.isEmpty }

    func tell(_ event: EngineEvent) {
        for observer in observers { observer.observe(event) }
    }

    // MARK: Statements

    /// Runs a statement, and reports it.
    ///
    /// - Parameter rows: Returns how many rows the result has, or were affected.
    func statement<Result: ~Copyable>(
        _ sql: SQL,
        on connection: DriverConnection,
        rows: (borrowing Result) -> Int?,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let ends = instruments.map { $0.begin(sql, on: connection) }
        let start = ContinuousClock.now
        tell(.executing(statement: sql.text, connection: connection.connectionID))
        do {
            let result = try await body()
            report(sql, connection, start, rows: rows(result), error: nil, ends)
            return result
        } catch {
            report(sql, connection, start, rows: nil, error: error, ends)
            throw error
        }
    }

    /// Reports that statements of the connection now commit by themselves, or no longer do.
    func enteredMode(of connection: DriverConnection) {
        guard echo != .off else { return }
        trace("SET SESSION autocommit = \(connection.isAutocommitting ? 1 : 0)", connection.connectionID)
    }

    private func report(
        _ sql: SQL,
        _ connection: DriverConnection,
        _ start: ContinuousClock.Instant,
        rows: Int?,
        error: (any Error)?,
        _ ends: [(StatementRecord) -> Void]
    ) {
        let record = StatementRecord(
            statement: sql.text,
            parameters: echo == .statementsAndParameters ? ShownParameters.texts(sql.values) : nil,
            connection: connection.connectionID,
            duration: .now - start,
            rows: rows,
            error: error
        )
        for end in ends { end(record) }
        tell(.executed(record))
        if echo != .off { log(record) }
    }

    private func log(_ record: StatementRecord) {
        var metadata: Logger.Metadata = [
            "connection": "\(record.connection)",
            "db.duration": "\(record.duration)",
        ]
        if let rows = record.rows { metadata["db.rows"] = "\(rows)" }
        if let parameters = record.parameters { metadata["db.parameters"] = .array(parameters.map { .string($0) }) }
        if let error = record.error { metadata["error"] = "\(error)" }
        logger.debug("\(record.statement)", metadata: metadata)
    }

    // MARK: The pool

    /// The function that the pool tells its events; nil if nobody listens.
    var poolObserver: (@Sendable (PoolEvent) -> Void)? {
        guard !isOff else { return nil }
        return { event in
            for instrument in instruments { instrument.observe(event) }
            guard echo != .off || !observers.isEmpty else { return }
            let event = EngineEvent(event)
            tell(event)
            if echo != .off { log(event) }
        }
    }

    private func log(_ event: EngineEvent) {
        switch event {
        case .connected(let connection, let took): trace("connected", connection, ["took": "\(took)"])
        case .connectFailed(let error, let took): logger.warning("\(error)", metadata: ["took": "\(took)"])
        case .checkedOut(let connection, let waited): trace("checked out", connection, ["waited": "\(waited)"])
        case .reset(let connection): trace("reset", connection)
        case .returned(let connection): trace("returned", connection)
        case .closed(let connection, let end): trace("closed", connection, ["reason": "\(end)"])
        case .timedOut(let timeout): logger.warning("\(timeout)")
        case .executing, .executed: break
        }
    }

    /// Logs what only somebody who looks for a fault of the pool wants to know.
    private func trace(_ what: String, _ connection: UInt64, _ metadata: Logger.Metadata = [:]) {
        logger.trace("\(what)", metadata: metadata.merging(["connection": "\(connection)"]) { $1 })
    }
}

extension EngineEvent {
    init(_ event: PoolEvent) {
        func id(_ connection: any PooledConnection) -> UInt64 { (connection as? DriverConnection)?.connectionID ?? 0 }
        self =
            switch event {
            case .connected(let connection, let took): .connected(connection: id(connection), took: took)
            case .connectFailed(let error, let took): .connectFailed(DatabaseError.ofPool(error), took: took)
            case .checkedOut(let connection, let waited): .checkedOut(connection: id(connection), waited: waited)
            case .reset(let connection): .reset(connection: id(connection))
            case .returned(let connection): .returned(connection: id(connection))
            case .closed(let connection, let reason): .closed(connection: id(connection), ConnectionEnd(reason))
            case .timedOut(let timeout): .timedOut(timeout)
            }
    }
}

/// Values for logs and errors.
enum ShownParameters {
    private static let mostCharacters = 300
    private static let mostValues = 16

    /// The values as text, long ones shortened, and of many only the first and the last ones.
    static func texts(_ values: [SQLValue]) -> [String] {
        let texts = values.map { shortened("\($0)") }
        guard texts.count > mostValues else { return texts }
        let half = mostValues / 2
        return texts.prefix(half) + ["… \(texts.count - mostValues) more …"] + texts.suffix(half)
    }

    private static func shortened(_ text: String) -> String {
        guard text.count > mostCharacters else { return text }
        let half = mostCharacters / 2
        return "\(text.prefix(half)) … \(text.count - mostCharacters) characters … \(text.suffix(half))"
    }
}
