import ConnectionPool
import SwiftMigPlatform
import TestSupport

/// A server whose connections do what a test says. It writes down what happens to them.
final class FakeServer: Sendable {
    struct Refusal: Error, Equatable {
        var message = "refused"
    }

    private struct State: Sendable {
        var lastID = 0
        var open: [Int: FakeConnection] = [:]
        var mostOpen = 0
        var attempts = 0
        var log: [String] = []
        var refusal: Refusal?
        var holdsOpenings = false
        var held: [CheckedContinuation<Bool, Never>] = []
        var closesNewConnections = false
        /// How many percent of the attempts fail.
        var failing = 0
        var random = SeededGenerator(seed: 0)
    }

    private let state: Monitor<State>

    /// - Parameter failing: How many percent of the attempts to connect fail.
    init(failing: Int = 0, seed: UInt64 = 0) {
        state = Monitor(State(failing: failing, random: SeededGenerator(seed: seed)))
    }

    /// What happened, such as `open 1` and `ping 1`.
    var log: [String] { state.access { $0.log } }
    /// The connections that are open.
    var open: Set<Int> { state.access { Set($0.open.keys) } }
    /// The greatest number of connections that were open at once.
    var mostOpen: Int { state.access { $0.mostOpen } }
    /// How many times somebody tried to connect.
    var attempts: Int { state.access { $0.attempts } }
    /// The connections that are being opened and wait for `release`.
    var held: Int { state.access { $0.held.count } }

    /// Refuses connections, or accepts them again.
    func refuse(_ refusal: Refusal?) { state.access { $0.refusal = refusal } }

    /// Lets no connection be opened before `release`.
    func holdOpenings() { state.access { $0.holdsOpenings = true } }

    /// Loses each connection at once.
    func closeNewConnections() { state.access { $0.closesNewConnections = true } }

    /// Ends the oldest attempt that is held.
    func release(succeeding: Bool = true) {
        state.access { $0.held.isEmpty ? nil : $0.held.removeFirst() }?.resume(returning: succeeding)
    }

    func connect() async throws -> FakeConnection {
        state.access { $0.attempts += 1 }
        let succeeds = await withCheckedContinuation { continuation in
            let isHeld = state.access { state in
                if state.holdsOpenings { state.held.append(continuation) }
                return state.holdsOpenings
            }
            if !isHeld { continuation.resume(returning: true) }
        }
        try Task.checkCancellation()
        return try state.access { state in
            if let refusal = state.refusal { throw refusal }
            if !succeeds || state.random.chance(state.failing) { throw Refusal() }
            state.lastID += 1
            let connection = FakeConnection(state.lastID, on: self)
            state.open[connection.id] = connection
            if state.closesNewConnections { connection.lose() }
            state.mostOpen = max(state.mostOpen, state.open.count)
            state.log.append("open \(connection.id)")
            return connection
        }
    }

    func connection(_ id: Int) -> FakeConnection? { state.access { $0.open[id] } }

    fileprivate func note(_ event: String, of id: Int) { state.access { $0.log.append("\(event) \(id)") } }

    fileprivate func close(_ id: Int) {
        state.access { state in
            state.open[id] = nil
            state.log.append("close \(id)")
        }
    }
}

final class FakeConnection: PooledConnection {
    private struct State: Sendable {
        var isOpen = true
        var isAlive = true
        var mode = 0
        var needsReset = false
        var canReset = true
        var holdsReset = false
        var heldReset: CheckedContinuation<Void, Never>?
        var holdsPing = false
        var heldPing: CheckedContinuation<Void, Never>?
        var users = 0
    }

    let id: Int
    private let server: FakeServer
    private let state = Monitor(State())

    init(_ id: Int, on server: FakeServer) {
        self.id = id
        self.server = server
    }

    var isOpen: Bool { state.access { $0.isOpen } }
    var mode: Int { state.access { $0.mode } }

    func needsReset(_ reset: PoolOptions.Reset) -> Bool { reset != .none && state.access { $0.needsReset } }

    func ping(timeout: Duration) async -> Bool {
        server.note("ping", of: id)
        await withCheckedContinuation { continuation in
            let isHeld = state.access { state in
                if state.holdsPing { state.heldPing = continuation }
                return state.holdsPing
            }
            if !isHeld { continuation.resume() }
        }
        return state.access { $0.isAlive }
    }

    func reset(_ reset: PoolOptions.Reset, timeout: Duration) async -> Bool {
        server.note("\(reset)", of: id)
        await withCheckedContinuation { continuation in
            let isHeld = state.access { state in
                if state.holdsReset { state.heldReset = continuation }
                return state.holdsReset
            }
            if !isHeld { continuation.resume() }
        }
        return state.access { state in
            state.needsReset = false
            if !state.isAlive { state.isOpen = false }
            return state.canReset && state.isAlive && !Task.isCancelled
        }
    }

    func close() async {
        state.access { $0.isOpen = false }
        await Task.yield()
        server.close(id)
    }

    // MARK: What tests do

    /// Ends the connection at the server, which the client does not notice.
    func kill() { state.access { $0.isAlive = false } }

    /// What a client does that has noticed it.
    func lose() { state.access { $0.isOpen = false } }

    func leave(mode: Int) { state.access { $0.mode = mode } }

    /// Leaves something for a reset to do.
    func soil() { state.access { $0.needsReset = true } }

    func refuseReset() { state.access { $0.canReset = false } }

    func holdReset() { state.access { $0.holdsReset = true } }

    var resetIsHeld: Bool { state.access { $0.heldReset != nil } }

    func releaseReset() {
        let held = state.access { state in
            state.holdsReset = false
            defer { state.heldReset = nil }
            return state.heldReset
        }
        held?.resume()
    }

    func holdPing() { state.access { $0.holdsPing = true } }

    var pingIsHeld: Bool { state.access { $0.heldPing != nil } }

    func releasePing() {
        let held = state.access { state in
            state.holdsPing = false
            defer { state.heldPing = nil }
            return state.heldPing
        }
        held?.resume()
    }

    /// Uses the connection for a moment.
    ///
    /// - Returns: Whether nobody else used it.
    func use() async -> Bool {
        let users = state.access { state in
            state.users += 1
            return state.users
        }
        await Task.yield()
        state.access { $0.users -= 1 }
        return users == 1
    }
}
