public import SwiftMig
internal import SwiftMigQueries

extension Session {
    /// Returns the row with a primary key; nil if there is none.
    ///
    /// ```swift
    /// let user = try await session.get(User.self, 1)
    /// let seat = try await session.get(Seat.self, "A", 12)    // a key of two columns
    /// ```
    ///
    /// The row is always read from the database, even if the session has read it before. With `forUpdate`, it is locked
    /// until the end of the transaction.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func get<Model: RowModel, each Key: ColumnValue>(
        _: Model.Type,
        _ key: repeat each Key,
        forUpdate: Bool = false
    ) async throws -> Model? where Model.PrimaryKey == (repeat each Key) {
        try await row(RowKey(repeat each key), forUpdate)
    }

    /// Reads a row again, and returns it as it is now in the database. With `forUpdate`, it is locked until the end of
    /// the transaction.
    ///
    /// - Throws: ``DatabaseError/staleRow(table:key:origin:)`` if it no longer exists; other ``DatabaseError``s;
    ///   `CancellationError` if the task is cancelled.
    public func refresh<Model: RowModel>(
        _ row: Model,
        forUpdate: Bool = false,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Model {
        let table = ModelTable(Model.self)
        let key = table.key(of: row.rowValues)
        let origin = Origin("refresh", fileID, line)
        if key.values.isEmpty { throw DatabaseError.notSupported(table.hasNoKey(origin)) }
        if let row: Model = try await self.row(key, forUpdate) { return row }
        throw DatabaseError.staleRow(table: table.name, key: key.values, origin: "\(origin)")
    }

    private func row<Model: RowModel>(_ key: RowKey, _ isLocking: Bool) async throws -> Model? {
        let selection = ModelTable(Model.self).selection(key, isLocking: isLocking)
        let rows: [Model] = try await fetch(selection)
        snapshots.remember(rows)
        return rows.first
    }
}

extension Engine {
    /// Returns the row with a primary key; nil if there is none.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func get<Model: RowModel, each Key: ColumnValue>(
        _: Model.Type,
        _ key: repeat each Key,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Model? where Model.PrimaryKey == (repeat each Key) {
        let selection = ModelTable(Model.self).selection(RowKey(repeat each key))
        return try await fetch(selection, as: Model.self, fileID: fileID, line: line).first
    }
}

extension RowKey {
    fileprivate init<each Value: ColumnValue>(_ value: repeat each Value) {
        var values: [SQLValue] = []
        for value in repeat each value { values.append(value.sqlValue) }
        self.init(values: values)
    }
}
