import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// Random work in a session and in a model in memory, which must agree.
@Suite struct RandomSessionTests {
    @Test(arguments: [UInt64](1...12)) func theDatabaseAgreesWithTheModel(seed: UInt64) async throws {
        let cases = try LoggedCases()
        try cases.fixture.other.execute("DELETE FROM customers")
        var random = SeededGenerator(seed: seed)
        var committed: [UInt64: Customer] = [:]
        for _ in 0..<8 {
            let start = Work(rows: committed, random: random)
            let isCommitted = Bool.random(using: &random)
            let work = try await cases.engine.session { session in
                var work = start
                try await work.run(in: session, depth: 0)
                if isCommitted { try await session.commit() } else { await session.rollback() }
                return work
            }
            random = work.random
            // What was rolled back is as before, but the structs of the committed work have the latest versions.
            if isCommitted { committed = work.rows }
            let stored = try cases.rows("SELECT id, name, version FROM customers ORDER BY id")
            let expected = committed.values.sorted { $0.id < $1.id }.map { "\($0.id) \($0.name) \($0.version)" }
            #expect(stored == expected, "seed \(seed)")
            let read = try await cases.engine.fetch(Customer.all)
            committed = Dictionary(uniqueKeysWithValues: read.map { ($0.id, $0) })
        }
        await cases.end()
    }
}

/// What the database must contain, as the transaction sees it.
private struct Work: Sendable {
    var rows: [UInt64: Customer]
    var random: SeededGenerator
    /// Counts the steps.
    private var number = 0

    init(rows: [UInt64: Customer], random: SeededGenerator) {
        (self.rows, self.random) = (rows, random)
    }

    mutating func run(in session: Session, depth: Int) async throws {
        for _ in 0..<Int.random(in: 1...12, using: &random) { try await step(in: session, depth) }
    }

    private mutating func step(in session: Session, _ depth: Int) async throws {
        number += 1
        let row = rows.values.sorted { $0.id < $1.id }.randomElement(using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1:
            let new = try await session.insert(Customer.New(name: "n\(number)"))
            rows[new.id] = new
        case 2:
            let new = [Customer.New(name: "m\(number)"), Customer.New(name: "o\(number)")]
            for row in try await session.insert(new, returning: Customer.self) { rows[row.id] = row }
        case 3, 4:
            guard var row else { return }
            if Bool.random(using: &random) { row.name = "s\(number)" }
            rows[row.id] = session.save(row)
        case 5:
            guard let row else { return }
            session.delete(row)
            rows[row.id] = nil
        case 6:
            guard let row else { return }
            let same = try await session.get(Customer.self, row.id)
            #expect(same == row)
        case 7:
            let all = try await session.fetch(Customer.order { $0.id.ascending })
            #expect(all == rows.values.sorted { $0.id < $1.id })
        case 8:
            let limit = UInt64.random(in: 0...40, using: &random)
            try await session.execute(Customer.update { [$0.name <- "u"] }.where { $0.id > limit })
            for id in rows.keys where id > limit { rows[id]?.name = "u" }
        default:
            if depth == 2 { return }
            let before = rows
            let fails = Bool.random(using: &random)
            do {
                // A closure cannot change what it captures across a suspension.
                let work = self
                self = try await session.savepoint { inner in
                    var work = work
                    try await work.run(in: inner, depth: depth + 1)
                    if fails { throw Undone(random: work.random, number: work.number) }
                    return work
                }
            } catch let undone as Undone {
                (rows, random, number) = (before, undone.random, undone.number)
            }
        }
    }

    private struct Undone: Error {
        let random: SeededGenerator
        let number: Int
    }
}
