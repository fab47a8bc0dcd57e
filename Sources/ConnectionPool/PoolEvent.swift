/// What happens in a pool, for logs, metrics and observers. The pool reports it outside of its lock, and the events of
/// one connection in their order. The connections are those that the pool's `connect` has returned.
package enum PoolEvent: Sendable {
    case connected(any PooledConnection, took: Duration)
    case connectFailed(any Error, took: Duration)
    /// A task got the connection after the time.
    case checkedOut(any PooledConnection, waited: Duration)
    /// The connection was reset before it is returned.
    case reset(any PooledConnection)
    case returned(any PooledConnection)
    case closed(any PooledConnection, CloseReason)
    case timedOut(PoolTimeout)
}

/// Why a pool closed a connection.
package enum CloseReason: Hashable, Sendable {
    /// It is dead. All connections that were open at that moment are suspect.
    case lost
    /// It was open when another one was found dead, or when the pool was told to replace all.
    case suspect
    /// It has reached the age of `recycle`.
    case recycled
    /// It was idle for longer than `idleTimeout`.
    case idle
    /// As many as the pool keeps were idle when it was returned.
    case surplus
    /// It could not be reset, or its user does not trust its state.
    case unusable
    /// Its lease ended without being returned. The place is where the connection was taken, if that was recorded.
    case forgotten(CallSite?)
    case shutDown
}
