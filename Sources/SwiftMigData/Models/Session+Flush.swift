internal import DatabaseDriver
internal import SwiftMig
internal import SwiftMigQueries

extension Session {
    /// Sends what ``add(_:fileID:line:)-(New,_,_)``, ``save(_:fileID:line:)`` and ``delete(_:fileID:line:)`` have
    /// queued, in the order in which they were called.
    ///
    /// You rarely call it: the session flushes before every statement that you send, before savepoints, and before
    /// COMMIT. If a flush fails, the transaction can only be rolled back: ``DatabaseError/rollbackNeeded(_:)``. In a
    /// savepoint, the rollback to it is enough.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func flush() async throws {
        if changes.isEmpty { return }
        // If there is no connection, the changes remain queued.
        let connection = try await connection(for: "a flush")
        let queued = changes.takeAll()
        do {
            for change in queued { try await run(change, on: connection) }
        } catch {
            noteFailedFlush(error)
            throw error
        }
    }

    private func run(_ change: ChangeQueue.Change, on connection: DriverConnection) async throws {
        switch change {
        case .insert(let insertion): try await insert(insertion, on: connection)
        case .update(let update):
            try await requireRow(update.sql, update.table, update.key, update.origin, on: connection)
        case .delete(let deletion):
            try await requireRow(deletion.sql, deletion.table, deletion.key, deletion.origin, on: connection)
        case .statement(let sql, let origin):
            try await told(origin) { try await core.read(sql, on: connection, skip) }
        case .refused(let error): throw error
        }
    }

    /// Changes one row, and throws if it does not exist.
    private func requireRow(
        _ sql: SQL,
        _ table: ModelTable,
        _ key: RowKey,
        _ origin: Origin,
        on connection: DriverConnection
    ) async throws {
        let result = try await told(origin) { try await core.read(sql, on: connection, skip) }
        if result.affectedRows == 0 {
            throw DatabaseError.staleRow(table: table.name, key: key.values, origin: "\(origin)")
        }
    }

    /// Inserts any number of rows, in several statements if need be.
    ///
    /// - Parameter body: Reads a row that the statement returns.
    @discardableResult
    func insert(
        _ insertion: Insertion,
        on connection: DriverConnection,
        _ body: (inout RowReader) throws(ValueError) -> Void = skip
    ) async throws -> ExecutionResult {
        var whole = ExecutionResult()
        try await insertion.forEachBatch(Insertion.Limits(connection)) { batch in
            do {
                whole.add(try await core.read(batch.sql, on: connection, body))
            } catch {
                let row = try await wrongRow(of: insertion, in: batch.rows, error, on: connection)
                throw DatabaseError.annotated(error, insertion.words(onRow: row))
            }
        }
        return whole
    }

    /// Runs a statement, and tells in its error where the program asked for it.
    @discardableResult
    private func told(_ origin: Origin, _ body: () async throws -> ExecutionResult) async throws -> ExecutionResult {
        do {
            return try await body()
        } catch {
            throw DatabaseError.annotated(error, "\(origin)")
        }
    }
}

/// Reads nothing of a row.
func skip(_: inout RowReader) {}

extension Insertion.Limits {
    init(_ connection: DriverConnection) {
        self.init(bytes: connection.maximumPacketSize, hasLiterals: connection.options.statements == .text)
    }
}
