public import ConnectionPool
public import SwiftMig

/// Why the database did not do what was asked.
///
/// A cancelled task gets Swift's `CancellationError` instead.
public enum DatabaseError: Error, Sendable {
    // MARK: The statement

    /// A row with this key exists (1062, 1169, 1586, 1859). `key` is the index's name without the table, `PRIMARY` for
    /// the primary key; empty if the server does not tell it.
    case uniqueViolation(key: String, ServerFailure)
    /// A row refers to one that does not exist (1452, 1216), or is referred to and cannot go (1451, 1217), or its
    /// change would make rows that refer to it equal (1761, 1762). `constraint` is nil if the server does not tell it.
    case foreignKeyViolation(constraint: String?, ServerFailure)
    /// A column that is never NULL was given NULL (1048), or no value at all (1364).
    case notNullViolation(column: String, ServerFailure)
    /// A check refused the row (4025 on MariaDB, 3819 on MySQL).
    case checkViolation(constraint: String, ServerFailure)
    /// A text or a binary value is longer than its column (1406).
    case dataTooLong(column: String, ServerFailure)
    /// A number is too large or too small for its column (1264), or a value is not of its type (1292, 1366).
    case valueOutOfRange(column: String, ServerFailure)
    /// The statement has another number of placeholders than values. It did not run.
    case wrongValueCount(statement: String, expected: Int, given: Int)
    /// The statement with its values is larger than the server's `max_allowed_packet`. It was not sent.
    case packetTooLarge(statement: String, bytes: Int, limit: Int)
    /// The server took longer than `statementTimeout`, and the statement has been ended there.
    case statementTimeout(statement: String, Duration)
    /// Any other error of the server.
    case other(ServerFailure)

    // MARK: The transaction

    /// The server chose this transaction as the victim of a deadlock and rolled it back (1213).
    case deadlock(ServerFailure)
    /// Another transaction has changed a row since this one read it (1020 on MariaDB from 11.6 on, unless
    /// `innodb_snapshot_isolation` is off; 3101 on a MySQL group). The server rolled the transaction back.
    case conflict(ServerFailure)
    /// A row stayed locked for longer than `innodb_lock_wait_timeout` (1205).
    case lockWaitTimeout(ServerFailure)
    /// A statement was sent after an error that made the transaction unusable, which is given here. Only rolling back
    /// helps.
    case rollbackNeeded(ServerFailure)
    /// The connection was lost while COMMIT was under way. Nobody knows whether the transaction has taken effect.
    case commitOutcomeUnknown(ServerFailure)

    /// The row that was saved or deleted does not exist or, if a column counts its versions, has been changed by
    /// somebody else since it was read. `origin` is where the program asked for it.
    case staleRow(table: String, key: [SQLValue], origin: String)
    /// A row was saved or deleted after the same session had deleted it. Nothing was sent.
    case deletedRow(table: String, key: [SQLValue], origin: String)

    // MARK: The connection

    /// No connection could be opened.
    case cannotConnect(ConnectionFailure)
    /// The connection was lost. The transaction is rolled back. A statement outside of a transaction may or may not
    /// have run: ``ServerFailure/mayHaveTakenEffect``.
    case connectionLost(ServerFailure)
    /// No connection became free within the pool's `timeout`.
    case poolTimeout(PoolTimeout)
    /// The engine has been shut down.
    case engineIsShutDown
    /// A statement was sent to a session while a stream of the same session was being read.
    case streamIsOpen(statement: String)

    /// A stream or a savepoint could not come to its end, because its session was rolled back meanwhile.
    case endedByRollback(String)

    // MARK: The result

    /// A value does not fit the type that was asked for.
    case decoding(ValueError)
    /// A query that must find a row found none.
    case notFound(statement: String)
    /// A query that must find one row found more.
    case moreThanOne(statement: String)
    /// A relation that may have one row for each key has more: its table lacks the unique index.
    case tooManyRelated(table: String, key: [SQLValue])

    // MARK: The request

    /// What was asked cannot be done. It was not sent.
    case notSupported(String)

    // MARK: The settings

    /// The URL or the options cannot be used.
    case invalidConfiguration(String)
}

extension DatabaseError {
    /// Whether the same transaction may well succeed if it is run again from its start: after a deadlock, a conflict, a
    /// lock wait timeout, or the loss of the connection before COMMIT was sent. It is also true for
    /// ``rollbackNeeded(_:)`` after one of these.
    ///
    /// It is false if a statement may have taken effect: ``ServerFailure/mayHaveTakenEffect``.
    public var isTransient: Bool {
        switch self {
        case .deadlock, .conflict, .lockWaitTimeout: true
        case .connectionLost(let failure), .rollbackNeeded(let failure): failure.isTransient
        default: false
        }
    }
}
