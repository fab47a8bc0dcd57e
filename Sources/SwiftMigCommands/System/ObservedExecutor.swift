internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Prints each statement and its duration, for `-v`.
final class ObservedExecutor: QueryExecutor {
    private let executor: any QueryExecutor
    private let messages: Messages

    init(_ executor: any QueryExecutor, messages: Messages) {
        self.executor = executor
        self.messages = messages
    }

    var dialect: SQLDialect { executor.dialect }

    func execute(_ statement: String) throws -> StatementResult {
        try timed(statement) { try executor.execute(statement) }
    }

    func execute(all statements: [String]) throws -> [StatementResult] {
        try timed(summary(of: statements)) { try executor.execute(all: statements) }
    }

    func execute(all statements: [String], receive: (Int, StatementResult) -> Void) throws {
        try timed(summary(of: statements)) { try executor.execute(all: statements, receive: receive) }
    }

    func execute(
        all statements: [String],
        keepsRows: @escaping (Int) -> Bool,
        receive: (Int, StatementResult) -> Void
    ) throws {
        try timed(summary(of: statements)) {
            try executor.execute(all: statements, keepsRows: keepsRows, receive: receive)
        }
    }

    func resetSession() throws {
        try timed("reset of the session") { try executor.resetSession() }
    }

    private func summary(of statements: [String]) -> String {
        statements.count == 1 ? statements[0] : "\(statements.count) statements: \(statements.first ?? "")"
    }

    private func timed<Result>(_ statement: String, _ body: () throws -> Result) rethrows -> Result {
        let start = ContinuousClock.now
        defer {
            let milliseconds = (ContinuousClock.now - start).milliseconds
            messages.detail("[\(milliseconds) ms] \(StatementSecrets.masked(statement))")
        }
        return try body()
    }
}
