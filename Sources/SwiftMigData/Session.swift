internal import ConnectionPool
internal import DatabaseDriver
internal import Logging
public import SwiftMig
public import SwiftMigQueries

/// Statements in one transaction, for one task.
///
/// ``Engine/transaction(_:isReadOnly:retries:fileID:line:_:)`` makes a session, and ends its transaction. A session
/// takes a connection from the pool for its first statement, with which the transaction begins.
///
/// A session is not `Sendable`: the compiler refuses that two tasks use it at once.
public class Session {
    let core: EngineCore
    private var lease: EngineCore.PoolLease?
    /// The characteristics of the next transaction, as SQL.
    private var characteristics: String?
    /// What made the transaction unusable.
    private var failure: Failure?
    /// What the next flush sends.
    var changes = ChangeQueue()
    /// The rows that were read or written.
    var snapshots = Snapshots()
    private var savepoints = 0
    /// Counts transactions, so that a savepoint notices that its own has ended.
    private var transactionNumber = 0
    /// The stream that is being read. It is gone when its reader is.
    private weak var stream: OpenStream?
    /// The rows of the stream that the server still has.
    private var cursor: DriverCursor?
    private let place: CallSite

    init(_ core: EngineCore, characteristics: String? = nil, place: CallSite) {
        self.core = core
        self.characteristics = characteristics
        self.place = place
    }

    private struct Failure {
        let server: ServerFailure
        /// Whether the server has thrown away the transaction, so that no savepoint helps.
        let hasEndedTransaction: Bool
    }

    deinit {
        // The pool closes the connection of a lease that ends like this.
        if lease != nil {
            core.watch.logger.warning("a session ended without commit or rollback: its connection is closed")
        }
    }

    /// Whether the server refuses changes in the transaction.
    var isReadOnly: Bool { characteristics?.hasSuffix("READ ONLY") ?? false }

    // MARK: Statements

    /// Runs a statement in the transaction, and reads its rows.
    @discardableResult
    @usableFromInline
    func read(
        _ sql: SQL,
        _ timeout: Duration? = nil,
        _ body: (inout RowReader) throws(ValueError) -> Void
    ) async throws -> ExecutionResult {
        try await read({ _ in sql }, timeout, body)
    }

    /// Runs a statement that depends on the server, and reads its rows.
    @discardableResult
    @usableFromInline
    func read(
        _ sql: (Dialect) -> SQL,
        _ timeout: Duration? = nil,
        _ body: (inout RowReader) throws(ValueError) -> Void
    ) async throws -> ExecutionResult {
        try await flush()
        let connection = try await connection(for: sql(.mariaDB).text)
        do {
            return try await core.read(sql(core.dialect(of: connection)), on: connection, timeout: timeout, body)
        } catch {
            note(error)
            throw error
        }
    }

    /// The connection of the transaction, which begins now if it has not begun.
    func connection(for statement: @autoclosure () -> String) async throws -> DriverConnection {
        try requireUsable()
        try await requireNoStream(statement())
        if lease != nil, let connection = lease?.connection { return connection }
        let lease = try await core.take(.transactions, place)
        let connection = lease.connection
        self.lease = consume lease
        do {
            try await core.enter(.transactions, connection)
            if let characteristics {
                connection.hasCharacteristics = true
                try await core.runPlain("SET TRANSACTION \(characteristics)", on: connection)
            }
        } catch {
            await end()
            throw error
        }
        return connection
    }

    /// Keeps in mind that the server has thrown away work of the transaction.
    func note(_ error: any Error) {
        switch error as? DatabaseError {
        // After 1213 and 1020, the server has rolled back everything; after 1205, perhaps (innodb_rollback_on_timeout).
        case .deadlock(let failure), .conflict(let failure), .lockWaitTimeout(let failure),
            .connectionLost(let failure):
            if hasTransaction {
                self.failure = Failure(server: self.failure?.server ?? failure, hasEndedTransaction: true)
            }
        default: break
        }
    }

    /// Keeps in mind that a part of the changes has not been made.
    func noteFailedFlush(_ error: any Error) {
        note(error)
        failure = failure ?? Failure(server: ServerFailure(ofFlush: error), hasEndedTransaction: false)
    }

    /// Whether the server still has the transaction.
    var hasTransaction: Bool { !(failure?.hasEndedTransaction ?? false) }

    private func requireUsable() throws {
        if let failure { throw DatabaseError.rollbackNeeded(failure.server) }
    }

    // MARK: The end of a transaction

    /// Commits, and returns the connection.
    func commitTransaction() async throws {
        try requireUsable()
        try await flush()
        try await requireNoStream("COMMIT")
        guard let connection = lease?.connection else { return }
        do {
            try await core.commit(connection)
        } catch {
            note(error)
            if case DatabaseError.commitOutcomeUnknown(let failure) = error {
                self.failure = Failure(server: failure, hasEndedTransaction: true)
            }
            throw error
        }
        await end()
    }

