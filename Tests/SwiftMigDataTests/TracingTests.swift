#if Tracing
import DatabaseSettings
import InMemoryTracing
import MariaDBClient
import SwiftMigData
import TestSupport
import Testing
import Tracing

/// The spans of statements, with the package trait `Tracing`.
@Suite struct TracingTests {
    @Test func eachStatementIsASpan() async throws {
        let tracer = InMemoryTracer()
        let fixture = try EngineFixture()
        try await withTracer(tracer) {
            try await withSpan("request") { _ in
                try await fixture.engine.transaction { session in
                    try await session.execute("INSERT INTO tags (name) VALUES (\("secret"))")
                    for try await _ in session.stream("SELECT name FROM tags", as: String.self) {}
                }
                await #expect(throws: DatabaseError.self) {
                    try await fixture.engine.execute("INSERT INTO tags (name) VALUES (\("secret"))")
                }
            }
        }
        let spans = tracer.finishedSpans
        #expect(spans.map(\.operationName) == ["INSERT tags", "SELECT tags", "COMMIT", "INSERT tags", "request"])
        #expect(spans.dropLast().allSatisfy { $0.kind == .client && $0.parentSpanID == spans.last?.spanID })
        let insert = try #require(spans.first)
        #expect(insert.text("db.query.text") == "INSERT INTO tags (name) VALUES (?)")
        #expect(insert.text("db.collection.name") == "tags" && insert.text("db.operation.name") == "INSERT")
        #expect(["mariadb", "mysql"].contains(insert.text("db.system.name")))
        #expect(insert.text("db.namespace") == fixture.database.settings.database)
        #expect(spans.map { $0.text("error.type") } == [nil, nil, nil, "1062", nil])
        #expect(spans.map { $0.status?.code } == [nil, nil, nil, .error, nil])
        for span in spans { span.attributes.forEach { _, value in #expect(!"\(value)".contains("secret")) } }
        await fixture.end()
    }

    /// The table is in the name if there is only one. The statements need not succeed for that.
    @Test(arguments: [
        ("select 1", "SELECT"), ("SELECT t.a FROM `odd ``name` t WHERE a IN (SELECT a FROM b)", "SELECT odd `name"),
        ("SELECT (SELECT MAX(a) FROM b), a FROM shop.users AS u ORDER BY a", "SELECT users"),
        ("SELECT * FROM a, b", "SELECT"), ("SELECT * FROM a LEFT JOIN b ON a.c = b.c", "SELECT"),
        ("/* from */ UPDATE users SET a = 1", "UPDATE users"), ("DELETE FROM users", "DELETE users"),
        ("INSERT IGNORE INTO users(a) VALUES (1)", "INSERT users"), ("SHOW TABLES", "SHOW"), ("SELEC", "SELEC"),
    ])
    func aSpanIsNamedAfterItsTable(text: String, name: String) async throws {
        let tracer = InMemoryTracer()
        let fixture = try EngineFixture()
        await withTracer(tracer) { _ = try? await fixture.engine.execute(SQL(raw: text)) }
        #expect(tracer.finishedSpans.map(\.operationName) == [name])
        await fixture.end()
    }
}

extension FinishedInMemorySpan {
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text)? = attributes.get(name) else { return nil }
        return text
    }
}
#endif
