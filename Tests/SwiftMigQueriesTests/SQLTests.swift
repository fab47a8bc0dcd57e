import Foundation
import SwiftMig
import SwiftMigQueries
import Testing

/// A model with a handwritten conformance, as `@Table` would write it.
private struct Person: TableModel {
    typealias PrimaryKey = UInt64
    struct Columns {
        let id = ColumnReference<Person, UInt64>("id"), select = ColumnReference<Person, String>("sel`ect")
    }

    static var tableName: String { "users" }
    static var columns: Columns { Columns() }
    static var table: Table { Table(tableName) { Column("id", UInt64.columnType).primaryKey() } }
    static func columnName(for keyPath: PartialKeyPath<Person>) -> String? { nil }
}

@Suite("SQL with values")
struct SQLTests {
    @Test("Values are bound, names are quoted, text is text")
    func everything() {
        let part: SQL = "role = \(Role.admin)"
        let name: String? = nil
        let statement: SQL = """
            SELECT \(Person.columns.id), \(Person.columns.select) FROM \(Person.self) \(raw: "FORCE INDEX (`i`)")
            WHERE age > \(18) AND \(part) AND name <=> \(name) AND at < \(CalendarDate(year: 2024, month: 2, day: 29))
            """
        #expect(
            statement.text == """
                SELECT `id`, `sel``ect` FROM `users` FORCE INDEX (`i`)
                WHERE age > ? AND role = ? AND name <=> ? AND at < ?
                """
        )
        let date = CalendarDate(year: 2024, month: 2, day: 29)
        #expect(statement.values == [.int(18), .text("admin"), .null, .date(date)])
    }

    @Test(
        "A text in an interpolation is a value, whatever it contains",
        arguments: ["x", "'; DROP TABLE users; --", "\\", "?", ""]
    )
    func injection(_ text: String) {
        // In an argument too, where a plain initialiser would take a String.
        for statement in ["SELECT \(text)" as SQL, SQL("SELECT \(text)")] {
            #expect(statement.text == "SELECT ?")
            #expect(statement.values == [.text(text)])
        }
    }

    @Test(
        "A list has 1, 2, 4 … 512 placeholders, or a multiple of 512",
        arguments: [
            (1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (100, 128), (257, 512), (512, 512), (513, 1024), (1025, 1536),
            (65_024, 65_024), (65_025, 65_535), (65_535, 65_535), (65_536, 65_536),
        ]
    )
    func lists(_ count: Int, _ placeholders: Int) {
        let numbers = Array(1...count)
        let statement: SQL = "id IN \(numbers)"
        #expect(statement.text == "id IN (?" + String(repeating: ", ?", count: placeholders - 1) + ")")
        #expect(statement.values.prefix(count) == numbers.map(\.sqlValue)[...])
        #expect(statement.values.dropFirst(count).allSatisfy { $0 == .int(Int64(count)) })
        #expect(statement.values.count == placeholders)
    }

    @Test("An empty list has no rows")
    func emptyLists() {
        let statements: [SQL] = ["id IN \([Int]())", "id IN \([String]())", "id IN \(Set<String>())"]
        for statement in statements {
            #expect(statement.text == "id IN (SELECT NULL FROM DUAL WHERE FALSE)")
            #expect(statement.values.isEmpty)
        }
    }

    @Test("Arrays and sets are lists, whatever their elements are; their value is one value")
    func collections() {
        let bytes: [UInt8] = [1, 2]
        let cases: [(SQL, String, [SQLValue])] = [
            ("\(bytes)", "(?, ?)", [.uint(1), .uint(2)]),
            ("\(bytes.sqlValue)", "?", [.bytes(bytes)]),
            ("\(Data(bytes))", "?", [.bytes(bytes)]),
            ("\(["a", "b"])", "(?, ?)", [.text("a"), .text("b")]),
            ("\(["a", nil])", "(?, ?)", [.text("a"), .null]),
            ("\([Role.member])", "(?)", [.text("member")]),
            ("\(Set(["a"]))", "(?)", [.text("a")]),
            ("\(Set([5]))", "(?)", [.int(5)]),
            ("\(Set([Role.admin]).sqlValue)", "?", [.text("admin")]),
            ("\(Optional(5))", "?", [.int(5)]),
            ("\(SQLValue.null)", "?", [.null]),
            ("\([Float(1)].sqlValue)", "?", [.bytes([0, 0, 0x80, 0x3F])]),
        ]
        for (statement, text, values) in cases {
            #expect(statement.text == text)
            #expect(statement.values == values)
        }
    }

    @Test("Statements are joined")
    func joining() {
        let conditions: [SQL] = ["a = \(1)", "b = \("x")", "TRUE"]
        let all = conditions.joined(separator: " AND ")
        #expect(all.text == "a = ? AND b = ? AND TRUE")
        #expect(all.values == [.int(1), .text("x")])
        let statement = "SELECT \(0) WHERE " + all + " LIMIT \(5)"
        #expect(statement.text == "SELECT ? WHERE a = ? AND b = ? AND TRUE LIMIT ?")
        #expect(statement.values == [.int(0), .int(1), .text("x"), .int(5)])
        #expect([SQL]().joined(separator: ",") == "")
        #expect([all].joined(separator: " \(7) ") == all)
    }

    @Test("Text as it is, with values")
    func rawText() {
        let statement = SQL(raw: "SELECT ?", [.int(1)])
        #expect(statement == "SELECT \(1)")
        #expect("\(statement)" as String == "SELECT ?")
    }
}
