import Foundation
import SwiftMig
import Testing

@Suite("Numbers in rows")
struct NumberTests {
    /// A number in a cell, and the integers of Swift that hold it.
    private static func limits<Number: FixedWidthInteger & Sendable>(_: Number.Type) -> [Cell] {
        [.integer(Number.min), .integer(Number.max), .integer(Number(1))]
    }

    private static let examples: [Cell] =
        limits(Int8.self) + limits(UInt8.self) + limits(Int16.self) + limits(UInt16.self) + limits(Int32.self)
        + limits(UInt32.self) + limits(Int64.self) + limits(UInt64.self)
        + [.integer(Int32(-8_388_608), .mediumInt), .integer(UInt32(16_777_215), .mediumInt)]
        + [.integer(UInt16(1901), .year), .integer(UInt16(2155), .year), .integer(UInt16(0), .year)]
        + [.decimal("0"), .decimal("-0.00"), .decimal("18446744073709551615"), .decimal("-9223372036854775808.000")]

    @Test("An integer is read as every type that holds it, and as no other", arguments: examples, Wire.allCases)
    func integers(_ cell: Cell, _ wire: Wire) throws {
        func check<Number: FixedWidthInteger & ColumnValue>(_: Number.Type) throws {
            let digits = String(decoding: try #require(cell.text), as: UTF8.self).prefix { $0 != "." }
            guard let expected = Number(digits) else {
                #expect(throws: ValueError.self) { try cell.read(Number.self, wire) }
                return
            }
            #expect(try cell.read(wire) == expected)
        }
        try check(Int8.self)
        try check(UInt8.self)
        try check(Int16.self)
        try check(UInt16.self)
        try check(Int32.self)
        try check(UInt32.self)
        try check(Int64.self)
        try check(UInt64.self)
        try check(Int.self)
        try check(UInt.self)
    }

    @Test(
        "Any whole number but zero is true",
        arguments: [
            (Cell.integer(Int8(0)), false), (.integer(Int8(1)), true), (.integer(Int8(-1)), true),
            (.integer(UInt64.max), true), (.integer(Int64(256)), true), (.decimal("0.00"), false),
            (.decimal("3"), true),
            (.bytes([0], .bit), false), (.bytes([1], .bit), true), (.bytes([1, 0], .bit), true),
        ] as [(Cell, Bool)],
        Wire.allCases
    )
    func booleans(_ example: (cell: Cell, expected: Bool), _ wire: Wire) throws {
        #expect(try example.cell.read(wire) == example.expected)
    }

    @Test(
        "A BIT is a number, the most significant byte first",
        arguments: [
            ([0], 0), ([1], 1), ([1, 1], 257), ([UInt8](repeating: 255, count: 8), UInt64.max),
        ] as [([UInt8], UInt64)],
        Wire.allCases
    )
    func bits(_ example: (bytes: [UInt8], expected: UInt64), _ wire: Wire) throws {
        let cell = Cell.bytes(example.bytes, .bit)
        #expect(try cell.read(wire) == example.expected)
        #expect(try cell.read(wire) == example.bytes)
        #expect(try cell.read(wire) == SQLValue.uint(example.expected))
    }

    @Test(
        "Doubles come back bit for bit",
        arguments: [
            0, -0.0, 0.1, -0.1, 1.0 / 3, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, .pi,
            9_007_199_254_740_991,
        ] as [Double],
        Wire.allCases
    )
    func doubles(_ number: Double, _ wire: Wire) throws {
        #expect(try Cell.double(number).read(Double.self, wire).bitPattern == number.bitPattern)
    }

    @Test(
        "Floats come back bit for bit, and as the same double",
        arguments: [0.1, -0.1, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 16_777_216] as [Float],
        Wire.allCases
    )
    func floats(_ number: Float, _ wire: Wire) throws {
        #expect(try Cell.float(number).read(Float.self, wire).bitPattern == number.bitPattern)
        #expect(try Cell.float(number).read(Double.self, wire) == Double(number))
    }

    @Test(
        "A floating point number is the nearest to any number",
        arguments: [
            (Cell.decimal("-32.5000"), -32.5), (.decimal("0.1"), 0.1), (.integer(Int64.max), 0x1p63),
            (.integer(UInt64.max), 0x1p64), (.integer(Int8(-3)), -3),
        ] as [(Cell, Double)],
        Wire.allCases
    )
    func nearest(_ example: (cell: Cell, expected: Double), _ wire: Wire) throws {
        #expect(try example.cell.read(wire) == example.expected)
        #expect(try example.cell.read(wire) == Float(example.expected))
    }

    @Test(
        "What is sent for a number",
        arguments: [
            (Int8(-1).sqlValue, .int(-1)), (UInt8(255).sqlValue, .uint(255)), (Int64.min.sqlValue, .int(.min)),
            (UInt64.max.sqlValue, .uint(.max)), (Int(5).sqlValue, .int(5)), (UInt(5).sqlValue, .uint(5)),
            (true.sqlValue, .int(1)), (false.sqlValue, .int(0)), (Float(0.1).sqlValue, .float(0.1)),
            (0.1.sqlValue, .double(0.1)), (Int?.none.sqlValue, .null), (Int?(3).sqlValue, .int(3)),
        ] as [(SQLValue, SQLValue)]
    )
    func sent(_ value: SQLValue, _ expected: SQLValue) {
        #expect(value == expected)
    }

    @Test(
        "A value that does not fit",
        arguments: [
            (Cell.integer(Int16(300)).messages(Int8.self), "Int8: 300 is not between -128 and 127"),
            (Cell.integer(Int8(-1)).messages(UInt64.self), "UInt64: -1 is not between 0 and 18446744073709551615"),
            (
                Cell.integer(UInt64.max).messages(Int.self),
                "Int: 18446744073709551615 is not between -9223372036854775808 and 9223372036854775807"
            ),
            (Cell.decimal("2.50").messages(Int.self), "Int: 2.50 is not a whole number of 64 bits"),
            (
                Cell.decimal("18446744073709551616").messages(UInt64.self),
                "UInt64: 18446744073709551616 is not a whole number of 64 bits"
            ),
            (Cell.double(0.5).messages(Int.self), "Int: 0.5 is not a whole number of 64 bits"),
            (Cell.double(1e300).messages(Float.self), "Float: 1e+300 is larger than the largest Float"),
            (Cell.string("5").messages(Int.self), "Int: '5' is of the type varchar"),
            (Cell.string("5", .string).messages(Double.self), "Double: '5' is of the type char"),
            (Cell.double(0.5).messages(Decimal.self), "Decimal: 0.5 is of the type double"),
            (Cell.date(2024, 2, 29).messages(Bool.self), "Bool: '2024-02-29' is of the type date"),
            (Cell.null(.int).messages(Int.self), "Int: it is NULL. Read it as Int?"),
            (Cell.null(.int).messages(Bool.self), "Bool: it is NULL. Read it as Bool?"),
            (Cell.null(.double).messages(Double.self), "Double: it is NULL. Read it as Double?"),
            (Cell.null(.float).messages(Float.self), "Float: it is NULL. Read it as Float?"),
            (Cell.null(.newDecimal).messages(Decimal.self), "Decimal: it is NULL. Read it as Decimal?"),
        ] as [([String?], String)]
    )
    func errors(_ messages: [String?], _ expected: String) {
        #expect(messages == [String?](repeating: "Cannot read t.c as " + expected, count: 2))
    }

    @Test("An optional is nil for NULL only", arguments: Wire.allCases)
    func optionals(_ wire: Wire) throws {
        #expect(try Cell.null(.int).read(Int?.self, wire) == nil)
        #expect(try Cell.integer(Int32(0)).read(Int?.self, wire) == 0)
        #expect(throws: ValueError.self) { try Cell.integer(Int32(300)).read(Int8?.self, wire) }
    }
}
