internal import DatabaseDriver
public import SwiftMig
public import SwiftMigQueries

extension Session {
    /// Inserts rows now, and changes those that exist already: rows with the same value of any unique key.
    ///
    /// ```swift
    /// try await session.insert(visits) { old, new in
    ///     [old.count <- old.count + new.count, old.last <- new.last]
    /// }
    /// ```
    ///
    /// Without assignments, the rows that exist remain as they are. Otherwise, they are made from the row that exists
    /// and the one that was to be inserted. The session forgets the rows of the table that it has read.
    ///
    /// - Returns: The sum for all rows: 1 for an inserted row, 2 for a changed one, 1 for one that already had the new
    ///   values.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func insert<New: NewRow>(
        _ rows: [New],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        onDuplicateKeyUpdate assignments: (AssignableAlias<New.Model>, InsertedRow<New.Model>) -> [Assignment]
    ) async throws -> ExecutionResult {
        var insertion = Insertion(rows, origin: Origin("insert", fileID, line))
        insertion.ending = _Upsert(assignments).sql
        let result = try await insertAll(insertion)
        snapshots.forget(table: New.Model.tableName)
        return result
    }

    /// Inserts rows now, and returns some of their columns as the server has them. Only MariaDB does that.
    ///
    /// ```swift
    /// let ids = try await session.insert(rows) { ($0.id, $0.createdAt) }
    /// ```
    ///
    /// - Throws: ``DatabaseError``, ``DatabaseError/notSupported(_:)`` on MySQL; `CancellationError` if the task is
    ///   cancelled.
    public func insert<New: NewRow, each Part: Selectable>(
        _ rows: [New],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        returning parts: (Alias<New.Model>) -> (repeat each Part)
    ) async throws -> [(repeat (each Part).Output)] {
        if rows.isEmpty { return [] }
        let parts = parts(Alias())
        var columns = SQL()
        for part in repeat each parts {
            if !columns.isEmpty { columns.append(", ") }
            part._appendColumns(to: &columns)
        }
        var insertion = Insertion(rows, origin: Origin("insert", fileID, line))
        insertion.ending = " RETURNING " + columns
        var returned: [(repeat (each Part).Output)] = []
        try await requireReturning("INSERT")
        try await insertAll(insertion) { row throws(ValueError) in
            returned.append((repeat try (each parts)._read(&row)))
        }
        forget(rows)
        return returned
    }

    /// Deletes rows, and returns some of their columns. Only MariaDB does that.
    ///
    /// ```swift
    /// let names = try await session.execute(Tag.delete().where { $0.id < 3 }) { $0.name }
    /// ```
    ///
    /// - Throws: ``DatabaseError``, ``DatabaseError/notSupported(_:)`` on MySQL, and for an UPDATE; `CancellationError`
    ///   if the task is cancelled.
    public func execute<Model: RowModel, each Part: Selectable>(
        _ deletion: ChangeStatement<Model>,
        returning parts: (Alias<Model>) -> (repeat each Part)
    ) async throws -> [(repeat (each Part).Output)] {
        guard deletion._isDeletion else {
            throw DatabaseError.notSupported("no server returns the rows of an UPDATE. Read them with a query")
        }
        let parts = parts(Alias())
        var columns = SQL()
        for part in repeat each parts {
            if !columns.isEmpty { columns.append(", ") }
            part._appendColumns(to: &columns)
        }
        try await requireReturning("DELETE")
        var returned: [(repeat (each Part).Output)] = []
        try await read({ deletion.sql(for: $0) + " RETURNING " + columns }) { row throws(ValueError) in
            returned.append((repeat try (each parts)._read(&row)))
        }
        snapshots.forget(table: Model.tableName)
        return returned
    }

    private func requireReturning(_ statement: String) async throws {
        try await flush()
        guard try await connection(for: statement).isMariaDB else {
            throw DatabaseError.notSupported(
                "MySQL has no \(statement) … RETURNING. Read the rows with a query before or after"
            )
        }
    }
}
