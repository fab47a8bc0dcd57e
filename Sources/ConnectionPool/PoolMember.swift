/// A connection of a pool. All that changes is guarded by the pool's lock.
@usableFromInline
final class PoolMember: @unchecked Sendable {
    enum State {
        case idle
        case out
        /// It still occupies its place, because the server counts it until it is closed.
        case closing
    }

    @usableFromInline let connection: any PooledConnection
    let opened: ContinuousClock.Instant
    /// How many deaths the pool had seen when the connection was opened.
    let generation: Int
    var state = State.out
    /// When the state began.
    var since: ContinuousClock.Instant
    /// The mode of the connection when it was returned.
    var mode = 0
    /// Where it was taken.
    var place: CallSite?

    init(_ connection: any PooledConnection, opened: ContinuousClock.Instant, generation: Int) {
        self.connection = connection
        self.opened = opened
        self.generation = generation
        since = opened
    }

    func begin(_ state: State, at now: ContinuousClock.Instant, _ place: CallSite?) {
        self.state = state
        since = now
        self.place = place
    }
}
