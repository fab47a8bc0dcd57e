public import ConnectionPool

/// Is told what an engine does, for metrics, audits and tests. Its function must be fast, because statements wait for
/// it.
public protocol EngineObserver: Sendable {
    /// Takes note of an event. The events of one connection come in their order, and from any thread.
    func observe(_ event: EngineEvent)
}

/// What an engine does. Connections have the server's ids, as in `KILL` and `SHOW PROCESSLIST`.
public enum EngineEvent: Sendable {
    /// A connection was opened within the time.
    case connected(connection: UInt64, took: Duration)
    /// A connection could not be opened.
    case connectFailed(any Error, took: Duration)
    /// A task got a connection after the time.
    case checkedOut(connection: UInt64, waited: Duration)
    /// A connection is reset before it is returned: its transaction is rolled back.
    case reset(connection: UInt64)
    /// A connection was returned to the pool.
    case returned(connection: UInt64)
    /// A connection was closed.
    case closed(connection: UInt64, ConnectionEnd)
    /// A task waited for a connection in vain.
    case timedOut(PoolTimeout)
    /// A statement is about to be sent.
    case executing(statement: String, connection: UInt64)
    /// A statement has ended.
    case executed(StatementRecord)
}

/// A statement that has ended.
public struct StatementRecord: Sendable {
    /// The statement, with `?` for its values.
    public let statement: String
    /// The values, shortened, if the engine's ``Echo`` shows them.
    public let parameters: [String]?
    /// The connection's id on the server.
    public let connection: UInt64
    /// How long it took, from sending it to the end of its result.
    public let duration: Duration
    /// The rows that it returned or affected; nil if it failed, and for a stream, whose rows are read later.
    public let rows: Int?
    /// Why it failed.
    public let error: (any Error)?
}

/// Why a connection was closed.
public enum ConnectionEnd: Sendable, Hashable {
    /// It was lost. All connections that were open at that moment are replaced before they are used again.
    case lost
    /// It was open when another one was lost, or all were to be replaced.
    case suspect
    /// It has reached the age of `recycle`.
    case recycled
    /// It was idle for longer than `idleTimeout`.
    case idle
    /// As many as the pool keeps were idle when it was returned.
    case surplus
    /// It could not be reset.
    case unusable
    /// Its session ended without commit or rollback.
    case forgotten
    /// The engine was shut down.
    case shutDown
}

extension ConnectionEnd {
    init(_ reason: CloseReason) {
        self =
            switch reason {
            case .lost: .lost
            case .suspect: .suspect
            case .recycled: .recycled
            case .idle: .idle
            case .surplus: .surplus
            case .unusable: .unusable
            case .forgotten: .forgotten
            case .shutDown: .shutDown
            }
    }
}
