import Foundation
import SchemaModel
import SchemaSQL
import Testing

@testable import MigrationRunner

/// A revision of a great many statements is read in a time that grows as it does.
@Suite("Long revisions")
struct LongRevisionTests {
    /// How long this thread is at work, whatever else the machine does.
    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        let start = now()
        try body()
        return now() - start
    }

    @Test func statementsThatReadOneVariable() throws {
        func read(_ count: Int) throws {
            let texts = ["SELECT MAX(n) INTO @x FROM t"] + Array(repeating: "INSERT INTO c VALUES (@x)", count: count)
            let statements = texts.map { SQLStatement(text: $0) }
            let units = try RunUnit.units(of: statements, path: "r1.sql", dialect: SQLDialect())
            #expect(units.map(\.range) == [0..<count + 1])
        }
        let short = try seconds { try read(2_000) }
        let long = try seconds { try read(16_000) }
        #expect(long < 16 * short)
    }

    @Test func partsOfOneSetting() {
        func read(_ count: Int) {
            let parts = Array(repeating: "TRIM(LEADING 'a' FROM 'ab')", count: count).joined(separator: ", ")
            let use = SessionUse(of: "SET @x = CONCAT(\(parts))", StatementFacts(kind: .session), SQLDialect())
            #expect(use.isRepeatable)
        }
        let short = seconds { read(1_000) }
        let long = seconds { read(8_000) }
        #expect(long < 16 * short)
    }
}
