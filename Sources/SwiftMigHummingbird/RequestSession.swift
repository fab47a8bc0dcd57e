#if Hummingbird
public import SwiftMigData
internal import SwiftMigPlatform

/// The session of a request.
///
/// The tasks of a request share its context, but a session is for one task at a time. So a use that begins before
/// another one has ended is an error.
public final class RequestSession: @unchecked Sendable {
    private enum State { case free, inUse, ended }

    // Used by the task that has set the state to `inUse`.
    private let session: ManualSession
    private let lock = Lock()
    private var state = State.free

    init(_ engine: Engine) {
        session = engine.makeSession()
    }

    func use<Result>(_ body: (Session) async throws -> sending Result) async throws -> sending Result {
        try take()
        defer { set(.free) }
        return try await body(session)
    }

    func commit() async throws {
        try take()
        do {
            try await session.commit()
            set(.ended)
        } catch {
            set(.free)
            throw error
        }
    }

    /// Rolls back what has not been committed. If a task that the handler has left behind still uses the session, the
    /// connection is closed after that.
    func rollBack() async {
        do throws(RequestSessionError) { try take() } catch { return }
        await session.rollback()
        set(.ended)
    }

    private func set(_ state: State) {
        lock.withLock { self.state = state }
    }

    private func take() throws(RequestSessionError) {
        let before = lock.withLock {
            defer { if state == .free { state = .inUse } }
            return state
        }
        switch before {
        case .free: return
        case .inUse: throw .inUse
        case .ended: throw .ended
        }
    }
}

/// Why a handler does not get the session of its request.
public enum RequestSessionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The router has no ``SessionMiddleware``.
    case noMiddleware
    /// Another task of the request uses the session.
    case inUse
    /// The transaction has ended, because the handler has returned.
    case ended

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .noMiddleware:
            "the request has no database session: add SessionMiddleware(engine) to the router before the routes"
        case .inUse:
            "another task of the request uses its database session: use it in one task, or engine.transaction in each"
        case .ended:
            "the handler has returned, and the transaction has ended: use engine.transaction for what comes later"
        }
    }
}
#endif
