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
        switch event {
        case .executing(let statement, _): append(statement)
        case .reset: append("ROLLBACK")
        default: break
        }
    }

    private func append(_ statement: String) { state.lock.withLock { state.statements.append(statement) } }

    /// The statements since the last call, without the backquotes. `(?, ?)` stands for any longer list of placeholders.
    func take() -> [String] {
        let statements = state.lock.withLock {
            defer { state.statements = [] }
            return state.statements
        }
        return statements.map { $0.replacing("`", with: "") }
    }
}

/// The tables and rows of the cases, and what an engine sends to them.
struct LoggedCases {
    let fixture: ModelFixture
    let log: StatementLog
    let engine: Engine

    init(pool: PoolOptions = PoolOptions(), also models: [any TableModel.Type] = [], rows: [String] = []) throws {
        log = StatementLog()
        fixture = try ModelFixture.cases(pool: pool)
        if !models.isEmpty { try fixture.database.create(models) }
        for statement in rows { try fixture.other.execute(statement) }
        engine = try Engine(fixture.database.url, pool: pool, observers: [log])
    }

    /// What another client sees.
    func rows(_ query: String) throws -> [String] {
        let rows = try fixture.other.execute(query).rows
        return rows.map { row in
            (0..<rows.columnNames.count).map { row[$0] ?? "NULL" }.joined(separator: " ")
        }
    }

    func end() async {
        await engine.shutDown()
        await fixture.end()
    }
}

/// The columns of the cases' tables, as statements list them.
enum Columns {
    static let users =
        "users.id, users.username, users.email, users.age, users.role, users.status, users.created_at"
    static let profiles = "profiles.id, profiles.user_id, profiles.bio"
    static let articles = "articles.id, articles.title, articles.author_id"
    static let tags = "tags.id, tags.name"
    static let nodes = "nodes.id, nodes.name, nodes.parent_id"
}
