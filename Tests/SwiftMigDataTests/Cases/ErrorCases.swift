import MariaDBClient
import SwiftMigData
import SwiftMigPlatform
import SwiftMigQueries
import TestSupport
import Testing

@Suite struct ErrorCases {
    private static let check = """
        CREATE TABLE chk (
          a INT NOT NULL, b TINYINT NOT NULL DEFAULT 0, d DATETIME, CONSTRAINT cc CHECK (b < 100)
        )
        """

    /// An error has the kind of its number, and names the key, the constraint or the column.
    @Test("error-classes") func errorClasses() async throws {
        let fixture = try EngineFixture(cases: PoolOptions())
        try fixture.other.execute(Self.check)
        let isMariaDB = try PrivateServer.isMariaDB
        let statements: [(SQL, String)] = [
            ("INSERT INTO tags (name) VALUES ('red')", "uniqueViolation name 1062"),
            ("INSERT INTO tags (id, name) VALUES (1, 'new')", "uniqueViolation PRIMARY 1062"),
            ("INSERT INTO articles (author_id) VALUES (9)", "foreignKeyViolation written_by 1452"),
            ("DELETE FROM users WHERE id = 1", "foreignKeyViolation written_by 1451"),
            ("INSERT INTO chk (a) VALUES (NULL)", "notNullViolation a 1048"),
            ("INSERT INTO chk (b) VALUES (1)", "notNullViolation a 1364"),
            ("INSERT INTO tags (name) VALUES ('a name of more than 20')", "dataTooLong name 1406"),
            ("INSERT INTO chk (a, b) VALUES (1, 1000)", "valueOutOfRange b 1264"),
            ("INSERT INTO chk (a, d) VALUES (1, '2024-13-01')", "valueOutOfRange d 1292"),
            ("INSERT INTO chk (a) VALUES ('x')", "valueOutOfRange a 1366"),
            ("INSERT INTO chk (a, b) VALUES (1, 101)", "checkViolation cc \(isMariaDB ? 4025 : 3819)"),
            ("SELECT nope FROM tags", "other 1054"),
            ("SELECT 1 FROM nope", "other 1146"),
            ("SELEC 1", "other 1064"),
            ("SELECT 1 / 0", "none"),
        ]
        try await fixture.engine.transaction { session in
            for (statement, kind) in statements {
                let found = await Self.kind { () async throws in
                    _ = try await session.savepoint { try await $0.execute(statement) }
                }
                #expect(found == kind, "\(statement)")
            }
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
        }
        #expect(try fixture.count("z") == 1)
        await fixture.end()
    }

    /// The kind of an error, the name that it gives and the server's number.
    private nonisolated(nonsending) static func kind(
        of body: nonisolated(nonsending) () async throws -> Void
    ) async -> String {
        do {
            try await body()
            return "none"
        } catch let error as DatabaseError {
            switch error {
            case .uniqueViolation(let key, let failure): return "uniqueViolation \(key) \(failure.code)"
            case .foreignKeyViolation(let constraint, let failure):
                return "foreignKeyViolation \(constraint ?? "?") \(failure.code)"
            case .notNullViolation(let column, let failure): return "notNullViolation \(column) \(failure.code)"
            case .checkViolation(let constraint, let failure): return "checkViolation \(constraint) \(failure.code)"
            case .dataTooLong(let column, let failure): return "dataTooLong \(column) \(failure.code)"
            case .valueOutOfRange(let column, let failure): return "valueOutOfRange \(column) \(failure.code)"
            case .other(let failure): return "other \(failure.code)"
            default: return "\(error)"
            }
        } catch {
            return "\(error)"
        }
    }

