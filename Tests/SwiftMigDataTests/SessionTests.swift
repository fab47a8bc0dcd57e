import Foundation
import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport
import Testing

/// An engine on a database of its own, and a second client.
struct EngineFixture {
    let database: TestDatabase
    let engine: Engine
    let other: Connection

    init(_ pool: PoolOptions = PoolOptions(), _ tables: [String] = [tags]) throws {
        database = try PrivateServer.shared.database()
        other = try database.connect()
        for table in tables { try other.execute(table) }
        engine = try Engine(database.url, pool: pool)
    }

    static let tags = "CREATE TABLE tags (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) NOT NULL UNIQUE, n INT)"

    var names: [String] {
        get throws { try other.execute("SELECT name FROM tags ORDER BY name").rows.compactMap { $0[0] } }
    }

    func end() async {
        await engine.shutDown()
        other.close()
    }
}

@Suite struct SessionTests {
    @Test func aTransactionIsCommitted() async throws {
        let fixture = try EngineFixture()
        let id = try await fixture.engine.transaction { session in
            let result = try await session.execute("INSERT INTO tags (name) VALUES (\("red"))")
            let rows = try await session.fetch("SELECT name FROM tags", as: String.self)
            #expect(rows == ["red"])
            let seen = try fixture.names
            #expect(seen.isEmpty)
            return result.lastInsertID
        }
        #expect(id == 1)
        #expect(try fixture.names == ["red"])
        #expect(fixture.engine.status.inUse == 0 && fixture.engine.status.idle == 1)
        await fixture.end()
    }

