package import SchemaModel

/// Runs SQL on a server, or against recorded rows in a test. Only one task at a time may use it.
package protocol QueryExecutor: AnyObject {
    /// How this session reads SQL text.
    var dialect: SQLDialect { get }

    /// Runs one statement.
    ///
    /// - Throws: `ServerError`.
    @discardableResult
    func execute(_ statement: String) throws -> StatementResult

    /// Runs the statements in order, with as few round trips as the connection allows, and stops at the first failure.
    ///
    /// - Throws: `ServerError`, whose `failedIndex` is that of the failed statement. All statements before it have run.
    @discardableResult
    func execute(all statements: [String]) throws -> [StatementResult]

    /// Runs the statements like `execute(all:)`, but passes each result to `receive`, with the statement's index, as
    /// soon as it arrives and while the server runs the next statement.
    ///
    /// - Throws: `ServerError` as above. Of the results before the failure, `receive` may have got all, some or none.
    func execute(all statements: [String], receive: (Int, StatementResult) -> Void) throws

    /// Runs the statements in the same way, but counts the rows of a statement without keeping them unless `keepsRows`
    /// returns true for it. There may be more rows than memory holds.
    func execute(
        all statements: [String],
        keepsRows: @escaping (Int) -> Bool,
        receive: (Int, StatementResult) -> Void
    ) throws

    /// Resets the session to its state after login, except for the current database: drops its variables, temporary
    /// tables, locks and prepared statements.
    ///
    /// - Throws: `ServerError`.
    func resetSession() throws
}

extension QueryExecutor {
    package func execute(
        all statements: [String],
        keepsRows: @escaping (Int) -> Bool,
        receive: (Int, StatementResult) -> Void
    ) throws {
        try execute(all: statements, receive: receive)
    }

    package func execute(all statements: [String], receive: (Int, StatementResult) -> Void) throws {
        for (index, result) in try execute(all: statements).enumerated() { receive(index, result) }
    }
}

/// The result of one statement.
package struct StatementResult: Sendable {
    package var rows: RowSet
    package var affectedRows: UInt64
    package var warningCount: Int

    package init(rows: RowSet = RowSet(), affectedRows: UInt64 = 0, warningCount: Int = 0) {
        self.rows = rows
        self.affectedRows = affectedRows
        self.warningCount = warningCount
    }
}
