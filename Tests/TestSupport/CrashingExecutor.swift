package import SchemaModel
package import SchemaSQL

/// The process died, as far as the one who asked can see.
package struct SimulatedCrash: Error {
    package init() {}
}

/// Passes calls on until it crashes: before a call reaches the server, or after.
package final class CrashingExecutor: QueryExecutor {
    private let base: any QueryExecutor
    private let crash: (call: Int, afterwards: Bool)?
    package private(set) var calls = 0
    /// What each call was.
    package private(set) var statements: [String] = []

    /// The calls that may have changed something, counted from 1.
    package var changingCalls: [Int] {
        statements.indices.filter { index in
            !["SELECT", "SHOW", "SET @swiftmig", "DO "].contains { statements[index].hasPrefix($0) }
        }.map { $0 + 1 }
    }

    package init(_ base: any QueryExecutor, crash: (call: Int, afterwards: Bool)? = nil) {
        self.base = base
        self.crash = crash
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
        if let crash, calls > crash.call { throw SimulatedCrash() }
        if let crash, calls == crash.call {
            if crash.afterwards { _ = try body() }
            throw SimulatedCrash()
        }
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
