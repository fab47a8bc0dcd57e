import Foundation
import SwiftMig
import Testing

private enum Role: String, ColumnEnum { case member, admin = "the admin", owner }
private enum Level: Int8, ColumnValue { case low = 1, high = 2 }
private struct OrderNumber: RawRepresentable, ColumnValue, Hashable { var rawValue: UInt64 }
private struct Flags: OptionSet, ColumnValue { var rawValue: UInt8 }
private struct Settings: JSONColumn, Hashable {
    var theme: String
    var sizes: [Int?] = []
}
private enum Mode: String, JSONColumn { case dark, light }

/// A type with code of its own.
private struct Email: ColumnValue, Hashable {
    var address: String
    init(address: String) { self.address = address }
    init(_ cell: borrowing SQLCell) throws(ValueError) {
        address = try String(cell).lowercased()
        guard address.contains("@") else { throw cell.error(reading: Email.self, "'\(address)' is not an address") }
    }
    var sqlValue: SQLValue { address.sqlValue }
}

@Suite("Text and bytes in rows")
struct TextTests {
    @Test(
        "Text comes back",
        arguments: [
            ("", 1), ("abc", 1), ("grüße 🎈", 1), ("'\\\0\n", 1), ("x", 250), ("x", 251), ("é", 40_000), ("z", 70_000),
        ],
        Wire.allCases
    )
    func text(_ example: (part: String, count: Int), _ wire: Wire) throws {
        let text = String(repeating: example.part, count: example.count)
        for type in [WireType.varString, .string, .blob, .longBlob, .json] {
            #expect(try Cell.string(text, type).read(wire) == text)
            #expect(try Cell.string(text, type).read(wire) == SQLValue.text(text))
            #expect(try Cell.string(text, type).read(wire) == Data(text.utf8))
        }
        #expect(text.sqlValue == .text(text))
    }

    @Test("A text of 16 MiB comes back")
    func longText() throws {
        let text = String(repeating: "y", count: 16_777_216)
        #expect(try Cell.string(text, .longBlob).read(String.self, .binary) == text)
    }

    @Test(
        "Bytes come back",
        arguments: [[], [0], [0, 255, 39, 92], [UInt8](0...255)] as [[UInt8]],
        Wire.allCases
    )
    func bytes(_ bytes: [UInt8], _ wire: Wire) throws {
        for type in [WireType.varString, .string, .blob, .geometry, .vector] {
            #expect(try Cell.bytes(bytes, type).read(wire) == bytes)
            #expect(try Cell.bytes(bytes, type).read(wire) == Data(bytes))
            #expect(try Cell.bytes(bytes, type).read(wire) == SQLValue.bytes(bytes))
        }
        #expect(Data(bytes).sqlValue == .bytes(bytes))
        #expect(bytes.sqlValue == .bytes(bytes))
    }

    @Test("Bytes are a text if they are UTF-8", arguments: Wire.allCases)
    func bytesAsText(_ wire: Wire) throws {
        #expect(try Cell.bytes(Array("é".utf8)).read(wire) == "é")
        #expect(throws: ValueError.self) { try Cell.bytes([0xC3]).read(String.self, wire) }
        #expect(throws: ValueError.self) { try Cell.bytes([65], .bit).read(String.self, wire) }
    }

    @Test("Numbers are a text too", arguments: Wire.allCases)
    func numbersAsText(_ wire: Wire) throws {
        #expect(try Cell.integer(Int8(-5)).read(wire) == "-5")
        #expect(try Cell.integer(UInt64.max).read(wire) == "18446744073709551615")
        #expect(throws: ValueError.self) { try Cell.double(0.5).read(String.self, wire) }
    }

    @Test("A UUID is 16 bytes, or the text of MariaDB's type", arguments: Wire.allCases)
    func uuids(_ wire: Wire) throws {
        let id = try #require(UUID(uuidString: "123E4567-E89B-12D3-A456-426614174000"))
        let bytes: [UInt8] = [
            0x12, 0x3E, 0x45, 0x67, 0xE8, 0x9B, 0x12, 0xD3, 0xA4, 0x56, 0x42, 0x66, 0x14, 0x17, 0x40, 0,
        ]
        #expect(try Cell.bytes(bytes, .string).read(wire) == id)
        #expect(try Cell.string("123e4567-e89b-12d3-a456-426614174000", .string).read(wire) == id)
        #expect(id.sqlValue == .bytes(bytes))
    }

