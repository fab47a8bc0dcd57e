import Foundation
import SwiftMig
import Testing

@Suite("Values that are sent")
struct SQLValueTests {
    @Test(
        "A value that no server takes",
        arguments: [
            (Double.nan.sqlValue, "Cannot send the Double nan: the servers have no such number"),
            ((-Double.infinity).sqlValue, "Cannot send the Double -inf: the servers have no such number"),
            (Float.infinity.sqlValue, "Cannot send the Float inf: the servers have no such number"),
            (Decimal.nan.sqlValue, "Cannot send the Decimal NaN: the servers have no such number"),
            (
                CalendarDate(year: 2023, month: 2, day: 29).sqlValue,
                "Cannot send the CalendarDate '2023-02-29': there is no such date"
            ),
            (
                CalendarDate(year: 10_000, month: 1, day: 1).sqlValue,
                "Cannot send the CalendarDate '10000-01-01': there is no such date"
            ),
            (
                CalendarDate(year: -1, month: 1, day: 1).sqlValue,
                "Cannot send the CalendarDate '-0001-01-01': there is no such date"
            ),
            (
                CalendarDate(year: 2024, month: -1, day: 0).sqlValue,
                "Cannot send the CalendarDate '2024--01-00': there is no such date"
            ),
            (
                SQLDateTime(CalendarDate(year: 2024, month: 1, day: 1), hour: 24).sqlValue,
                "Cannot send the SQLDateTime '2024-01-01 24:00:00': there is no such time"
            ),
            (
                SQLDateTime(CalendarDate(year: 2024, month: 1, day: 1), microsecond: 1_000_000).sqlValue,
                "Cannot send the SQLDateTime '2024-01-01 00:00:00.100000': there is no such time"
            ),
        ] as [(SQLValue, String)]
    )
    func unfit(_ value: SQLValue, _ message: String) {
        let error = #expect(throws: ValueError.self) { try value.check() }
        #expect(error?.description == message)
    }

    @Test(
        "A value that a server takes, with its text for logs",
        arguments: [
            (.null, "NULL"), (.int(.min), "-9223372036854775808"), (.uint(.max), "18446744073709551615"),
            (.double(0.1), "0.1"), (.text("it's"), "'it's'"), (.bytes([0, 255]), "x'00ff'"),
            (.decimal(Decimal(-15) / 10), "-1.5"),
            (.text(String(repeating: "a", count: 101)), "'" + String(repeating: "a", count: 100) + "…'"),
            (.date(CalendarDate(year: 0, month: 0, day: 0)), "'0000-00-00'"),
            (.date(CalendarDate(year: 2024, month: 2, day: 0)), "'2024-02-00'"),
            (
                .dateTime(SQLDateTime(CalendarDate(year: 2024, month: 2, day: 29), hour: 1, microsecond: 20)),
                "'2024-02-29 01:00:00.000020'"
            ),
            (.time(SQLTime(totalMicroseconds: -3_020_399_000_000)), "'-838:59:59'"),
        ] as [(SQLValue, String)]
    )
    func fit(_ value: SQLValue, _ text: String) {
        #expect(throws: Never.self) { try value.check() }
        #expect(value.description == text)
    }

    @Test("A value takes little room")
    func size() {
        #expect(MemoryLayout<SQLValue>.stride <= 24)
    }
}

@Suite("Random values")
struct RandomValueTests {
    /// What is sent for a value is what is read, in both protocols.
    @Test("A value comes back as it was", arguments: [UInt64.random(in: .min ... .max)])
    func roundTrips(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func check<Value: ColumnValue & Equatable>(_ value: Value) throws {
            let cell = try #require(Cell(value.sqlValue))
            for wire in Wire.allCases {
                try #require(try cell.read(Value.self, wire) == value, "\(Value.self), seed \(seed)")
                try #require(try cell.read(Value?.self, wire) == value, "\(Value.self), seed \(seed)")
            }
        }
        func bits<Number: FixedWidthInteger>(_: Number.Type) -> Number {
            // Small numbers too.
            Number.random(in: .min ... .max, using: &random)
                >> Number(Int.random(in: 0..<Number.bitWidth, using: &random))
        }
        func bytes(_ limit: Int) -> [UInt8] {
            (0..<Int.random(in: 0...limit, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        }
        for _ in 0..<2000 {
            try check(bits(Int8.self))
            try check(bits(UInt8.self))
            try check(bits(Int16.self))
            try check(bits(UInt16.self))
            try check(bits(Int32.self))
            try check(bits(UInt32.self))
            try check(bits(Int64.self))
            try check(bits(UInt64.self))
            try check(Bool.random(using: &random))
            let double = Double(bitPattern: .random(in: .min ... .max, using: &random))
            if double.isFinite { try check(double) }
            let float = Float(bitPattern: .random(in: .min ... .max, using: &random))
            if float.isFinite { try check(float) }
            try check(String(decoding: bytes(300), as: UTF8.self))
            try check(Data(bytes(300)))
            try check(bytes(300))
            try check(
                UUID(uuid: withUnsafeBytes(of: (bits(UInt64.self), bits(UInt64.self))) { $0.load(as: uuid_t.self) })
            )
            try check(SQLTime(totalMicroseconds: .random(in: -3_020_399_999_999...3_020_399_999_999, using: &random)))
            try check(
                Duration.microseconds(Int64.random(in: -3_020_399_999_999...3_020_399_999_999, using: &random))
            )
            let day = try #require(
                CalendarDate(
                    "\(Int.random(in: 1000...9999, using: &random))-1\(Int.random(in: 0...2, using: &random))-28"
                )
            )
            try check(day)
            try check(SQLDateTime(day, hour: 23, microsecond: .random(in: 0...999_999, using: &random)))
            let digits = (0..<Int.random(in: 1...38, using: &random)).map { _ in Int.random(in: 0...9, using: &random) }
            var text = digits.map(String.init).joined()
            text.insert(".", at: text.index(text.startIndex, offsetBy: .random(in: 0...text.count, using: &random)))
            try check(try #require(Decimal(string: (Bool.random(using: &random) ? "-" : "") + "0\(text)0")))
        }
    }
}

extension Cell {
    /// The cell of a column that holds what was sent.
    fileprivate init?(_ value: SQLValue) {
        switch value {
        case .null, .invalid: return nil
        case .int(let number): self = .integer(number)
        case .uint(let number): self = .integer(number)
        case .float(let number): self = .float(number)
        case .double(let number): self = .double(number)
        case .decimal(let number): self = .decimal("\(number)")
        case .text(let text): self = .string(text)
        case .bytes(let bytes): self = .bytes(bytes)
        case .date(let date): self = .date(date.year, date.month, date.day)
        case .dateTime(let moment):
            self = .moment(
                (
                    moment.date.year, moment.date.month, moment.date.day, moment.hour, moment.minute, moment.second,
                    moment.microsecond
                )
            )
        case .time(let time): self = .time(time)
        }
    }
}
