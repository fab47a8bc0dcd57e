import SwiftMigData
import SwiftMigQueries
import TestSupport
import Testing

/// The case of the area cache.
@Suite struct CacheCases {
    /// A statement is prepared once for each text, whatever its values. Lists of nearly the same length share a text.
    @Test("statement-cache") func statementCache() async throws {
        let wire = try Wire(PoolOptions(size: 1, maxOverflow: 0))
        let engine = wire.fixture.engine
        func names(_ condition: SQL) async throws -> [String] {
            try await engine.fetch("SELECT username FROM users WHERE \(condition)", as: String.self)
        }
        #expect(try await names("id = \(1)") == ["ann"])
        #expect(try await names("id = \(2)") == ["bob"])
        #expect(try await names("id = \(1) AND age > \(2)") == ["ann"])
        #expect(try await names("id IN \([1, 2]) ORDER BY id") == ["ann", "bob"])
        #expect(try await names("id IN \([1, 2, 3]) ORDER BY id") == ["ann", "bob", "cyd"])
        #expect(try await names("id IN \([1, 2, 3, 4]) ORDER BY id") == ["ann", "bob", "cyd"])
        #expect(try await names("id > \(0) ORDER BY id LIMIT \(1)") == ["ann"])
        #expect(try await names("id > \(1) ORDER BY id LIMIT \(2)") == ["bob", "cyd"])
        let select = "SELECT username FROM users WHERE id"
        let lines = try wire.all.filter { $0.contains(select) }
        #expect(
            lines.filter { $0.contains("Prepare") } == [
                "c1 Prepare: \(select) = ?", "c1 Prepare: \(select) = ? AND age > ?",
                "c1 Prepare: \(select) IN (?, ?) ORDER BY id", "c1 Prepare: \(select) IN (?, ?, ?, ?) ORDER BY id",
                "c1 Prepare: \(select) > ? ORDER BY id LIMIT ?",
            ]
        )
        #expect(lines.count == 5 + 8)
        await wire.fixture.end()
    }
}
