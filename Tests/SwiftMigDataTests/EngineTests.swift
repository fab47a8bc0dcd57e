import SwiftMigData
import TestSupport
import Testing

@Suite struct EngineTests {
    @Test func aQueryIsReadAsTuples() async throws {
        let database = try PrivateServer.shared.database()
        let engine = try Engine(database.url)
        try await engine.execute("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))")
        try await engine.execute("INSERT INTO t VALUES (\(1), \("ann")), (\(2), \(nil as String?))")
        let rows = try await engine.fetch("SELECT id, name FROM t ORDER BY id", as: (Int, String?).self)
        #expect(rows.map(\.0) == [1, 2] && rows.map(\.1) == ["ann", nil])
    }
}