    @Test func anErrorRollsBack() async throws {
        struct Stop: Error {}
        let fixture = try EngineFixture()
        await #expect(throws: Stop.self) {
            try await fixture.engine.transaction { session in
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
                throw Stop()
            }
        }
        #expect(try fixture.names.isEmpty)
        #expect(fixture.engine.status.inUse == 0)
        await fixture.end()
    }

    /// A statement that fails can leave a lock, although the server has not said that a transaction has begun.
    @Test func aFailedStatementLeavesNoLock() async throws {
        let fixture = try EngineFixture()
        try fixture.other.execute("INSERT INTO tags (name) VALUES ('red')")
        await #expect(throws: DatabaseError.self) {
            try await fixture.engine.transaction { session in
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            }
        }
        try fixture.other.execute("SET SESSION innodb_lock_wait_timeout = 1")
        try fixture.other.execute("UPDATE tags SET n = 1 WHERE name = 'red'")
        await fixture.end()
    }

    @Test func aSessionCommitsWhereItIsTold() async throws {
        let fixture = try EngineFixture()
        try await fixture.engine.session { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            try await session.commit()
            #expect(fixture.engine.status.inUse == 0)
            try await session.execute("INSERT INTO tags (name) VALUES ('blue')")
            await session.rollback()
            try await session.execute("INSERT INTO tags (name) VALUES ('green')")
        }
        #expect(try fixture.names == ["red"])
        await fixture.end()
    }

    @Test func aSavepointIsUndoneAlone() async throws {
        struct Stop: Error {}
        let fixture = try EngineFixture()
        try await fixture.engine.transaction { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            try await session.savepoint { inner in
                try await inner.execute("INSERT INTO tags (name) VALUES ('blue')")
            }
            do {
                try await session.savepoint { inner in
                    try await inner.execute("INSERT INTO tags (name) VALUES ('green')")
                    try await inner.savepoint { try await $0.execute("INSERT INTO tags (name) VALUES ('black')") }
                    throw Stop()
                }
            } catch is Stop {}
        }
        #expect(try fixture.names == ["blue", "red"])
        await fixture.end()
    }

    @Test(arguments: IsolationLevel.allCases)
    func theIsolationLevelIsThatOfOneTransaction(level: IsolationLevel) async throws {
        let fixture = try EngineFixture(PoolOptions(size: 1, maxOverflow: 0))
        try fixture.other.execute("INSERT INTO tags (name, n) VALUES ('red', 1)")
        func reads(_ level: IsolationLevel?) async throws -> [Int] {
            try fixture.other.execute("UPDATE tags SET n = 1")
            return try await fixture.engine.transaction(level) { session in
                var numbers = try await session.fetch("SELECT n FROM tags", as: Int.self)
                if level != .serializable { try fixture.other.execute("UPDATE tags SET n = 2") }
                numbers += try await session.fetch("SELECT n FROM tags", as: Int.self)
                return numbers
            }
        }
        let expected = level == .readUncommitted || level == .readCommitted ? [1, 2] : [1, 1]
        #expect(try await reads(level) == expected)
        #expect(try await reads(nil) == [1, 1])
        await fixture.end()
    }

    @Test func aReadOnlyTransactionRefusesChanges() async throws {
        let fixture = try EngineFixture()
        await #expect(throws: DatabaseError.self) {
            try await fixture.engine.transaction(isReadOnly: true) { session in
                try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            }
        }
        try await fixture.engine.transaction { try await $0.execute("INSERT INTO tags (name) VALUES ('red')") }
        await fixture.end()
    }

    /// Nothing of the half that the server threw away is committed without the other.
    @Test("deadlock-then-commit", .timeLimit(.minutes(Patience.minutes)))
    func deadlockThenCommit() async throws {
        let fixture = try EngineFixture()
        try fixture.other.execute("INSERT INTO tags (name, n) VALUES ('a', 0), ('b', 0)")
        let engine = fixture.engine
        let meeting = Meeting(2)
        func work(_ first: String, _ second: String) async -> Result<Void, any Error> {
            do {
                try await engine.session { session in
                    try await session.execute("UPDATE tags SET n = n + 1 WHERE name = \(first)")
                    await meeting.arrive()
                    do {
                        try await session.execute("UPDATE tags SET n = n + 1 WHERE name = \(second)")
                    } catch DatabaseError.deadlock(let failure) {
                        #expect(failure.code == 1213)
                        await #expect(throws: DatabaseError.self) {
                            try await session.execute("INSERT INTO tags (name) VALUES ('late')")
                        }
                        try await session.commit()
                    }
                    try await session.commit()
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        async let one = work("a", "b")
        async let two = work("b", "a")
        let failures = await [one, two].compactMap { result -> (any Error)? in
            if case .failure(let error) = result { error } else { nil }
        }
        #expect(failures.count == 1)
        guard case DatabaseError.rollbackNeeded? = failures.first else {
            Issue.record("\(failures)")
            return
        }
        #expect(try fixture.names == ["a", "b"])
        #expect(try fixture.other.execute("SELECT SUM(n) FROM tags").rows.first?.int(0) == 2)
        await fixture.end()
    }

    /// MariaDB from 11.6 on refuses to change a row that another transaction has changed since this one read.
    @Test func aConflictIsRetried() async throws {
        let fixture = try EngineFixture()
        try fixture.other.execute("INSERT INTO tags (name, n) VALUES ('a', 0)")
        let refuses =
            try fixture.other.execute("SHOW VARIABLES LIKE 'innodb_snapshot_isolation'").rows.first?[1] == "ON"
        func change(retries: Int) async throws -> Int {
            var attempts = 0
            try await fixture.engine.transaction(retries: retries) { session in
                attempts += 1
                _ = try await session.fetch("SELECT n FROM tags", as: Int.self)
                if attempts == 1 { try fixture.other.execute("UPDATE tags SET n = n + 1") }
                try await session.execute("UPDATE tags SET n = n + 10")
            }
            return attempts
        }
        #expect(try await change(retries: 1) == (refuses ? 2 : 1))
        #expect(try fixture.other.execute("SELECT n FROM tags").rows.first?.int(0) == 11)
        if refuses {
            let error = await #expect(throws: DatabaseError.self) { try await change(retries: 0) }
            guard case .conflict = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        await fixture.end()
    }

    @Test(.timeLimit(.minutes(Patience.minutes)))
    func aDeadlockIsRetried() async throws {
        let fixture = try EngineFixture()
        try fixture.other.execute("INSERT INTO tags (name, n) VALUES ('a', 0), ('b', 0)")
        let engine = fixture.engine
        let meeting = Meeting(2)
        @Sendable func work(_ first: String, _ second: String) async throws {
            try await engine.transaction(retries: 100) { session in
                try await session.execute("UPDATE tags SET n = n + 1 WHERE name = \(first)")
                await meeting.arrive()
                try await session.execute("UPDATE tags SET n = n + 1 WHERE name = \(second)")
            }
        }
        async let one: Void = work("a", "b")
        async let two: Void = work("b", "a")
        _ = try await (one, two)
        #expect(try fixture.other.execute("SELECT SUM(n) FROM tags").rows.first?.int(0) == 4)
        await fixture.end()
    }

    /// After the error, only a rollback lets the session go on, on another connection.
    @Test("killed-in-transaction") func killedInTransaction() async throws {
        let fixture = try EngineFixture()
        try await fixture.engine.session { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            let id = try await session.fetch("SELECT CONNECTION_ID()", as: Int.self)
            try fixture.other.execute("KILL \(id[0])")
            let first = await #expect(throws: DatabaseError.self) { try await session.execute("SELECT 1") }
            guard case .connectionLost = first else {
                Issue.record("\(String(describing: first))")
                return
            }
            let second = await #expect(throws: DatabaseError.self) { try await session.commit() }
            guard case .rollbackNeeded = second else {
                Issue.record("\(String(describing: second))")
                return
            }
            await session.rollback()
            let other = try await session.fetch("SELECT CONNECTION_ID()", as: Int.self)
            #expect(other != id)
        }
        #expect(try fixture.names.isEmpty)
        await fixture.end()
    }

    @Test func aStreamReadsAllRows() async throws {
        let fixture = try EngineFixture()
        let sql: SQL =
            "WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < \(900)) SELECT n FROM x"
        var sum = 0
        for try await number in fixture.engine.stream(sql, as: Int.self, batch: 100) { sum += number }
        #expect(sum == 900 * 901 / 2)
        try await fixture.engine.transaction { session in
            var count = 0
            for try await number in session.stream(sql, as: Int.self, batch: 100) {
                count += 1
                guard number == 150 else { continue }
                let error = await #expect(throws: DatabaseError.self) { try await session.execute("SELECT 1") }
                guard case .streamIsOpen = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
            #expect(count == 900)
            // A stream that nobody reads any more is closed.
            for try await number in session.stream(sql, as: Int.self, batch: 10) where number == 25 { break }
            let rows = try await session.fetch("SELECT 7", as: Int.self)
            #expect(rows == [7])
        }
        for try await number in fixture.engine.stream(sql, as: Int.self, batch: 10) where number == 25 { break }
        try await waitUntil { fixture.engine.status.inUse == 0 }
        await fixture.end()
    }
}

/// Lets tasks wait for each other, once.
actor Meeting {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        missing = count
    }

    func arrive() async {
        missing -= 1
        if missing > 0 {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }
}
