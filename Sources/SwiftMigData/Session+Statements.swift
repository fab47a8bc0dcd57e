internal import DatabaseDriver
public import SwiftMig
public import SwiftMigQueries

extension Session {
    /// Runs a query in the transaction, and reads its rows as values or tuples of values.
    ///
    /// - Parameter timeout: How long the statement may take; nil for the pool's `statementTimeout`.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @inlinable
    public func fetch<each Value: ColumnValue>(
        _ sql: SQL,
        as _: (repeat each Value).Type,
        timeout: Duration? = nil
    ) async throws -> [(repeat each Value)] {
        var rows: [(repeat each Value)] = []
        try await read(sql, timeout) { (row: inout RowReader) throws(ValueError) in
            rows.append((repeat try row.next((each Value).self)))
        }
        return rows
    }

    /// Runs a query in the transaction, and reads its rows as structures.
    ///
    /// - Parameter timeout: How long the statement may take; nil for the pool's `statementTimeout`.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @inlinable
    public func fetch<Row: RowDecodable>(
        _ sql: SQL,
        as _: Row.Type = Row.self,
        timeout: Duration? = nil
    ) async throws -> [Row] {
        var rows: [Row] = []
        try await read(sql, timeout) { (row: inout RowReader) throws(ValueError) in
            rows.append(try Row(row: &row))
        }
        return rows
    }

    /// Runs a statement in the transaction. Rows that it returns are dropped.
    ///
    /// - Parameter timeout: How long the statement may take; nil for the pool's `statementTimeout`.
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    @discardableResult
    public func execute(_ sql: SQL, timeout: Duration? = nil) async throws -> ExecutionResult {
        try await read(sql, timeout) { (_: inout RowReader) throws(ValueError) in }
    }

    /// A remark of the server about the last statement.
    public struct Warning: Hashable, Sendable {
        /// `Note`, `Warning` or `Error`.
        public let level: String
        /// The error number.
        public let code: Int
        /// The server's words.
        public let message: String
    }

    /// Returns what the server remarked about the last statement.
    public func warnings() async throws -> [Warning] {
        let connection = try await connection(for: "SHOW WARNINGS")
        // MySQL has no prepared SHOW WARNINGS: the attempt would replace the warnings by one about itself (1295).
        let result = try await core.runPlain("SHOW WARNINGS", on: connection)
        var warnings: [Warning] = []
        do throws(ValueError) {
            try result.forEachRow { row throws(ValueError) in
                warnings.append(Warning(level: try row.next(), code: try row.next(), message: try row.next()))
            }
        } catch {
            throw DatabaseError.decoding(error)
        }
        return warnings
    }
}
