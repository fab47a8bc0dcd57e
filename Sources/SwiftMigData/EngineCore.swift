internal import ConnectionPool
internal import DatabaseDriver
internal import DatabaseSettings
internal import Logging
internal import SwiftMigPlatform
internal import SwiftMigQueries

/// What the engine and its sessions share.
final class EngineCore: Sendable {
    typealias PoolLease = Pool<DriverConnection>.Lease

    /// How a connection is used next. It is the `mode` of the pool.
    enum Use: Int {
        /// Each statement is a transaction of its own.
        case statements
        /// The next statement begins a transaction.
        case transactions
    }

    let pool: Pool<DriverConnection>
    let loop: EventLoop
    let options: PoolOptions
    let watch: Watch
    private let dialects = DialectCache()

    init(
        _ address: DatabaseAddress,
        _ options: PoolOptions,
        _ driver: DriverOptions,
        _ watch: Watch
    ) throws {
        self.options = options
        self.watch = watch
        do {
            loop = try EventLoop()
        } catch {
            throw DatabaseError.invalidConfiguration("the engine's thread cannot be started: \(error.reason)")
        }
        do {
            pool = try Pool(options, observe: watch.poolObserver) { [loop, driver] in
                // A sandbox is started if it does not run.
                var settings = try await onOwnThread { Result { try address.settings() } }.get()
                if let timeout = options.connectTimeout { settings.connectTimeout = timeout }
                return try await DriverConnection.open(settings, options: driver, on: loop)
            }
        } catch {
            throw DatabaseError.invalidConfiguration("\(error)")
        }
    }

    deinit {
        loop.end()
    }

    // MARK: Connections

    /// Takes a connection from the pool.
    func take(_ use: Use, _ place: CallSite) async throws -> PoolLease {
        if let lease = pool.takeIdle(mode: use.rawValue, at: place) { return lease }
        do {
            return try await pool.take(mode: use.rawValue, at: place)
        } catch {
            throw DatabaseError.ofPool(error)
        }
    }

    /// Returns a connection, and waits until it has been reset, so that what a transaction held is free.
    func give(back lease: consuming PoolLease) async {
        await pool.give(back: lease)?.value
    }

    /// Prepares a connection for its use.
    func enter(_ use: Use, _ connection: DriverConnection) async throws {
        guard connection.isAutocommitting != (use == .statements) else { return }
        do {
            try await connection.setAutocommit(use == .statements, timeout: options.answerTimeout)
        } catch {
            throw DatabaseError.ofDriver(error)
        }
        watch.enteredMode(of: connection)
    }

    // MARK: Statements

    /// What statements are written for on a connection.
    func dialect(of connection: DriverConnection) -> Dialect { dialects.dialect(of: connection) }

    /// Runs a statement.
    func run(_ sql: SQL, on connection: DriverConnection, timeout: Duration? = nil) async throws -> DriverResult {
        let sql = sql.resolved(for: dialect(of: connection))
        if watch.isOff { return try await send(sql, connection, timeout) }
        return try await watch.statement(sql, on: connection, rows: Self.rows) {
            try await send(sql, connection, timeout)
        }
    }

    private func send(_ sql: SQL, _ connection: DriverConnection, _ timeout: Duration?) async throws -> DriverResult {
        do {
            return try await connection.execute(sql.text, sql.values, timeout: timeout ?? limit(on: connection))
        } catch {
            throw failure(error, of: sql, on: connection)
        }
    }

    /// The error of a statement, with its values if they may be shown.
    func failure(_ error: DriverError, of sql: SQL, on connection: DriverConnection) -> any Error {
        let parameters = watch.echo == .statementsAndParameters ? ShownParameters.texts(sql.values) : nil
        let error = DatabaseError.ofDriver(error, parameters: parameters, isMariaDB: connection.isMariaDB)
        guard case DatabaseError.connectionLost(var failure) = error else { return error }
        let endsWithConnection = !connection.isAutocommitting && sql.isUndoneByRollback
        failure.mayHaveTakenEffect = failure.wasSent && !endsWithConnection
        return DatabaseError.connectionLost(failure)
    }

    private static func rows(_ result: borrowing DriverResult) -> Int? { Int(clamping: result.affectedRows) }

    /// How long a statement without a limit of its own may take.
    func limit(on connection: DriverConnection) -> Duration? {
        options.statementTimeout ?? connection.settings.readTimeout
    }

    /// Runs a query whose rows are read in batches.
    func openCursor(
        _ sql: SQL,
        batch: Int,
        on connection: DriverConnection,
        timeout: Duration? = nil
    ) async throws -> DriverCursor {
        let sql = sql.resolved(for: dialect(of: connection))
        func open() async throws -> DriverCursor {
            do {
                let timeout = timeout ?? limit(on: connection)
                return try await connection.openCursor(sql.text, sql.values, batch: batch, timeout: timeout)
            } catch {
                throw failure(error, of: sql, on: connection)
            }
        }
        // How many rows there are is not known yet.
        return try await watch.isOff ? open() : watch.statement(sql, on: connection, rows: { _ in nil }, open)
    }

    /// Runs a statement of the engine's own.
    ///
    /// - Parameter isLimited: Whether the time limit of statements applies.
    @discardableResult
    func runPlain(
        _ text: String,
        on connection: DriverConnection,
        isInterruptible: Bool = true,
        isLimited: Bool = true
    ) async throws -> DriverResult {
        func send() async throws -> DriverResult {
            do {
                return try await connection.executeText(
                    text,
                    timeout: isLimited ? limit(on: connection) : nil,
                    isInterruptible: isInterruptible
                )
            } catch {
                throw DatabaseError.ofDriver(error)
            }
        }
        if watch.isOff { return try await send() }
        return try await watch.statement(SQL(raw: text), on: connection, rows: Self.rows, send)
    }

    /// Sends COMMIT, and waits for the answer even if the task is cancelled.
    func commit(_ connection: DriverConnection) async throws {
        // Nothing was changed or read. The server says so after a `SELECT 1` too, which reads no table.
        guard connection.isInTransaction else { return }
        do {
            try await runPlain("COMMIT", on: connection, isInterruptible: false, isLimited: false)
            connection.hasCharacteristics = false
        } catch DatabaseError.connectionLost(var failure) where failure.wasSent {
            failure.mayHaveTakenEffect = true
            throw DatabaseError.commitOutcomeUnknown(failure)
        }
    }

    /// Rolls back what a connection has open. If that fails, the connection is closed, which does it too.
    func rollBack(_ connection: DriverConnection) async {
        guard connection.isInTransaction else { return }
        if await !connection.reset(.rollback, timeout: options.answerTimeout) { await connection.close() }
    }
}
