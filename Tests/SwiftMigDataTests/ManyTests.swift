import Logging
import MariaDBClient
import SwiftMigData
import TestSupport
import Testing

/// A statement that runs for each element of a sequence.
@Suite struct ManyTests {
    @Test func theEffectsAreAddedUp() async throws {
        let fixture = try EngineFixture()
        let engine = fixture.engine
        let names = (0..<10_100).map { "tag \($0)" }
        let inserted = try await engine.execute(each: names.enumerated()) { number, name in
            "INSERT INTO tags (name, n) VALUES (\(name), \(number % 3 == 0 ? nil : number))"
        }
        #expect(inserted.affectedRows == names.count)
        let updated = try await engine.execute(each: [5, 100_000, 8]) { "UPDATE tags SET n = 0 WHERE id = \($0)" }
        #expect(updated.affectedRows == 2)
        let sums = try await engine.fetch("SELECT COUNT(*), COUNT(n) FROM tags", as: (Int, Int).self)
        #expect(sums.map { [$0.0, $0.1] } == [[10_100, 6_733]])
        #expect(try await engine.execute(each: [Int]()) { "DELETE FROM tags WHERE id = \($0)" }.affectedRows == 0)
        await fixture.end()
    }

    /// Statements of other texts in between keep the order.
    @Test func textsMayDiffer() async throws {
        let fixture = try EngineFixture()
        try await fixture.engine.execute(each: 1...6) { number in
            if number % 3 == 0 {
                "DELETE FROM tags WHERE n = \(number - 1)"
            } else {
                "INSERT INTO tags (name, n) VALUES (\("\(number)"), \(number))"
            }
        }
        #expect(try fixture.names == ["1", "4"])
        await fixture.end()
    }

    @Test func anErrorNamesTheElement() async throws {
        let fixture = try EngineFixture()
        let names = (0..<10_050).map { $0 == 10_049 ? "7" : "\($0)" }
        let error = await #expect(throws: DatabaseError.self) {
            try await fixture.engine.execute(each: names) { "INSERT INTO tags (name) VALUES (\($0))" }
        }
        guard case .uniqueViolation(key: "name", let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.row == 10_049 && failure.description.contains("at index 10049"))
        #expect(try fixture.names.isEmpty)
        await fixture.end()
    }

    /// In a savepoint, the rest of the transaction is kept.
    @Test func anErrorCanBeUndoneAlone() async throws {
        let fixture = try EngineFixture()
        try await fixture.engine.transaction { session in
            try await session.execute(each: ["a", "b"]) { "INSERT INTO tags (name) VALUES (\($0))" }
            let error = await #expect(throws: DatabaseError.self) {
                try await session.savepoint { session in
                    try await session.execute(each: ["c", "d", "e", "a", "f"]) { name in
                        "UPDATE tags SET name = \(name) WHERE name = \("b") OR name IN ('c', 'd', 'e')"
                    }
                }
            }
            #expect(error?.serverFailure?.row == 3)
        }
        #expect(try fixture.names == ["a", "b"])
        await fixture.end()
    }

    @Test func itIsOneRecordOfTheLog() async throws {
        let log = Log()
        let fixture = try EngineFixture(cases: PoolOptions(), echo: .statementsAndParameters, logger: log.logger)
        try await fixture.engine.execute(each: 100..<200) { "INSERT INTO tags (name) VALUES (\("\($0)"))" }
        let record = try #require(log.records.first { $0.level == .debug })
        #expect(record.message == "INSERT INTO tags (name) VALUES (?)")
        #expect(record.metadata["db.rows"] == "100")
        guard case .array(let values)? = record.metadata["db.parameters"] else {
            Issue.record("\(record.metadata)")
            return
        }
        #expect(values.first == "'100'" && values.last == "'199'" && values.count == 17)
        await fixture.end()
    }
}

extension DatabaseError {
    fileprivate var serverFailure: ServerFailure? {
        if case .uniqueViolation(_, let failure) = self { failure } else { nil }
    }
}