    @Test("A vector is its floats", arguments: Wire.allCases)
    func vectors(_ wire: Wire) throws {
        let vector: [Float] = [1, -2, 0.1, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
        guard case .bytes(let bytes) = vector.sqlValue else {
            Issue.record("\(vector.sqlValue)")
            return
        }
        #expect(bytes.prefix(8) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
        // MySQL has a type for it, and MariaDB sends bytes.
        #expect(try Cell.bytes(bytes, .vector).read(wire) == vector)
        #expect(try Cell.bytes(bytes, .varString).read(wire) == vector)
        #expect(try Cell.null(.vector).read([Float]?.self, wire) == nil)
        #expect(throws: ValueError.self) { try [Float.nan].sqlValue.check() }
    }

    @Test(
        "A value that does not fit",
        arguments: [
            (Cell.bytes([0xC3, 0x28]).messages(String.self), "String: x'c328' is not UTF-8"),
            (Cell.bytes([1], .bit).messages(String.self), "String: x'01' is of the type bit"),
            (Cell.bytes([1, 2], .geometry).messages(String.self), "String: x'0102' is of the type geometry"),
            (Cell.integer(Int64(5)).messages(Data.self), "Data: 5 is of the type bigint"),
            (Cell.decimal("5").messages([UInt8].self), "Array<UInt8>: 5 is of the type decimal"),
            (Cell.bytes([1, 2]).messages(UUID.self), "UUID: x'0102' has neither 16 bytes nor the form of a UUID"),
            (Cell.string("no-uuid").messages(UUID.self), "UUID: 'no-uuid' has neither 16 bytes nor the form of a UUID"),
            (Cell.bytes([1, 2, 3]).messages([Float].self), "Array<Float>: x'010203' is not a whole number of floats"),
            (Cell.string("[1,2]").messages([Float].self), "Array<Float>: '[1,2]' is of the type varchar"),
            (
                Cell.string("root").messages(Role.self),
                "Role: 'root' is none of the cases of Role: member, the admin, owner"
            ),
            (
                Cell.string("owner,root").messages(Set<Role>.self),
                "Set<Role>: 'root' is none of the cases of Role: member, the admin, owner"
            ),
            (Cell.integer(Int8(3)).messages(Level.self), "Level: 3 is none of its values"),
            (Cell.integer(Int16(300)).messages(Level.self), "Int8: 300 is not between -128 and 127"),
            (Cell.string("ann").messages(Email.self), "Email: 'ann' is not an address"),
            (Cell.null(.string).messages(Role.self), "Role: it is NULL. Read it as Role?"),
            (Cell.null(.string).messages(Set<Role>.self), "Set<Role>: it is NULL. Read it as Set<Role>?"),
            (Cell.null(.string).messages(String.self), "String: it is NULL. Read it as String?"),
            (Cell.null(.blob).messages(Data.self), "Data: it is NULL. Read it as Data?"),
            (Cell.null(.string).messages(UUID.self), "UUID: it is NULL. Read it as UUID?"),
            (Cell.null(.blob).messages(Settings.self), "Settings: it is NULL. Read it as Settings?"),
        ] as [([String?], String)]
    )
    func errors(_ messages: [String?], _ expected: String) {
        #expect(messages == [String?](repeating: "Cannot read t.c as " + expected, count: 2))
    }

    @Test("A long value is shortened", arguments: [100, 101, 500], Wire.allCases)
    func shortened(_ count: Int, _ wire: Wire) {
        let mark = count > 100 ? "…" : ""
        let text = #expect(throws: ValueError.self) {
            try Cell.string(String(repeating: "ä", count: count)).read(Int.self, wire)
        }
        #expect(text?.value == "'" + String(repeating: "ä", count: 100) + mark + "'")
        #expect(text?.table == "t" && text?.column == "c" && text?.type == "Int")
        let bytes = #expect(throws: ValueError.self) {
            try Cell.bytes([UInt8](repeating: 7, count: count / 2 + count % 2)).read(Int.self, wire)
        }
        #expect(bytes?.value == "x'" + String(repeating: "07", count: 50) + mark + "'")
    }
}

@Suite("Enumerations and sets in rows")
struct LabelTests {
    @Test("A label is a case", arguments: Role.allCases, Wire.allCases)
    private func labels(_ role: Role, _ wire: Wire) throws {
        #expect(try Cell.string(role.rawValue, .string).read(wire) == role)
        #expect(try Cell.string(role.rawValue, .string).read(wire) == Role?.some(role))
        #expect(role.sqlValue == .text(role.rawValue))
    }

    @Test(
        "A set has its labels",
        arguments: [("", []), ("member", [.member]), ("the admin,owner", [.owner, .admin])] as [(String, Set<Role>)],
        Wire.allCases
    )
    private func sets(_ example: (text: String, roles: Set<Role>), _ wire: Wire) throws {
        let cell = Cell.string(example.text, .string)
        #expect(try cell.read(wire) == example.roles)
        #expect(try cell.read(wire) == Set(example.roles.map(\.rawValue)))
        #expect(example.roles.sqlValue == .text(example.text))
    }

