internal import ConnectionPool
internal import DatabaseDriver
internal import ServerPort

extension DatabaseError {
    /// The error of a statement. Cancellation is an error of its own.
    ///
    /// - Parameter parameters: The values of the statement, if they may be shown.
    static func ofDriver(_ error: DriverError, parameters: [String]? = nil) -> any Error {
        switch error {
        case .cannotConnect(let error): DatabaseError.cannotConnect(ConnectionFailure(error))
        case .server(let error): DatabaseError(error, parameters)
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

    private init(_ error: ServerError, _ parameters: [String]?) {
        var failure = ServerFailure(error)
        failure.parameters = parameters
        let words = ServerWords(error.message)
        self =
            switch error.code {
            case .duplicateEntry, .duplicateEntryWithKeyName: .uniqueViolation(key: words.duplicateKey, failure)
            case .noReferencedRow, .rowIsReferenced: .foreignKeyViolation(constraint: words.foreignKey, failure)
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

/// The names in the server's messages.
struct ServerWords {
    private let message: String

    init(_ message: String) {
        self.message = message
    }

    /// The texts in single quotes. A value in the message may itself contain quotes, so only the ends are certain.
    private var quoted: [Substring] {
        message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map(\.element)
    }

    var firstQuoted: String? { quoted.first.map(String.init) }

    /// The key in `Duplicate entry '…' for key 'name'` (MariaDB) and `'table.name'` (MySQL).
    var duplicateKey: String {
        // The value before may contain anything, so the name is read from the end.
        let end = message.lastIndex(of: "'") ?? message.endIndex
        let start = message[..<end].lastIndex(of: "'").map { message.index(after: $0) } ?? message.startIndex
        let name = message[start..<end]
        return String(name.firstIndex(of: ".").map { name[name.index(after: $0)...] } ?? name)
    }

    /// The name in ``CONSTRAINT `name` FOREIGN KEY``.
    var foreignKey: String? {
        guard let mark = message.firstRange(of: "CONSTRAINT `"),
            let end = message[mark.upperBound...].firstRange(of: "` FOREIGN KEY")
        else { return nil }
        return String(message[mark.upperBound..<end.lowerBound]).replacing("``", with: "`")
    }

    /// The name in ``CONSTRAINT `name` failed for …`` (MariaDB) and `Check constraint 'name' is violated` (MySQL).
    var check: String {
        if let mark = message.firstRange(of: "CONSTRAINT `"),
            let end = message[mark.upperBound...].firstRange(of: "` failed")
        {
            // MariaDB names the check of a column `table.column`.
            return String(message[mark.upperBound..<end.lowerBound])
        }
        return firstQuoted ?? ""
    }

    /// The name in `… for column 'name' at row 1`. MariaDB writes it with the database and the table, in backquotes.
    var column: String? {
        guard let mark = message.firstRange(of: " for column ") ?? message.firstRange(of: " for column: ") else {
            return nil
        }
        let rest = message[mark.upperBound...]
        let end = rest.firstRange(of: " at row")?.lowerBound ?? rest.endIndex
        let name = rest[..<end].split(separator: ".").last ?? ""
        return String(name.filter { $0 != "`" && $0 != "'" })
    }
}