    /// What the server would refuse is not sent, and the transaction goes on.
    @Test("max-allowed-packet") func maxAllowedPacket() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0))
        try await fixture.engine.transaction { session in
            let before = try await session.connectionID()
            let limit = try await session.fetch("SELECT @@max_allowed_packet", as: Int.self).first ?? 0
            try await session.execute("INSERT INTO tags (name) VALUES ('y')")
            let text = String(repeating: "x", count: limit + 1)
            let error = await #expect(throws: DatabaseError.self) {
                try await session.execute("INSERT INTO tags (name) VALUES (\(text))")
            }
            guard case .packetTooLarge("INSERT INTO tags (name) VALUES (?)", let bytes, limit) = error else {
                Issue.record("\(String(describing: error).prefix(500))")
                return
            }
            #expect(bytes > limit)
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
            let after = try await session.connectionID()
            #expect(after == before)
        }
        #expect(try fixture.count("y") == 1 && fixture.count("z") == 1)
        await fixture.end()
    }

    /// The server keeps the first half of the transaction, but it cannot be committed alone.
    @Test("lock-wait-timeout", .timeLimit(.minutes(Patience.minutes)))
    func lockWaitTimeout() async throws {
        let fixture = try EngineFixture(cases: PoolOptions())
        try fixture.other.execute("BEGIN")
        try fixture.other.execute("UPDATE users SET age = 31 WHERE id = 1")
        try await fixture.engine.session { session in
            try await session.execute("SET SESSION innodb_lock_wait_timeout = 1")
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
            let first = await #expect(throws: DatabaseError.self) {
                try await session.execute("UPDATE users SET age = 1 WHERE id = 1")
            }
            guard case .lockWaitTimeout(let failure) = first else {
                Issue.record("\(String(describing: first))")
                return
            }
            #expect(failure.code == 1205)
            let second = await #expect(throws: DatabaseError.self) { try await session.commit() }
            guard case .rollbackNeeded(failure) = second else {
                Issue.record("\(String(describing: second))")
                return
            }
        }
        try fixture.other.execute("COMMIT")
        #expect(try fixture.count("z") == 0)
        await fixture.end()
    }

    /// The text has the server's words and the statement, but none of its values.
    @Test("error-message-format") func errorMessageFormat() async throws {
        let fixture = try EngineFixture(cases: PoolOptions())
        let error = await #expect(throws: DatabaseError.self) {
            try await fixture.engine.execute("INSERT INTO tags (name, id) VALUES (\("red"), \(4711))")
        }
        guard case .uniqueViolation("name", let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let key = try PrivateServer.isMariaDB ? "name" : "tags.name"
        #expect(failure.message == "Duplicate entry 'red' for key '\(key)'")
        #expect(failure.statement == "INSERT INTO tags (name, id) VALUES (?, ?)")
        #expect(failure.parameters == nil)
        #expect(
            error?.description == "a row with this value of the key 'name' exists: Duplicate entry 'red' for key "
                + "'\(key)' (1062, 23000) in: INSERT INTO tags (name, id) VALUES (?, ?)"
        )
        await fixture.end()
    }

    /// A statement that somebody else ends on the server is an error. The session keeps its connection, and goes on.
    @Test("query-killed", .timeLimit(.minutes(Patience.minutes)))
    func queryKilled() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0))
        // Only a KILL ends the wait for this lock.
        try fixture.other.execute("BEGIN")
        try fixture.other.execute("UPDATE users SET age = 31 WHERE id = 1")
        try await fixture.engine.session { session in
            try await session.execute("SET SESSION innodb_lock_wait_timeout = \(raw: "\(Patience.seconds)")")
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
            let id = try #require(try await session.connectionID())
            let hasEnded = Monitor(false)
            let killer = Task { [database = fixture.database] in
                let admin = try database.connect()
                defer { admin.close() }
                // A KILL that comes just before the statement runs is lost.
                while !hasEnded.access({ $0 }) {
                    if try admin.isRunning("UPDATE users SET age = 1", in: id) {
                        try admin.execute("KILL QUERY \(id)")
                        try await Task.sleep(for: .seconds(1))
                    }
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await session.execute("UPDATE users SET age = 1 WHERE id = 1")
            }
            hasEnded.access { $0 = true }
            try await killer.value
            guard case .other(let failure) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failure.code == 1317)
            let after = try await session.connectionID()
            #expect(after == id)
            try await session.commit()
        }
        #expect(try fixture.count("z") == 1)
        await fixture.end()
    }
}
