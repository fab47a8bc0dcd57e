import Hummingbird
import MySQLClient

/// Reports what keys and checks refuse as the client's mistake, not the server's.
struct RefusalMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as DatabaseError {
            if error.isDuplicate { throw HTTPError(.conflict, message: error.message) }
            if error.isMissingReference || error.isFailedCheck || error.isUnfit {
                throw HTTPError(.unprocessableContent, message: error.message)
            }
            context.logger.error("The database: \(error.number) \(error.message)")
            throw HTTPError(.internalServerError)
        }
    }
}
