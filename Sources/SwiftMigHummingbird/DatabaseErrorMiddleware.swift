#if Hummingbird
public import Hummingbird
internal import Logging
public import SwiftMigData

/// Answers database errors with the status that fits.
///
/// | error | status |
/// |---|---|
/// | a key exists, a row is still referred to, a row was changed meanwhile | 409 |
/// | a value is missing, too long, out of range, refused by a check, or refers to nothing | 422 |
/// | a row that must exist does not | 404 |
/// | no connection, a lost one, a deadlock, a timeout | 503 |
/// | anything else | 500 |
///
/// Clients are told which key or column is at fault, but no statement and no value. Everything from 500 on is logged.
public struct DatabaseErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Creates the middleware. Add it before the middleware and the routes that use the database.
    public init() {}

    /// Passes the request on, and translates the errors.
    @concurrent
    public func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as DatabaseError {
            let status = error.httpStatus
            if status.code >= 500 { context.logger.error("the database failed", metadata: ["error": "\(error)"]) }
            guard let message = error.messageForClients else { throw HTTPError(status) }
            throw HTTPError(status, message: message)
        }
    }
}

extension DatabaseError {
    /// The status of a response to a request that failed with this error.
    public var httpStatus: HTTPResponse.Status {
        switch self {
        case .uniqueViolation, .conflict, .staleRow, .deletedRow: .conflict
        case .foreignKeyViolation(_, let failure):
            failure.code == Self.rowIsReferenced ? .conflict : .unprocessableContent
        case .notNullViolation, .checkViolation, .dataTooLong, .valueOutOfRange: .unprocessableContent
        case .notFound: .notFound
        case .deadlock, .lockWaitTimeout, .statementTimeout, .cannotConnect, .connectionLost, .poolTimeout,
            .engineIsShutDown:
            .serviceUnavailable
        default: .internalServerError
        }
    }

    /// What clients may read: no statement, no value, no address.
    fileprivate var messageForClients: String? {
        switch self {
        case .uniqueViolation(let key, _): "there is already a row with the same \(key)"
        case .foreignKeyViolation(_, let failure):
            failure.code == Self.rowIsReferenced
                ? "other rows refer to this one" : "it refers to a row that does not exist"
        case .notNullViolation(let column, _): "\(column) is missing"
        case .checkViolation(let constraint, _): "a value breaks the rule \(constraint)"
        case .dataTooLong(let column, _): "\(column) is too long"
        case .valueOutOfRange(let column, _): "\(column) is out of range"
        case .conflict, .staleRow, .deletedRow: "somebody else changed it meanwhile"
        default: nil
        }
    }

    /// ER_ROW_IS_REFERENCED_2: a row that others refer to was to be deleted or changed.
    private static var rowIsReferenced: Int { 1451 }
}
#endif
