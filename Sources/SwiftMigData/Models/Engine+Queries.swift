internal import ConnectionPool
public import SwiftMig
public import SwiftMigQueries

extension Engine {
    /// Runs a query as a transaction of its own.
    ///
    /// ```swift
    /// let adults = try await engine.fetch(User.where { $0.age >= 18 }.order { $0.username.ascending })
    /// ```
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @inlinable
    public func fetch<Request: FetchRequest>(
        _ request: Request,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Request.Output] {
        var rows: [Request.Output] = []
        try await read(request.sql(for:), nil, fileID, line) { (row: inout RowReader) throws(ValueError) in
            rows.append(try request.read(&row))
        }
        return rows
    }

    /// Runs a query, and loads what its rows include, in one transaction.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func fetch<Request: Fetchable>(
        _ request: Request,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Request.Output] {
        let session = Session(core, place: CallSite(fileID: fileID, line: line))
        do {
            let rows = try await session.fetch(request)
            try await session.commitTransaction()
            return rows
        } catch {
            await session.rollBackTransaction()
            throw error
        }
    }

    /// Returns the first row of a query; nil if there is none. Only one row is asked for.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func first<Request: FetchRequest & LimitableRequest>(
        _ request: Request,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Request.Output? {
        try await fetch(request._limited(to: 1), fileID: fileID, line: line).first
    }

    /// Returns the first row of a query with what it includes; nil if there is none.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func first<Request: LimitableRequest>(
        _ request: Request,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Request.Output? {
        try await fetch(request._limited(to: 1), fileID: fileID, line: line).first
    }

    /// Returns the only row of a query.
    ///
    /// - Throws: ``DatabaseError/notFound(statement:)`` or ``DatabaseError/moreThanOne(statement:)``; other
    ///   ``DatabaseError``s; `CancellationError` if the task is cancelled.
    public func one<Request: FetchRequest & LimitableRequest>(
        _ request: Request,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Request.Output {
        try await fetch(request._limited(to: 2), fileID: fileID, line: line).requireOne(of: request)
    }

    /// Returns the only row of a query with what it includes.
    ///
    /// - Throws: ``DatabaseError/notFound(statement:)`` or ``DatabaseError/moreThanOne(statement:)``; other
    ///   ``DatabaseError``s; `CancellationError` if the task is cancelled.
    public func one<Request: LimitableRequest>(
        _ request: Request,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Request.Output {
        try await fetch(request._limited(to: 2), fileID: fileID, line: line).requireOne(of: request)
    }

    /// Returns the number of rows of a query.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func count(
        _ request: some SelectStatement,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Int {
        try await fetch(request.counted, fileID: fileID, line: line).first ?? 0
    }

    /// Returns whether a query has any row.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func exists(
        _ request: some SelectStatement,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Bool {
        try await fetch(request.existence, fileID: fileID, line: line).first ?? false
    }

    /// Reads the rows of a query in batches, on a connection of its own.
    ///
    /// The server sends `batch` rows at once.
    public func stream<Request: FetchRequest>(
        _ request: Request,
        batch: Int = 500,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> RowStream<Request.Output> {
        let place = CallSite(fileID: fileID, line: line)
        return RowStream(open: { try await self.core.openStream(request.sql(for:), batch, nil, place) }) {
            row throws(ValueError) in try request.read(&row)
        }
    }

    /// Runs an UPDATE or a DELETE of a model's table as a transaction of its own.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func execute(
        _ statement: some Executable,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> ExecutionResult {
        try await read(statement.sql(for:), nil, fileID, line) { (_: inout RowReader) throws(ValueError) in }
    }
}
