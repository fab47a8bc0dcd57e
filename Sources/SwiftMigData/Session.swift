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
    private var failure: ServerFailure?
    private var savepoints = 0
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

    deinit {
        // The pool closes the connection of a lease that ends like this.
        if lease != nil {
            core.watch.logger.warning("a session ended without commit or rollback: its connection is closed")
        }
    }

    // MARK: Statements

    /// Runs a statement in the transaction, and reads its rows.
    @discardableResult
    @usableFromInline
    func read(_ sql: SQL, _ body: (inout RowReader) throws(ValueError) -> Void) async throws -> ExecutionResult {
        let connection = try await connection(for: sql.text)
        do {
            return try await core.read(sql, on: connection, body)
        } catch {
            note(error)
            throw error
        }
    }

    /// The connection of the transaction, which begins now if it has not begun.
    func connection(for statement: String) async throws -> DriverConnection {
        if let failure { throw DatabaseError.rollbackNeeded(failure) }
        try await requireNoStream(statement)
        if lease != nil, let connection = lease?.connection { return connection }
        let lease = try await core.take(.transactions, place)
        let connection = lease.connection
        self.lease = consume lease
        do {
            try await core.enter(.transactions, connection)
            if let characteristics {
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
            self.failure = self.failure ?? failure
        default: break
        }
    }

    // MARK: The end of a transaction

    /// Commits, and returns the connection.
    func commitTransaction() async throws {
        if let failure { throw DatabaseError.rollbackNeeded(failure) }
        try await requireNoStream("COMMIT")
        guard let connection = lease?.connection else { return }
        do {
            try await core.commit(connection)
        } catch {
            note(error)
            if case DatabaseError.commitOutcomeUnknown(let failure) = error { self.failure = failure }
            throw error
        }
        await end()
    }

    /// Rolls back, and returns the connection.
    func rollBackTransaction() async {
        await closeCursor()
        failure = nil
        // The pool rolls back what a returned connection has open.
        await end()
    }

    private func end() async {
        savepoints = 0
        if let lease = lease.take() { await core.give(back: lease) }
    }

    // MARK: Streams

    /// Opens a stream in the transaction.
    func openStream(_ sql: SQL, batch: Int) async throws -> OpenStream {
        let connection = try await connection(for: sql.text)
        do {
            let cursor = try await core.openCursor(sql, batch: batch, on: connection)
            let stream = OpenStream(cursor) { _ in await self.closeCursor() }
            (self.cursor, self.stream) = (cursor, stream)
            return stream
        } catch {
            note(error)
            throw error
        }
    }

    /// Closes a stream that nobody reads any more, and throws if somebody does.
    private func requireNoStream(_ statement: String) async throws {
        guard cursor != nil else { return }
        if stream != nil { throw DatabaseError.streamIsOpen(statement: statement) }
        await closeCursor()
    }

    private func closeCursor() async {
        let cursor = cursor
        self.cursor = nil
        await cursor?.close()
    }

    // MARK: Savepoints

    /// Runs a part of the transaction that is undone alone if it throws.
    @discardableResult
    public func savepoint<Result>(_ body: (Session) async throws -> Result) async throws -> Result {
        savepoints += 1
        let name = "s\(savepoints)"
        defer { savepoints -= 1 }
        try await runControl("SAVEPOINT \(name)")
        do {
            let result = try await body(self)
            try await runControl("RELEASE SAVEPOINT \(name)")
            return result
        } catch {
            // If the server has rolled back everything, the savepoint is gone as well.
            if failure == nil {
                await closeCursor()
                try await runControl("ROLLBACK TO SAVEPOINT \(name)", isInterruptible: false)
            }
            throw error
        }
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
    public func commit() async throws { try await commitTransaction() }

    /// Undoes the changes of the transaction.
    public func rollback() async { await rollBackTransaction() }
}
