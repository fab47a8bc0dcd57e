import MariaDBClient
import ServerPort
import SwiftMigData
import SwiftMigPlatform
import TestSupport

/// Writes down the statements that an engine sends.
final class StatementLog: EngineObserver {
    private let state = State()

    private final class State: @unchecked Sendable {
        let lock = Lock()
        var statements: [String] = []
    }

    func observe(_ event: EngineEvent) {
        guard case .executing(let statement, _) = event else { return }
        state.lock.withLock { state.statements.append(statement) }
    }

    /// The statements since the last call.
    func take() -> [String] {
        state.lock.withLock {
            defer { state.statements = [] }
            return state.statements
        }
    }
}

/// An engine on the tables of the cases and of the models here, and what it sends.
struct ModelFixture {
    let base: EngineFixture
    let recorder = StatementLog()
    var engine: Engine { base.engine }

    init(_ pool: PoolOptions = PoolOptions(size: 1, maxOverflow: 2)) throws {
        base = try EngineFixture(cases: pool, observers: [recorder])
        for sql in [Doc.sql, Seat.sql] { try base.other.execute(sql) }
    }

    /// What another client sees.
    func rows(_ query: String) throws -> [String] {
        let rows = try base.other.execute(query).rows
        return rows.map { row in (0..<rows.columnNames.count).map { row[$0] ?? "NULL" }.joined(separator: " ") }
    }

    func end() async { await base.end() }
}
