internal import ConnectionPool
internal import DatabaseDriver
internal import ServerPort

extension DatabaseError {
    /// The error of a statement. Cancellation is an error of its own.
    ///
    /// - Parameters:
    ///   - parameters: The values of the statement, if they may be shown.
    ///   - isMariaDB: Whether the messages are MariaDB's.
    static func ofDriver(_ error: DriverError, parameters: [String]? = nil, isMariaDB: Bool = true) -> any Error {
        switch error {
        case .cannotConnect(let error): DatabaseError.cannotConnect(ConnectionFailure(error))
        case .server(let error): DatabaseError(error, parameters, isMariaDB)
        case .cancelled: CancellationError()
        case .timeout(let statement, let limit): DatabaseError.statementTimeout(statement: statement, limit)
        case .wrongValueCount(let statement, let expected, let given):
            DatabaseError.wrongValueCount(statement: statement, expected: expected, given: given)
        case .packetTooLarge(let statement, let bytes, let limit):
            DatabaseError.packetTooLarge(statement: statement, bytes: bytes, limit: limit)
        case .badValue(let error): DatabaseError.decoding(error)
        case .closed: DatabaseError.connectionLost(.sessionIsGone)
        case .shutDown: DatabaseError.engineIsShutDown
        }
    }

    /// The error of a task that asked the pool for a connection.
    static func ofPool(_ error: any Error) -> any Error {
        switch error {
        case let error as DriverError: ofDriver(error)
        case PoolError.timedOut(let timeout): DatabaseError.poolTimeout(timeout)
        case PoolError.isShutDown: DatabaseError.engineIsShutDown
        default: error
        }
    }

    private init(_ error: ServerError, _ parameters: [String]?, _ isMariaDB: Bool) {
        var failure = ServerFailure(error)
        failure.parameters = parameters
        let words = ServerWords(error.message)
        self =
            switch error.code {
            case .duplicateEntry, .duplicateEntryWithKeyName, .duplicateUnknownInIndex:
                .uniqueViolation(key: isMariaDB ? words.duplicateKey : words.duplicateKey(in: error.statement), failure)
            case .duplicateInUniqueIndex: .uniqueViolation(key: "", failure)
            case _ where Set.foreignKeyViolations.contains(error.code):
                .foreignKeyViolation(constraint: words.foreignKey, failure)
            case .badNull, .noDefaultForField: .notNullViolation(column: words.firstQuoted ?? "", failure)
            case .checkViolatedInMariaDB, .checkViolated: .checkViolation(constraint: words.check, failure)
            case .dataTooLong: .dataTooLong(column: words.column ?? "", failure)
            case .dataOutOfRange, .truncatedWrongValue, .wrongValueForField, .dataTruncated:
                .valueOutOfRange(column: words.column ?? "", failure)
            case .lockDeadlock: .deadlock(failure)
            case .recordChanged, .rollbackDuringCommit: .conflict(failure)
            case .lockWaitTimeout: .lockWaitTimeout(failure)
            case _ where error.endsSession: .connectionLost(failure)
            default: .other(failure)
            }
    }
}

extension ServerFailure {
    /// A session that was found to be gone before anything was sent.
    static let sessionIsGone = ServerFailure(
        code: ServerErrorCode.serverGone.rawValue,
        sqlState: "08S01",
        message: "the connection was lost",
        statement: ""
    )
}

extension Set<ServerErrorCode> {
    fileprivate static let foreignKeyViolations: Set = [
        .noReferencedRow, .rowIsReferenced, .noReferencedRowUnnamed, .rowIsReferencedUnnamed,
        .foreignDuplicateKey, .foreignDuplicateKeyUnnamed,
    ]
}
