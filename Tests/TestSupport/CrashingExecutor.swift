package import SchemaModel
package import SchemaSQL

/// The process died, as far as the one who asked can see.
package struct SimulatedCrash: Error {
    package init() {}
}

/// Passes calls on until it crashes. Whether it dies after a call was answered or before the next one is sent is the same to
/// the server.
package final class CrashingExecutor: QueryExecutor {
    private let base: any QueryExecutor
    private let callsBeforeCrash: Int?
    package private(set) var calls = 0
    /// What each call was.
    package private(set) var statements: [String] = []

    /// The calls that may have changed something, counted from 1.
    package var changingCalls: [Int] {
        statements.indices.filter { index in
            !["SELECT", "SHOW", "SET @swiftmig", "DO "].contains { statements[index].hasPrefix($0) }
        }.map { $0 + 1 }
    }

    /// - Parameter callsBeforeCrash: nil for one that never crashes.
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

    package func execute(batch statements: [String]) throws -> [StatementResult] {
        var results: [StatementResult] = []
        try execute(batch: statements) { results.append($1) }
        return results
    }

    package func execute(batch statements: [String], receive: (Int, StatementResult) -> Void) throws {
        // One statement a call, so that a crash can come between any two.
        for (index, statement) in statements.enumerated() {
            do {
                receive(index, try execute(statement))
            } catch var error as ServerError {
                error.batchIndex = index
                throw error
            }
        }
    }
}
