internal import DatabaseDriver
internal import SwiftMig
public import SwiftMigQueries

extension Engine {
    /// Runs a statement once for each element, in order, in a transaction of its own.
    ///
    /// ```swift
    /// try await engine.execute(each: prices) { "UPDATE items SET price = \($0.price) WHERE id = \($0.id)" }
    /// ```
    ///
    /// MariaDB takes the values of many elements at once, which saves a round trip for each. If one fails, none has
    /// taken effect, and ``ServerFailure/row`` is its index.
    ///
    /// Only the values of the statement should depend on the element, because statements with other texts cannot be
    /// sent together.
    ///
    /// - Returns: The rows that were affected by all together.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func execute<Elements: Sequence>(
        each elements: Elements,
        fileID: StaticString = #fileID,
        line: UInt = #line,
        _ statement: (Elements.Element) throws -> SQL
    ) async throws -> ExecutionResult {
        try await transaction(fileID: fileID, line: line) { session in
            try await session.execute(each: elements, statement)
        }
    }
}

extension Session {
    /// Runs a statement once for each element, in order.
    ///
    /// MariaDB takes the values of many elements at once, which saves a round trip for each. If one fails,
    /// ``ServerFailure/row`` is its index, and those before it may have taken effect in the transaction: let it be
    /// rolled back, or use a savepoint.
    ///
    /// Only the values of the statement should depend on the element, because statements with other texts cannot be
    /// sent together.
    ///
    /// - Returns: The rows that were affected by all together.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func execute<Elements: Sequence>(
        each elements: Elements,
        _ statement: (Elements.Element) throws -> SQL
    ) async throws -> ExecutionResult {
        var total = ManyResult()
        var run = ManyExecutions()
        for element in elements {
            let sql = try statement(element)
            if !run.takes(sql) {
                total += try await send(run)
                run = ManyExecutions(text: sql.text, first: run.end)
            }
            run.rows.append(sql.values)
        }
        total += try await send(run)
        return ExecutionResult(
            affectedRows: Int(clamping: total.affectedRows),
            lastInsertID: nil,
            warningCount: total.warningCount
        )
    }

    private func send(_ run: ManyExecutions) async throws -> ManyResult {
        if run.rows.isEmpty { return ManyResult() }
        try await flush()
        let connection = try await connection(for: run.text)
        do {
            return try await core.runMany(run, on: connection)
        } catch {
            note(error)
            throw error
        }
    }
}

/// Executions of one statement that follow each other.
struct ManyExecutions {
    /// So that a long sequence needs little memory.
    private static let most = 10_000

    var text = ""
    /// The index of the first element.
    var first = 0
    var rows: [[SQLValue]] = []

    /// The index after the last element.
    var end: Int { first + rows.count }

    func takes(_ sql: SQL) -> Bool { sql.text == text && rows.count < Self.most }
}

extension EngineCore {
    /// Runs a statement for many rows of values.
    func runMany(_ run: ManyExecutions, on connection: DriverConnection) async throws -> ManyResult {
        func send() async throws -> ManyResult {
            do {
                return try await connection.executeMany(run.text, run.rows, timeout: limit(on: connection))
            } catch {
                let sql = SQL(raw: run.text, error.row.map { run.rows[$0] } ?? [])
                let failure = self.failure(error.error, of: sql, on: connection)
                throw error.row.map { DatabaseError.numbered(failure, run.first + $0) } ?? failure
            }
        }
        if watch.isOff { return try await send() }
        let sql = SQL(raw: run.text, watch.echo == .statementsAndParameters ? Array(run.rows.joined()) : [])
        return try await watch.statement(sql, on: connection, rows: { Int(clamping: $0.affectedRows) }, send)
    }
}
