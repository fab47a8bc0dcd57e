import DocumentTree
import Foundation
import Testing

struct JSONWriterTests {
    /// A document with every kind of value.
    private var document: DocumentValue {
        var column = MapBuilder()
        column.add("type", text: "varchar(100)")
        column.add("comment", text: "")
        column.add("null", flag: true)
        column.add("unique", flag: false)
        column.add("default", sql: "uuid()")
        column.add("check", sql: nil)
        column.add("enum", .list([.text("a\"b"), .number(3), .bool(false)]))
        column.add("renames", .list([]))
        var columns = MapBuilder()
        columns.add("name", column.flow)
        columns.add("age", .map([], isFlow: false))
        var table = MapBuilder()
        table.add("columns", columns.block)
        return .map([("users", table.block), ("empty", .map([], isFlow: false))], isFlow: false)
    }

    @Test func mappingsKeepTheirOrderAndEmptyValuesAreLeftOut() {
        #expect(
            JSONWriter.text(of: document) == """
                {
                  "users": {
                    "columns": {
                      "name": {"type": "varchar(100)", "null": true, "default": {"sql": "uuid()"}, \
                "enum": ["a\\"b", 3, false]}
                    }
                  },
                  "empty": {}
                }

                """
        )
    }

    /// Control characters, quotes and every plane come back from a strict reader.
    @Test func anyTextComesBack() throws {
        let text = String(String.UnicodeScalarView((0..<0x3000).compactMap(Unicode.Scalar.init))) + "\u{FEFF}😀\u{FFFF}"
        let written = JSONWriter.text(of: .map([(text, .text(text))], isFlow: true))
        let read = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: String]
        #expect(read?.count == 1)
        #expect(read?.first.map { Array($0.key.unicodeScalars) } == Array(text.unicodeScalars))
        #expect(read?.first.map { Array($0.value.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test(
        "What a builder leaves out",
        arguments: [
            (.list([]), true), (.map([], isFlow: true), true), (.text(""), false), (.number(0), false),
            (.bool(false), false), (.list([.list([])]), false),
        ] as [(DocumentValue, Bool)]
    )
    func emptiness(_ value: DocumentValue, _ isEmpty: Bool) {
        #expect(value.isEmpty == isEmpty)
        var builder = MapBuilder()
        builder.add("key", value)
        #expect(builder.entries.isEmpty == isEmpty)
    }
}