    @Test("A set of an enumeration is a SET of its labels")
    func setType() {
        #expect(Set<Role>.columnType == .set(["member", "the admin", "owner"]))
    }

    @Test(
        "Labels that no SET can have are an error once they are sent",
        arguments: [["a,b"], ["", "a"]] as [Set<String>]
    )
    func badLabels(_ labels: Set<String>) {
        let error = #expect(throws: ValueError.self) { try labels.sqlValue.check() }
        #expect(error?.reason == "a label of a SET has no comma and is not empty")
    }

    @Test("Types with raw values need no code", arguments: Wire.allCases)
    func rawValues(_ wire: Wire) throws {
        #expect(try Cell.integer(Int8(2)).read(wire) == Level.high)
        #expect(try Cell.integer(UInt64.max).read(wire) == OrderNumber(rawValue: .max))
        #expect(try Cell.integer(UInt8(6)).read(wire) == Flags(rawValue: 6))
        #expect(try Cell.null(.bigInt).read(OrderNumber?.self, wire) == nil)
        #expect(Level.low.sqlValue == .int(1))
        #expect(OrderNumber(rawValue: 7).sqlValue == .uint(7))
    }

    @Test("A type reads itself from another", arguments: Wire.allCases)
    func ownCode(_ wire: Wire) throws {
        #expect(try Cell.string("Ann@Example.org").read(wire) == Email(address: "ann@example.org"))
        #expect(try Cell.null(.varString).read(Email?.self, wire) == nil)
    }
}

@Suite("JSON in rows")
struct JSONTests {
    /// MySQL sends JSON as a type of its own, whose bytes have no character set. MariaDB sends it as text.
    private static func cells(_ text: String) -> [Cell] {
        var mysql = Cell.string(text, .json)
        mysql.column.isBinary = true
        return [mysql, .string(text, .blob)]
    }

    @Test("A document is read and written", arguments: Wire.allCases)
    func documents(_ wire: Wire) throws {
        let settings = Settings(theme: "dark/ü", sizes: [1, nil, 3])
        let text = #"{"sizes":[1,null,3],"theme":"dark/ü"}"#
        #expect(settings.sqlValue == .text(text))
        for cell in Self.cells(text) {
            #expect(try cell.read(wire) == settings)
            #expect(try cell.read(wire) == SQLValue.text(text))
            #expect(try [cell].read(wire) { (row) throws(ValueError) in try row.json(Settings.self) } == settings)
        }
        #expect(try Cell.string(#""light""#, .json).read(wire) == Mode.light)
        #expect(Mode.light.sqlValue == .text(#""light""#))
    }

    @Test("NULL and the document null are nil", arguments: Wire.allCases)
    func null(_ wire: Wire) throws {
        for cell in Self.cells("null") + [Cell.null(.json), .null(.blob)] {
            #expect(try cell.read(Settings?.self, wire) == nil)
            #expect(try [cell].read(wire) { (row) throws(ValueError) in try row.json([Int]?.self) } == nil)
        }
    }

    @Test(
        "What is wrong with a document",
        arguments: [
            (#"{"theme":"#, "The given data was not valid JSON."),
            (#"{"sizes":[]}"#, "there is no theme"),
            (#"{"theme":"a","sizes":[1,"x"]}"#, "sizes.1: "),
            ("null", ""),
        ],
        Wire.allCases
    )
    func mistakes(_ example: (text: String, reason: String), _ wire: Wire) throws {
        for cell in Self.cells(example.text) {
            let error = #expect(throws: ValueError.self) { try cell.read(Settings.self, wire) }
            let message = try #require(error).description
            let start = "Cannot read t.c as Settings: '\(example.text)' is not such a document: " + example.reason
            #expect(message.hasPrefix(start), "\(message)")
        }
    }

    @Test("NULL for a document that is not optional", arguments: Wire.allCases)
    func missing(_ wire: Wire) {
        let error = #expect(throws: ValueError.self) {
            try [Cell.null(.json)].read(wire) { (row) throws(ValueError) in try row.json([Int].self) }
        }
        #expect(error?.description == "Cannot read t.c as Array<Int>: it is NULL. Read it as Array<Int>?")
    }

    @Test("A value that is no document is an error once it is sent")
    func unencodable() throws {
        struct Measure: JSONColumn { var values: [Double] }
        let value = Measure(values: [1, .nan]).sqlValue
        let error = #expect(throws: ValueError.self) { try value.check() }
        let message = try #require(error).description
        #expect(message.hasPrefix("Cannot send the Measure 'Measure(values: [1.0, nan])': values.1: "), "\(message)")
    }
}
