import Foundation
import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of the area types.
@Suite struct TypeCases {
    private static let things = """
        CREATE TABLE things (
          id INT AUTO_INCREMENT PRIMARY KEY, price DECIMAL(12, 2), at DATETIME, `on` DATE, flag BOOLEAN,
          level ENUM ('low', 'high'), doc JSON, raw VARBINARY(20), ratio DOUBLE
        )
        """

    private enum Level: String, ColumnEnum { case low, high }

    private struct Document: JSONColumn, Equatable {
        var a: [String?]
        var b: Double
    }

    private struct Thing: RowDecodable, Equatable {
        var price: Decimal?
        var at: Date?
        var on: CalendarDate?
        var flag: Bool?
        var level: Level?
        var doc: Document?
        var raw: [UInt8]?
        var ratio: Double?

        init(
            price: Decimal? = nil,
            at: Date? = nil,
            on: CalendarDate? = nil,
            flag: Bool? = nil,
            level: Level? = nil,
            doc: Document? = nil,
            raw: [UInt8]? = nil,
            ratio: Double? = nil
        ) {
            (self.price, self.at, self.on, self.flag) = (price, at, on, flag)
            (self.level, self.doc, self.raw, self.ratio) = (level, doc, raw, ratio)
        }

        init(row: inout RowReader) throws(ValueError) {
            price = try row.next()
            at = try row.next()
            on = try row.next()
            flag = try row.next()
            level = try row.next()
            doc = try row.next()
            raw = try row.next()
            ratio = try row.next()
        }

        var insert: SQL {
            """
            INSERT INTO things (price, at, `on`, flag, level, doc, raw, ratio)
            VALUES (\(price), \(at), \(on), \(flag), \(level), \(doc), \(raw), \(ratio))
            """
        }
    }

    private static let select: SQL = "SELECT price, at, `on`, flag, level, doc, raw, ratio FROM things ORDER BY id"

    /// What was inserted is read as the server has it: MariaDB cuts the fraction of a second off, MySQL rounds it.
    @Test("types-round-trip", arguments: [StatementProtocol.prepared, .text])
    func typesRoundTrip(statements: StatementProtocol) async throws {
        let fixture = try EngineFixture(cases: PoolOptions(), statements: statements)
        try fixture.other.execute(Self.things)
        // 29 February 2024, 12:34:56.789 UTC.
        let moment = Date(timeIntervalSince1970: 1_709_210_096.789)
        var thing = Thing(
            price: Decimal(string: "1234567.80"),
            at: moment,
            on: CalendarDate(year: 2024, month: 2, day: 29),
            flag: true,
            level: .high,
            doc: Document(a: ["1", nil, "ü"], b: 0.1),
            raw: [0, 0xFF, UInt8(ascii: "'"), UInt8(ascii: "\\")],
            ratio: 0.1
        )
        try await fixture.engine.execute(thing.insert)
        thing.at = Date(timeIntervalSince1970: try PrivateServer.isMariaDB ? 1_709_210_096 : 1_709_210_097)
        #expect(try await fixture.engine.fetch(Self.select, as: Thing.self) == [thing])
        await fixture.end()
    }

    /// NULL is nil for every type. A document `null` is nil as well, but not NULL.
    @Test("types-null", arguments: [StatementProtocol.prepared, .text])
    func typesNull(statements: StatementProtocol) async throws {
        let fixture = try EngineFixture(cases: PoolOptions(), statements: statements)
        try fixture.other.execute(Self.things)
        try await fixture.engine.execute(Thing().insert)
        try await fixture.engine.execute("INSERT INTO things (doc) VALUES (\("null"))")
        #expect(try await fixture.engine.fetch(Self.select, as: Thing.self) == [Thing(), Thing()])
        let documents = try await fixture.engine.fetch("SELECT doc FROM things ORDER BY id", as: String?.self)
        #expect(documents == [nil, "null"])
        await fixture.end()
    }

    /// Values are sent as they are, by either protocol, and a list has a placeholder for each of its values.
    @Test("param-types", arguments: [StatementProtocol.prepared, .text])
    func paramTypes(statements: StatementProtocol) async throws {
        let fixture = try EngineFixture(cases: PoolOptions(), statements: statements)
        func expectSame<Value: ColumnValue & Equatable>(_ value: Value, as type: String) async throws {
            let rows = try await fixture.engine.fetch("SELECT CAST(\(value) AS \(raw: type))", as: Value.self)
            #expect(rows == [value], "\(type)")
        }
        try await expectSame("O'x\\y\n\0\"?", as: "CHAR")
        try await expectSame([0, 0x27, 0xFF, 0x5C] as [UInt8], as: "BINARY")
        let date = CalendarDate(year: 2024, month: 1, day: 2)
        try await expectSame(
            SQLDateTime(date, hour: 3, minute: 4, second: 5, microsecond: 6),
            as: "DATETIME(6)"
        )
        try await expectSame(date, as: "DATE")
        try await expectSame(try #require(Decimal(string: "1.1")), as: "DECIMAL(10, 2)")
        try await expectSame(true, as: "SIGNED")
        try await expectSame(nil as Int?, as: "SIGNED")
        try await expectSame(UInt64.max, as: "UNSIGNED")
        try await expectSame(0.1, as: "DOUBLE")
        try await expectSame(SQLTime(totalMicroseconds: 25 * 3_600_000_000), as: "TIME")
        let names = try await fixture.engine.fetch(
            "SELECT name FROM tags WHERE id IN \([1, 3]) ORDER BY id",
            as: String.self
        )
        #expect(names == ["red", "green"])
        let missing = SQL(raw: "SELECT ? + ?")
        let error = await #expect(throws: DatabaseError.self) { try await fixture.engine.execute(missing) }
        guard case .wrongValueCount("SELECT ? + ?", expected: 2, given: 0) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await fixture.end()
    }

    /// A prepared statement has no literal. The text protocol writes it as the session's `sql_mode` of the moment reads
    /// it.
    @Test("sql-mode-no-backslash", arguments: [StatementProtocol.prepared, .text])
    func sqlModeNoBackslash(statements: StatementProtocol) async throws {
        let fixture = try EngineFixture(cases: PoolOptions(), statements: statements)
        try await fixture.engine.session { session in
            let value = "a'b\\' OR 1 = 1 -- "
            for mode in ["NO_BACKSLASH_ESCAPES", ""] {
                try await session.execute("SET SESSION sql_mode = \(mode)")
                let rows = try await session.fetch("SELECT \(value)", as: String.self)
                #expect(rows == [value], "\(mode)")
            }
        }
        await fixture.end()
    }
}
