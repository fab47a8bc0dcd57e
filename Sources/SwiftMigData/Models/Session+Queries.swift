public import SwiftMig
public import SwiftMigQueries

extension Session {
    /// Runs a query in the transaction.
    ///
    /// ```swift
    /// let adults = try await session.fetch(User.where { $0.age >= 18 }.order { $0.username.ascending })
    /// ```
    ///
    /// The session remembers the rows of models, up to 100,000 of them, so that ``save(_:fileID:line:)`` finds out what
    /// has changed.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @inlinable
    public func fetch<Request: FetchRequest>(_ request: Request) async throws -> [Request.Output] {
        var rows: [Request.Output] = []
        try await read(request.sql(for:)) { (row: inout RowReader) throws(ValueError) in
            rows.append(try request.read(&row))
        }
        remember(rows, of: request)
        return rows
    }

    /// Runs a query in the transaction, and loads what its rows include.
    ///
    /// ```swift
    /// let users = User.including(User.profile.included, User.articles.included)
    /// for (user, profile, articles) in try await session.fetch(users) { … }
    /// ```
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func fetch<Request: Fetchable>(_ request: Request) async throws -> [Request.Output] {
        try await request._fetch(SessionLoader(session: self))
    }

    /// Returns the first row of a query; nil if there is none. Only one row is asked for.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func first<Request: LimitableRequest>(_ request: Request) async throws -> Request.Output? {
        try await fetch(request._limited(to: 1)).first
    }

    /// Returns the only row of a query.
    ///
    /// - Throws: ``DatabaseError/notFound(statement:)`` or ``DatabaseError/moreThanOne(statement:)``; other
    ///   ``DatabaseError``s; `CancellationError` if the task is cancelled.
    public func one<Request: LimitableRequest>(_ request: Request) async throws -> Request.Output {
        try await fetch(request._limited(to: 2)).requireOne(of: request)
    }

    /// Returns the number of rows of a query.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func count(_ request: some SelectStatement) async throws -> Int {
        try await fetch(request.counted).first ?? 0
    }

    /// Returns whether a query has any row.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func exists(_ request: some SelectStatement) async throws -> Bool {
        try await fetch(request.existence).first ?? false
    }

    /// Loads a relation of a row that has been read before.
    ///
    /// ```swift
    /// let articles = try await session.load(User.articles.included, of: user)
    /// ```
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func load<Model: RowModel, Output>(
        _ include: Include<Model, Output>,
        of row: Model
    ) async throws -> Output {
        let loaded = try await load(include, of: [row])
        return loaded[0]
    }

    /// Loads a relation of rows that have been read before: what belongs to each of them, in their order.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func load<Model: RowModel, Output>(
        _ include: Include<Model, Output>,
        of rows: [Model]
    ) async throws -> [Output] {
        try await include.load(of: rows, by: SessionLoader(session: self))
    }

    /// Reads the rows of a query in batches. They are not remembered.
    ///
    /// No other statement of the session may run until the stream has ended:
    /// ``DatabaseError/streamIsOpen(statement:)``. The server sends `batch` rows at once.
    public func stream<Request: FetchRequest>(_ request: Request, batch: Int = 500) -> RowStream<Request.Output> {
        RowStream(open: { try await self.openStream(request.sql(for:), batch: batch) }) { row throws(ValueError) in
            try request.read(&row)
        }
    }

    /// Runs an UPDATE or a DELETE of a model's table.
    ///
    /// ```swift
    /// try await session.execute(User.update { [$0.age <- $0.age + 1] }.where { $0.username == "bob" })
    /// ```
    ///
    /// The session forgets the rows of the table that it has read: to ``save(_:fileID:line:)`` one of them, read it
    /// again before.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func execute(_ statement: some Executable) async throws -> ExecutionResult {
        let result = try await read(statement.sql(for:)) { (_: inout RowReader) throws(ValueError) in }
        for table in statement._tables { snapshots.forget(table: table) }
        return result
    }

    /// Remembers the rows of models among what was read.
    @usableFromInline
    func remember<Request: FetchRequest>(_ rows: [Request.Output], of request: Request) {
        if isReadOnly { return }
        snapshots.remember(rows, of: request)
    }
}

/// Runs the statements of relations in a session.
private struct SessionLoader: _RelationLoader {
    let session: Session

    func _load<Request: FetchRequest>(_ request: Request) async throws -> [Request.Output] {
        try await session.fetch(request)
    }

    func _tooManyRows(table: String, key: [SQLValue]) -> any Error {
        DatabaseError.tooManyRelated(table: table, key: key)
    }
}

extension Array {
    /// The only element, as the only row of a query.
    func requireOne(of request: some LimitableRequest) throws -> Element {
        guard let row = first else { throw DatabaseError.notFound(statement: request.sql(for: .mariaDB).text) }
        if count > 1 { throw DatabaseError.moreThanOne(statement: request.sql(for: .mariaDB).text) }
        return row
    }
}
