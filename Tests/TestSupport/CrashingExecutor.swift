package import SchemaModel
package import ServerPort

/// The process has died, as far as the caller can see.
package struct SimulatedCrash: Error {
    package init() {}
}

/// Passes calls on until it crashes. For the server, it makes no difference whether the crash comes after the answer to
/// a call or before the next call.
package final class CrashingExecutor: QueryExecutor {
    private let base: any QueryExecutor
    private let callsBeforeCrash: Int?
    package private(set) var calls = 0
    /// The statement of each call.
    package private(set) var statements: [String] = []

    /// The calls that may have changed something, starting at 1.
    package var changingCalls: [Int] {
        statements.indices.filter { index in
            !["SELECT", "SHOW", "SET @swiftmig", "DO "].contains { statements[index].hasPrefix($0) }
        }.map { $0 + 1 }
    }

    /// - Parameter callsBeforeCrash: nil to never crash.
    package init(_ base: any QueryExecutor, crashAfter callsBeforeCrash: Int? = nil) {
        self.base = base
        self.callsBeforeCrash = callsBeforeCrash
    }

    package var dialect: SQLDialect { base.dialect }

    package func execute(_ statement: String) throws -> StatementResult {
        try pass(statement) { try base.execute(statement) }
    }

    package func resetSession() throws {
        try pass("reset of the session") { try base.resetSession() }
    }

    private func pass<Answer>(_ name: String, _ body: () throws -> Answer) throws -> Answer {
        calls += 1
        statements.append(name)
        if let callsBeforeCrash, calls > callsBeforeCrash { throw SimulatedCrash() }
        return try body()
    }

    package func execute(all statements: [String]) throws -> [StatementResult] {
        var results: [StatementResult] = []
        try execute(all: statements) { results.append($1) }
        return results
    }

    package func execute(all statements: [String], receive: (Int, StatementResult) -> Void) throws {
        // Sends one statement per call, so that a crash can come between any two.
        for (index, statement) in statements.enumerated() {
            do {
                receive(index, try execute(statement))
            } catch var error as ServerError {
                error.failedIndex = index
                throw error
            }
        }
    }
}
