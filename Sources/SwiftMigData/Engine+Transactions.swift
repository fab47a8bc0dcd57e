internal import ConnectionPool
internal import SwiftMigPlatform

/// How much a transaction sees of others.
public enum IsolationLevel: String, Sendable, Hashable, CaseIterable {
    /// Changes that are not committed yet are seen.
    case readUncommitted = "READ UNCOMMITTED"
    /// Each statement sees what was committed before it.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first one. The servers' default.
    case repeatableRead = "REPEATABLE READ"
    /// As ``repeatableRead``, and what a statement reads is locked.
    case serializable = "SERIALIZABLE"
}

extension Engine {
    /// Runs a transaction: it is committed when `body` returns, and rolled back if it throws.
    ///
    /// - Parameters:
    ///   - level: The isolation level; the server's default if nil.
    ///   - isReadOnly: Whether the server refuses changes.
    ///   - retries: How often the transaction is run again after a deadlock, a lock wait timeout, or the loss of the
    ///     connection before COMMIT. `body` must then have no effect on anything but the database, and contain no
    ///     statement that commits, such as CREATE TABLE.
    ///   - fileID: The file that errors of the pool name, if this is the transaction that keeps a connection.
    ///   - line: Its line.
    ///   - body: The statements of the transaction.
    /// - Throws: What `body` throws; ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func transaction<Result>(
        _ level: IsolationLevel? = nil,
        isReadOnly: Bool = false,
        retries: Int = 0,
        fileID: StaticString = #fileID,
        line: UInt = #line,
        _ body: (Session) async throws -> sending Result
    ) async throws -> sending Result {
        let place = CallSite(fileID: fileID, line: line)
        var attempt = 0
        while true {
            let session = Session(core, characteristics: Self.characteristics(level, isReadOnly), place: place)
            do {
                return try await session.runTransaction(body)
            } catch let error as DatabaseError where error.isTransient && attempt < retries {
                attempt += 1
                try await Self.pause(before: attempt)
            }
        }
    }

    /// Gives `body` a session that begins a transaction with its first statement, and commits where it is told. What is
    /// not committed at the end is rolled back.
    @discardableResult
    public func session<Result>(
        fileID: StaticString = #fileID,
        line: UInt = #line,
        _ body: (ManualSession) async throws -> sending Result
    ) async throws -> sending Result {
        let session = ManualSession(core, place: CallSite(fileID: fileID, line: line))
        do {
            let result = try await body(session)
            await session.rollBackTransaction()
            return result
        } catch {
            await session.rollBackTransaction()
            throw error
        }
    }

    /// Makes a session for a framework that ends it with ``ManualSession/commit()`` or
    /// ``ManualSession/rollback()``.
    public func makeSession(fileID: StaticString = #fileID, line: UInt = #line) -> sending ManualSession {
        ManualSession(core, place: CallSite(fileID: fileID, line: line))
    }

    private static func characteristics(_ level: IsolationLevel?, _ isReadOnly: Bool) -> String? {
        let parts = [level.map { "ISOLATION LEVEL \($0.rawValue)" }, isReadOnly ? "READ ONLY" : nil].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Waits for 5 ms, then for twice as long each time, and up to as long again at random, so that two transactions
    /// do not meet again.
    private static func pause(before attempt: Int) async throws {
        let pause = Duration.milliseconds(5) * (1 << min(attempt - 1, 10))
        try await Task.sleep(for: pause + pause * Double.random(in: 0..<1))
    }
}

extension Session {
    /// Commits when the body returns, and rolls back if it throws.
    fileprivate func runTransaction<Result>(
        _ body: (Session) async throws -> sending Result
    ) async throws -> sending Result {
        do {
            let result = try await body(self)
            try await commitTransaction()
            return result
        } catch {
            await rollBackTransaction()
            throw error
        }
    }
}
