#if Hummingbird
public import Hummingbird
public import SwiftMigData

/// A request context with a database session.
///
/// ```swift
/// struct AppContext: SessionRequestContext {
///     var coreContext: CoreRequestContextStorage
///     var databaseSession: RequestSession?
///     init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
/// }
/// ```
public protocol SessionRequestContext: RequestContext {
    /// The session that ``SessionMiddleware`` made for the request. Handlers use ``session(_:)``.
    var databaseSession: RequestSession? { get set }
}

extension SessionRequestContext {
    /// Gives `body` the session of the request. The transaction begins with its first statement, and goes on until the
    /// middleware ends it.
    ///
    /// - Throws: What `body` throws; ``RequestSessionError``.
    public func session<Result>(
        _ body: (Session) async throws -> sending Result
    ) async throws -> sending Result {
        guard let databaseSession else { throw RequestSessionError.noMiddleware }
        return try await databaseSession.use(body)
    }
}

/// Gives each request a session in a transaction: it is committed after the handler returns, and rolled back if the
/// handler throws or its response has a status of 400 or more.
///
/// The transaction ends before the response is sent. A response that produces its body later must not use the session.
///
/// A session takes a connection from the pool for its first statement, and keeps it until the handler returns. A
/// handler that waits for anything else meanwhile, such as another server, is better off with `engine.transaction`.
public struct SessionMiddleware<Context: SessionRequestContext>: RouterMiddleware {
    private let engine: Engine

    /// Creates the middleware. Put ``DatabaseErrorMiddleware`` before it, so that it also sees errors of the commit.
    public init(_ engine: Engine) {
        self.engine = engine
    }

    /// Makes the session, and ends it after the handler.
    @concurrent
    public func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let session = RequestSession(engine)
        var context = context
        context.databaseSession = session
        do {
            let response = try await next(request, context)
            if response.status.code < 400 { try await session.commit() } else { await session.rollBack() }
            return response
        } catch {
            await session.rollBack()
            throw error
        }
    }
}
#endif
