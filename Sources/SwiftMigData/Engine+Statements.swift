internal import ConnectionPool
internal import DatabaseDriver
public import SwiftMig
public import SwiftMigQueries

/// What a statement without rows has done.
public struct ExecutionResult: Hashable, Sendable {
    /// The rows that were inserted, deleted, or found by an UPDATE, even if it changed nothing in them.
    public private(set) var affectedRows = 0
    /// The number that the server gave to the first inserted row; nil if it gave none.
    public private(set) var lastInsertID: UInt64?
    /// How many warnings there are. See ``Session/warnings()``.
    public private(set) var warningCount = 0
}

extension ExecutionResult {
    init(_ result: borrowing DriverResult) {
        affectedRows = Int(clamping: result.affectedRows)
        lastInsertID = result.lastInsertID == 0 ? nil : result.lastInsertID
        warningCount = result.warningCount
    }

    /// Adds the result of another part of the same request.
    mutating func add(_ other: ExecutionResult) {
        affectedRows += other.affectedRows
        lastInsertID = lastInsertID ?? other.lastInsertID
        warningCount += other.warningCount
    }
}

extension Engine {
    /// Runs a query as a transaction of its own, and reads its rows as values or tuples of values.
    ///
    /// ```swift
    /// let rows = try await engine.fetch("SELECT name, age FROM users WHERE id IN \(ids)", as: (String, Int?).self)
    /// ```
    ///
    /// - Parameter timeout: How long the statement may take; nil for the pool's `statementTimeout`.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @inlinable
    public func fetch<each Value: ColumnValue>(
        _ sql: SQL,
        as _: (repeat each Value).Type,
        timeout: Duration? = nil,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [(repeat each Value)] {
        var rows: [(repeat each Value)] = []
        try await read(sql, timeout, fileID, line) { (row: inout RowReader) throws(ValueError) in
            rows.append((repeat try row.next((each Value).self)))
        }
        return rows
    }

    /// Runs a query as a transaction of its own, and reads its rows as structures.
    ///
    /// - Parameter timeout: How long the statement may take; nil for the pool's `statementTimeout`.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @inlinable
    public func fetch<Row: RowDecodable>(
        _ sql: SQL,
        as _: Row.Type = Row.self,
        timeout: Duration? = nil,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Row] {
        var rows: [Row] = []
        try await read(sql, timeout, fileID, line) { (row: inout RowReader) throws(ValueError) in
            rows.append(try Row(row: &row))
        }
        return rows
    }

    /// Runs a statement as a transaction of its own. Rows that it returns are dropped.
    ///
    /// - Parameter timeout: How long the statement may take; nil for the pool's `statementTimeout`.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func execute(
        _ sql: SQL,
        timeout: Duration? = nil,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> ExecutionResult {
        try await read(sql, timeout, fileID, line) { (_: inout RowReader) throws(ValueError) in }
    }

    /// Runs a statement as a transaction of its own, and reads its rows.
    ///
    /// The callers are generic, and inlinable so that the program specialises them. This is neither.
    @discardableResult
    @usableFromInline
    func read(
        _ sql: SQL,
        _ timeout: Duration?,
        _ fileID: StaticString,
        _ line: UInt,
        _ body: (inout RowReader) throws(ValueError) -> Void
    ) async throws -> ExecutionResult {
        try await read({ _ in sql }, timeout, fileID, line, body)
    }

    /// Runs a statement that depends on the server as a transaction of its own, and reads its rows.
    @discardableResult
    @usableFromInline
    func read(
        _ sql: (Dialect) -> SQL,
        _ timeout: Duration?,
        _ fileID: StaticString,
        _ line: UInt,
        _ body: (inout RowReader) throws(ValueError) -> Void
    ) async throws -> ExecutionResult {
        let lease = try await core.take(.statements, CallSite(fileID: fileID, line: line))
        let connection = lease.connection
        do {
            try await core.enter(.statements, connection)
            let sql = sql(core.dialect(of: connection))
            let result = try await core.read(sql, on: connection, timeout: timeout, body)
            await core.give(back: lease)
            return result
        } catch {
            await core.give(back: lease)
            throw error
        }
    }
}

extension EngineCore {
    /// Runs a statement, and reads its rows.
    @discardableResult
    func read(
        _ sql: SQL,
        on connection: DriverConnection,
        timeout: Duration? = nil,
        _ body: (inout RowReader) throws(ValueError) -> Void
    ) async throws -> ExecutionResult {
        let result = try await run(sql, on: connection, timeout: timeout)
        do throws(ValueError) {
            try result.forEachRow(body)
        } catch {
            throw DatabaseError.decoding(error)
        }
        return ExecutionResult(result)
    }
}
