internal import DatabaseDriver
public import SwiftMig
internal import SwiftMigQueries

extension Session {
    /// Inserts a row now, and returns it as the server has it: with its number, defaults and computed columns.
    ///
    /// ```swift
    /// let user = try await session.insert(User.New(username: "ann"))
    /// print(user.id)
    /// ```
    ///
    /// MariaDB returns the row with the INSERT. On MySQL, a SELECT by the primary key follows, so the key must be
    /// numbered by the server or given.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func insert<New: NewRow>(
        _ row: New,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> New.Model {
        let insertion = Insertion([row], origin: Origin("insert", fileID, line))
        let rows = try await insertReturning([row], insertion, as: New.Model.self)
        guard let model = rows.first else { throw DatabaseError.notFound(statement: insertion.batch(0..<1).sql.text) }
        return model
    }

    /// Inserts rows now, in as few statements as the server's limits allow. Either all rows are inserted, or none.
    ///
    /// If a row is wrong, ``ServerFailure/origin`` of the error tells which.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func insert<New: NewRow>(
        _ rows: [New],
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        if rows.isEmpty { return }
        try await insertAll(Insertion(rows, origin: Origin("insert", fileID, line)))
        forget(rows)
    }

    /// Inserts rows now, and returns them as the server has them, in the same order.
    ///
    /// ```swift
    /// let tags = try await session.insert(names.map { Tag.New(name: $0) }, returning: Tag.self)
    /// ```
    ///
    /// On MySQL, there is one INSERT for each row, because only so its number is certain. Leave out `returning` if you
    /// do not need the rows.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func insert<New: NewRow>(
        _ rows: [New],
        returning _: New.Model.Type,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [New.Model] {
        if rows.isEmpty { return [] }
        let insertion = Insertion(rows, origin: Origin("insert", fileID, line))
        return try await insertReturning(rows, insertion, as: New.Model.self)
    }

    // MARK: Insertions

    /// Inserts all rows, or none.
    @discardableResult
    func insertAll(
        _ insertion: Insertion,
        _ body: (inout RowReader) throws(ValueError) -> Void = skip
    ) async throws -> ExecutionResult {
        try await flush()
        let connection = try await connection(for: "INSERT INTO \(quoted(insertion.table))")
        var result = ExecutionResult()
        try await atomically(insertion.rows.count > 1, on: connection) {
            result = try await insert(insertion, on: connection, body)
        }
        return result
    }

    private func insertReturning<New: NewRow>(
        _ new: [New],
        _ insertion: Insertion,
        as _: New.Model.Type
    ) async throws -> [New.Model] {
        try await flush()
        let connection = try await connection(for: "INSERT INTO \(quoted(insertion.table))")
        var rows: [New.Model] = []
        try await atomically(new.count > 1, on: connection) {
            if connection.returnsInsertedRows {
                rows = try await insertAndReturn(insertion, on: connection)
            } else {
                rows = try await insertAndSelect(new, insertion, on: connection)
            }
        }
        forget(new)
        snapshots.remember(rows)
        return rows
    }

    /// INSERT … RETURNING.
    private func insertAndReturn<Model: RowModel>(
        _ insertion: Insertion,
        on connection: DriverConnection
    ) async throws -> [Model] {
        var insertion = insertion
        insertion.ending = SQL(raw: " RETURNING \(ModelTable(Model.self).columnList)")
        var rows: [Model] = []
        try await insert(insertion, on: connection) { row throws(ValueError) in rows.append(try Model(row: &row)) }
        return rows
    }

    /// An INSERT for each row, and a SELECT by its key.
    private func insertAndSelect<New: NewRow>(
        _ new: [New],
        _ insertion: Insertion,
        on connection: DriverConnection
    ) async throws -> [New.Model] {
        let table = ModelTable(New.Model.self)
        let keys = try new.map { try GivenKey($0, table) }
        var rows: [New.Model] = []
        for (place, given) in keys.enumerated() {
            let result: ExecutionResult
            do {
                result = try await core.read(insertion.batch(place..<place + 1).sql, on: connection, skip)
            } catch {
                throw DatabaseError.annotated(error, insertion.words(onRow: place))
            }
            let selection = table.selection(given.key(result))
            let count = rows.count
            try await core.read(selection, on: connection) { row throws(ValueError) in
                rows.append(try New.Model(row: &row))
            }
            guard rows.count > count else { throw DatabaseError.notFound(statement: selection.text) }
        }
        return rows
    }

    /// Runs several statements, of which either all take effect or none.
    private func atomically(
        _ needsSavepoint: Bool,
        on connection: DriverConnection,
        _ body: () async throws -> Void
    ) async throws {
        do {
            if needsSavepoint { try await core.runPlain("SAVEPOINT bulk", on: connection) }
            do {
                try await body()
                if needsSavepoint { try await core.runPlain("RELEASE SAVEPOINT bulk", on: connection) }
            } catch {
                note(error)
                if needsSavepoint, hasTransaction {
                    try await core.runPlain("ROLLBACK TO SAVEPOINT bulk", on: connection, isInterruptible: false)
                }
                throw error
            }
        } catch {
            note(error)
            throw error
        }
    }
}

/// The primary key of a row that is about to be inserted, as far as the program gives it.
private struct GivenKey {
    private let values: [SQLValue]
    /// The place in the key of the column that the server numbers; nil if the program gives it.
    private let numbered: Int?

    init<New: NewRow>(_ row: New, _ table: ModelTable) throws {
        let given = row.newValues
        var values: [SQLValue] = []
        var numbered: Int?
        for place in table.layout.primaryKey {
            let value = given[place]
            // The server also numbers a row whose number is 0 or NULL.
            if place == table.layout.autoIncrement, [nil, .null, .int(0), .uint(0)].contains(value) {
                numbered = values.count
                values.append(.null)
            } else if let value {
                values.append(value)
            } else {
                throw DatabaseError.notSupported(
                    "MySQL cannot return a row of '\(table.name)' whose \(quoted(table.layout.columns[place].name)) it "
                        + "makes itself. Give the column a value, or use add(_:)"
                )
            }
        }
        if values.isEmpty {
            throw DatabaseError.notSupported(
                "MySQL cannot return a row of '\(table.name)', which has no primary key. Use add(_:)"
            )
        }
        (self.values, self.numbered) = (values, numbered)
    }

    func key(_ result: ExecutionResult) -> RowKey {
        var values = values
        if let numbered, let id = result.lastInsertID { values[numbered] = .uint(id) }
        return RowKey(values: values)
    }
}

extension DriverConnection {
    /// Whether the server has INSERT … RETURNING: MariaDB does (from 10.5 on), MySQL does not.
    var returnsInsertedRows: Bool { isMariaDB }
}
