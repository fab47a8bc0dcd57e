import Revisions
import SQLStatements
import SchemaModel
import Testing

@testable import MigrationRunner

/// Tests of revisions with very many statements. `scripts/bench` shows that the time grows linearly.
@Suite("Long revisions")
struct LongRevisionTests {
    @Test func statementsThatReadOneVariable() throws {
        let count = 16_000
        let texts = ["SELECT MAX(n) INTO @x FROM t"] + Array(repeating: "INSERT INTO c VALUES (@x)", count: count)
        let statements = texts.map { SQLStatement(text: $0) }
        let origin = RevisionOrigin(
            revision: "r1",
            direction: .upgrade,
            path: "r1.sql",
            statementCount: statements.count
        )
        let units = try RunUnit.units(of: statements, from: origin, dialect: SQLDialect())
        #expect(units.map(\.range) == [0..<count + 1])
    }

    @Test func partsOfOneSetting() {
        let parts = Array(repeating: "TRIM(LEADING 'a' FROM 'ab')", count: 8_000).joined(separator: ", ")
        let use = SessionUse(of: "SET @x = CONCAT(\(parts))", StatementFacts(kind: .session), SQLDialect())
        #expect(use.isRepeatable)
    }
}
