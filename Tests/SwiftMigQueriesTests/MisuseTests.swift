import TestSupport
import Testing

/// What must not compile, and what the compiler says.
@Suite("Misuse of values")
struct MisuseTests {
    private static let start = """
        import SwiftMig
        import SwiftMigQueries
        struct Plain: Codable {}
        struct Slug: ColumnConvertible { static var columnType: ColumnType { .varchar(80) } }

        """
    private static let cannotSend = "a value of this type cannot be sent to a server: conform the type to ColumnValue"
    private static let cannotRead = "a column's value cannot be read as this type: conform the type to ColumnValue"

    @Test(
        "A type that no column holds",
        arguments: [
            ("let statement: SQL = \"SELECT \\(Plain())\"", cannotSend),
            ("let statement: SQL = \"SELECT \\(Slug())\"", cannotSend),
            ("let statement: SQL = \"SELECT \\([Plain()])\"", cannotSend),
            ("let statement: SQL = \"SELECT \\(Optional(Plain()))\"", cannotSend),
            ("func read(_ row: inout RowReader) throws -> Plain { try row.next() }", cannotRead),
            ("func read(_ row: inout RowReader) throws -> Slug? { try row.next() }", cannotRead),
            ("func read(_ row: inout RowReader) throws -> [Int] { try row.next([Int].self) }", cannotRead),
            ("func read(_ text: String) -> SQL { SQL(text) }", "error: "),
        ]
    )
    func refused(_ code: String, _ message: String) throws {
        let messages = try CompiledModels.messages(for: Self.start + code)
        #expect(messages.contains(message) && messages.contains("error: "), "\(messages)")
    }

    @Test("The same code with types that columns hold")
    func accepted() throws {
        let code = """
            let bytes: [UInt8] = []
            let statement: SQL = "SELECT \\(1) \\([1]) \\(bytes) \\(Optional("a")) \\(raw: "x") \\(["a", nil])"
            func read(_ row: inout RowReader) throws(ValueError) -> (Int, String?, [UInt8], Plain, Plain?) {
                (try row.next(), try row.next(), try row.next(), try row.json(), try row.json())
            }
            """
        let messages = try CompiledModels.messages(for: Self.start + code)
        #expect(messages == "")
    }
}
