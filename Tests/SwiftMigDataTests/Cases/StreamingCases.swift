import MariaDBClient
import SwiftMigData
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of the area streaming.
@Suite struct StreamingCases {
    /// A statement in the midst of a stream is refused, and the stream loses no row.
    @Test("stream", .timeLimit(.minutes(Patience.minutes)))
    func stream() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0))
        let limit = try PrivateServer.isMariaDB ? "max_recursive_iterations" : "cte_max_recursion_depth"
        try await fixture.engine.session { session in
            try await session.execute("SET SESSION \(raw: limit) = 1000000")
            let sql: SQL = """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(20_000)) \
                SELECT i, REPEAT('x', 500) FROM n
                """
            var numbers: [Int] = []
            for try await (number, text) in session.stream(sql, as: (Int, String).self) {
                numbers.append(number)
                guard number == 1 || number == 700 else { continue }
                #expect(text.count == 500)
                let error = await #expect(throws: DatabaseError.self) { try await session.execute("SELECT 1") }
                guard case .streamIsOpen("SELECT 1") = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
            #expect(numbers.elementsEqual(1...20_000), "\(numbers.count) rows")
            let rows = try await session.fetch("SELECT 7", as: Int.self)
            #expect(rows == [7])
        }
        await fixture.end()
    }

    /// Rows come in batches of the size that was asked for, and all of them come.
    @Test("yield-per") func yieldPer() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0))
        try await fixture.engine.session { session in
            var names: [String] = []
            for try await name in session.stream("SELECT name FROM tags ORDER BY id", as: String.self, batch: 2) {
                names.append(name)
            }
            #expect(names == ["red", "blue", "green"])
            let fetches = try await session.fetch(
                "SHOW SESSION STATUS LIKE 'Com_stmt_fetch'",
                as: (String, String).self
            )
            #expect(fetches.map(\.1) == ["2"])
            var users: [Int] = []
            for try await id in session.stream("SELECT id FROM users ORDER BY id", as: Int.self, batch: 2) {
                users.append(id)
            }
            #expect(users == [1, 2, 3])
        }
        await fixture.end()
    }
}
