import MariaDBClient
import ServerPort
import SwiftMig
import SwiftMigData
import TestSupport
import Testing

@Suite struct InsertTests {
    @Test func rowsAreReturnedAsTheServerHasThem() async throws {
        let fixture = try ModelFixture()
        try await fixture.engine.transaction { session in
            let one = try await session.insert(Tag.New(name: "one"))
            #expect(one.id == 4 && one.name == "one")
            let zero = try await session.insert(Tag.New(id: 0, name: "zero"))
            #expect(zero.id == 5)
            let given = try await session.insert(Tag.New(id: 50, name: "fifty"))
            #expect(given.id == 50)
            let more = try await session.insert([Tag.New(name: "a"), Tag.New(id: 70, name: "b")], returning: Tag.self)
            #expect(more.map(\.name) == ["a", "b"] && more.map(\.id) == [51, 70])
            let seat = try await session.insert(Seat.New(line: "A", number: 3))
            let same = try await session.get(Seat.self, 3, "A")
            #expect(seat == same)
            _ = fixture.recorder.take()
            session.save(one)
            session.save(seat)
            try await session.flush()
            #expect(fixture.recorder.take().isEmpty)
        }
        await fixture.end()
    }

    /// Many rows are inserted by few statements, which have the same text.
    @Test func manyRowsAreFewStatements() async throws {
        let fixture = try ModelFixture()
        let rows = (0..<2500).map { Tag.New(name: "t\($0)") }
        try await fixture.engine.transaction { session in
            try await session.insert(rows)
            try await session.insert([] as [Tag.New])
        }
        let statements = fixture.recorder.take()
        #expect(statements.count == 6 && statements[1] == statements[2])
        #expect(statements.first == "SAVEPOINT bulk" && statements.last == "COMMIT")
        #expect(try fixture.rows("SELECT COUNT(*) FROM tags WHERE name LIKE 't%'") == ["2500"])
        await fixture.end()
    }

    /// Rows that together are larger than the server's packet go in several statements.
    @Test func statementsFitThePacket() async throws {
        let fixture = try ModelFixture()
        try fixture.base.other.execute("CREATE TABLE blobs (id INT PRIMARY KEY, data LONGBLOB)")
        let packet = try fixture.base.other.execute("SELECT @@max_allowed_packet").rows.first?.int(0) ?? 0
        let size = packet / 5
        try await fixture.engine.transaction { session in
            try await session.insert((0..<9).map { Blob.New(id: $0, data: [UInt8](repeating: 39, count: size)) })
        }
        #expect(try fixture.rows("SELECT COUNT(*), SUM(LENGTH(data)) FROM blobs") == ["9 \(9 * size)"])
        await #expect(throws: DatabaseError.self) {
            try await fixture.engine.transaction { session in
                session.add(Blob.New(id: 10, data: [UInt8](repeating: 39, count: packet)))
            }
        }
        let names = (0..<20).map { Blob.New(id: 100 + $0, data: []) }
        try await fixture.engine.transaction { session in try await session.insert(names) }
        await fixture.end()
    }

    /// If one of many rows is wrong, the error tells which, no row is inserted, and the transaction goes on.
    @Test(arguments: [0, 1, 700, 1500, 2499])
    func theWrongRowIsTold(place: Int) async throws {
        let fixture = try ModelFixture()
        var rows = (0..<2500).map { Tag.New(name: "t\($0)") }
        rows[place].name = place == 2499 ? "t3" : "red"
        let wrong = rows
        rows[place].name = String(repeating: "x", count: 21)
        let tooLong = rows
        try await fixture.engine.transaction { session in
            do {
                try await session.insert(wrong)
                Issue.record("the rows were inserted")
            } catch DatabaseError.uniqueViolation(_, let failure) {
                #expect(failure.origin?.hasSuffix(", row [\(place)]") ?? false)
                #expect("\(failure)".contains("insert at SwiftMigDataTests/InsertTests.swift"))
            }
            do {
                try await session.insert(tooLong)
                Issue.record("the rows were inserted")
            } catch DatabaseError.dataTooLong(let column, let failure) {
                #expect(column == "name" && failure.origin?.hasSuffix(", row [\(place)]") ?? false)
            }
            let count = try await session.fetch("SELECT COUNT(*) FROM tags", as: Int.self)
            #expect(count == [3])
            try await session.insert(Tag.New(name: "fine"))
        }
        #expect(try fixture.rows("SELECT COUNT(*) FROM tags") == ["4"])
        await fixture.end()
    }

    /// MySQL cannot return a row whose key it makes.
    @Test(.enabled(if: try !PrivateServer.isMariaDB))
    func aRowWithoutAKnownKeyIsRefused() async throws {
        let fixture = try ModelFixture()
        try fixture.base.other.execute("CREATE TABLE blobs (id INT DEFAULT 5 PRIMARY KEY, data LONGBLOB)")
        try await fixture.engine.session { session in
            do {
                try await session.insert(Blob.New(data: []))
                Issue.record("the row was inserted")
            } catch DatabaseError.notSupported(let reason) {
                #expect(reason.contains("`id`"))
            }
            session.add(Blob.New(data: []))
            try await session.commit()
        }
        #expect(try fixture.rows("SELECT id FROM blobs") == ["5"])
        await fixture.end()
    }
}

private struct Blob: RowModel {
    let id: Int
    var data: [UInt8]

    typealias PrimaryKey = Int
    struct Columns: Sendable {}
    static let columns = Columns()
    static let tableName = "blobs"
    static var table: Table { Table(tableName) {} }
    static func columnName(for _: PartialKeyPath<Blob>) -> String? { nil }
    static let rowLayout = RowLayout(["id", "data"], primaryKey: [0])

    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        data = try row.next()
    }

    var rowValues: [SQLValue] { [id.sqlValue, data.sqlValue] }

    struct New: NewRow {
        typealias Model = Blob
        var id: Int?
        var data: [UInt8]
        var newValues: [SQLValue?] { [id?.sqlValue, data.sqlValue] }
    }
}