    /// Rolls back, and returns the connection.
    func rollBackTransaction() async {
        await cutOffStream()
        failure = nil
        // The pool rolls back what a returned connection has open, unless it resets nothing.
        if core.options.reset == .none, let connection = lease?.connection { await core.rollBack(connection) }
        await end()
    }

    private func end() async {
        savepoints = 0
        transactionNumber += 1
        changes = ChangeQueue()
        snapshots = Snapshots()
        if let lease = lease.take() { await core.give(back: lease) }
    }

    // MARK: Streams

    /// Opens a stream in the transaction.
    func openStream(_ query: (Dialect) -> SQL, batch: Int, timeout: Duration? = nil) async throws -> OpenStream {
        try await flush()
        let connection = try await connection(for: query(.mariaDB).text)
        do {
            let sql = query(core.dialect(of: connection))
            let cursor = try await core.openCursor(sql, batch: batch, on: connection, timeout: timeout)
            let stream = OpenStream(cursor, of: sql) { await self.closeCursor() }
            (self.cursor, self.stream) = (cursor, stream)
            return stream
        } catch {
            note(error)
            throw error
        }
    }

    /// Closes a stream that nobody reads any more, and throws if somebody does.
    private func requireNoStream(_ statement: @autoclosure () -> String) async throws {
        guard cursor != nil else { return }
        if stream != nil { throw DatabaseError.streamIsOpen(statement: statement()) }
        await closeCursor()
    }

    /// Ends the stream that is being read. Its reader must not take that for the last row.
    private func cutOffStream() async {
        stream?.isCutOff = true
        await closeCursor()
    }

    private func closeCursor() async {
        let cursor = cursor
        self.cursor = nil
        await cursor?.close()
    }

    // MARK: Savepoints

    /// Runs a part of the transaction that is undone alone if it throws.
    ///
    /// The changes that are queued are sent before it begins, and those that `body` queues before it ends. If it
    /// throws, the latter are forgotten.
    @discardableResult
    public func savepoint<Result>(_ body: (Session) async throws -> Result) async throws -> Result {
        try await flush()
        let outer = savepoints
        savepoints += 1
        defer { savepoints = outer }
        let name = "s\(savepoints)"
        try await runControl("SAVEPOINT \(name)")
        let (before, number) = (snapshots, transactionNumber)
        do {
            let result = try await body(self)
            guard number == transactionNumber else { throw DatabaseError.endedByRollback("a savepoint") }
            try await flush()
            try await runControl("RELEASE SAVEPOINT \(name)")
            return result
        } catch {
            if number == transactionNumber { await rollBack(toSavepoint: name, before) }
            throw error
        }
    }

    private func rollBack(toSavepoint name: String, _ before: Snapshots) async {
        changes = ChangeQueue()
        snapshots = before
        // If the server has rolled back everything, the savepoint is gone as well.
        guard hasTransaction else { return }
        failure = nil
        await cutOffStream()
        do {
            try await runControl("ROLLBACK TO SAVEPOINT \(name)", isInterruptible: false)
        } catch {
            // What the body threw is the caller's error. The session can only be rolled back.
            failure = failure ?? Failure(server: ServerFailure(ofFlush: error), hasEndedTransaction: true)
        }
    }

    /// Throws if a savepoint has not ended.
    func requireNoSavepoint() throws {
        guard savepoints > 0 else { return }
        throw DatabaseError.notSupported(
            "a session cannot commit within savepoint { … }: commit when the savepoint has ended"
        )
    }

    private func runControl(_ text: String, isInterruptible: Bool = true) async throws {
        let connection = try await connection(for: text)
        do {
            try await core.runPlain(text, on: connection, isInterruptible: isInterruptible)
        } catch {
            note(error)
            throw error
        }
    }
}

/// A session that commits where it is told, as often as it is told.
///
/// ``Engine/session(fileID:line:_:)`` and ``Engine/makeSession(fileID:line:)`` make one. After a commit or a rollback,
/// the next statement begins another transaction.
public final class ManualSession: Session {
    /// Makes the changes of the transaction permanent.
    ///
    /// The COMMIT is sent and awaited even if the task is cancelled.
    ///
    /// - Throws: ``DatabaseError/commitOutcomeUnknown(_:)`` if the connection is lost meanwhile.
    public func commit() async throws {
        try requireNoSavepoint()
        try await commitTransaction()
    }

    /// Undoes the changes of the transaction, and of its savepoints. A stream of the session that is being read, and
    /// the savepoint in which this is called, throw ``DatabaseError/endedByRollback(_:)``.
    public func rollback() async { await rollBackTransaction() }
}
