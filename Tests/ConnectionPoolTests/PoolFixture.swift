import ConnectionPool
import TestSupport

/// A connection that a test has taken.
final class Held: @unchecked Sendable {
    private var lease: Pool<FakeConnection>.Lease?
    let connection: FakeConnection

    init(_ lease: consuming Pool<FakeConnection>.Lease) {
        connection = lease.connection
        self.lease = consume lease
    }

    var id: Int { connection.id }

    @discardableResult
    func giveBack(to pool: Pool<FakeConnection>) -> Task<Void, Never>? {
        guard let lease = lease.take() else { return nil }
        return pool.give(back: lease)
    }

    func discard(from pool: Pool<FakeConnection>, because reason: CloseReason) {
        guard let lease = lease.take() else { return }
        pool.discard(lease, because: reason)
    }

    /// Ends the lease without returning the connection.
    func forget() { lease = nil }
}

/// A pool on a server that does what a test says.
struct PoolFixture: Sendable {
    let server = FakeServer()
    let clock = ManualClock()
    let pool: Pool<FakeConnection>
    private let journal = Journal()

    init(_ options: PoolOptions = PoolOptions()) throws {
        pool = try Pool(options, clock: clock, observe: { [journal] in journal.note($0.text) }) {
            [server] in try await server.connect()
        }
    }

    init(size: Int, maxOverflow: Int? = 0, timeout: Duration = .seconds(30)) throws {
        try self.init(PoolOptions(size: size, maxOverflow: maxOverflow, timeout: timeout))
    }

    /// The events that the pool has reported.
    var events: [String] { journal.notes }

    var status: PoolStatus { pool.status }

    func take(mode: Int = 0, timeout: Duration? = nil, at place: CallSite? = nil) async throws -> Held {
        Held(try await pool.take(mode: mode, timeout: timeout, at: place))
    }

    func takeIdle(mode: Int = 0) -> Held? {
        guard let lease = pool.takeIdle(mode: mode) else { return nil }
        return Held(lease)
    }

    func take(_ number: Int) async throws -> [Held] {
        var all: [Held] = []
        for _ in 0..<number { all.append(try await take()) }
        return all
    }

    /// Returns connections in their order, and waits until they are reset.
    func giveBack(_ all: [Held]) async {
        for held in all { await held.giveBack(to: pool)?.value }
    }

    /// Starts a task that takes a connection, and waits until it waits.
    func startWaiter(timeout: Duration? = nil) async throws -> Task<Held, any Error> {
        let waiting = status.waiting
        let task = Task { try await take(timeout: timeout) }
        try await waitUntil { status.waiting > waiting }
        return task
    }

    /// Waits until no task of the pool has anything to do.
    func settle() async throws {
        try await waitUntil {
            let status = status
            return status.opening == 0 && server.open.count == status.idle + status.inUse
        }
    }
}

extension PoolEvent {
    var text: String {
        switch self {
        case .connected(let connection, _): "connected \(connection.number)"
        case .connectFailed: "connect failed"
        case .checkedOut(let connection, _): "checked out \(connection.number)"
        case .reset(let connection): "reset \(connection.number)"
        case .returned(let connection): "returned \(connection.number)"
        case .closed(let connection, .forgotten(let place)):
            "closed \(connection.number): forgotten, taken at \(place?.description ?? "?")"
        case .closed(let connection, let reason): "closed \(connection.number): \(reason)"
        case .timedOut: "timed out"
        }
    }
}

extension PooledConnection {
    fileprivate var number: Int { (self as? FakeConnection)?.id ?? 0 }
}

extension PoolStatus {
    /// The numbers that tests compare.
    var numbers: [Int] { [idle, inUse, overflow, waiting, opening] }
}
