import Foundation
import SwiftMig
import Testing

@Suite("Decimals in rows")
struct DecimalTests {
    @Test(
        "A decimal has the digits of the server",
        arguments: [
            ("0", "0"), ("0.00", "0"), ("-0.00", "0"), ("1.10", "1.1"), ("-1234567.80", "-1234567.8"), ("100", "100"),
            ("100.00", "100"), ("0.001", "0.001"), ("000.500", "0.5"), ("10000000000000000000", "10000000000000000000"),
            ("18446744073709551615", "18446744073709551615"), ("18446744073709551616", "18446744073709551616"),
            ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
            ("-9999999999999999999.9999999999999999999", "-9999999999999999999.9999999999999999999"),
            ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
            // The largest number of 128 bits, which has 39 digits.
            ("340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
            // 65 digits, of which all but one are zeros.
            (
                "70000000000000000000000000000000000000000000000000000000000000000",
                "70000000000000000000000000000000000000000000000000000000000000000"
            ),
        ],
        Wire.allCases
    )
    func exact(_ example: (sent: String, expected: String), _ wire: Wire) throws {
        let number = try Cell.decimal(example.sent).read(Decimal.self, wire)
        #expect("\(number)" == example.expected)
        #expect(number == Decimal(string: example.sent))
        #expect(number.hashValue == Decimal(string: example.sent)?.hashValue)
        #expect(try Cell.decimal(example.sent).read(String.self, wire) == example.sent)
    }

    @Test(
        "A decimal that does not fit is an error, and never rounded",
        arguments: [
            "340282366920938463463374607431768211456", "0.100000000000000000000000000000000000000000000000000000000001",
            "12345678901234567890123456789012345.123456789012345678901234567890",
            "-99999999999999999999999999999999999999999999999999999999999999999",
        ]
    )
    func tooManyDigits(_ digits: String) {
        let message =
            "Cannot read t.c as Decimal: \(digits) has more than the 38 digits of a Decimal. Read it as String"
        #expect(Cell.decimal(digits).messages(Decimal.self) == [message, message])
        #expect(Cell.decimal(digits).messages(String.self) == [nil, nil])
    }

    @Test(
        "An integer is a decimal",
        arguments: [Cell.integer(Int64.min), .integer(UInt64.max), .integer(Int8(-100)), .integer(UInt8(0))],
        Wire.allCases
    )
    func integers(_ cell: Cell, _ wire: Wire) throws {
        let digits = String(decoding: try #require(cell.text), as: UTF8.self)
        #expect(try cell.read(Decimal.self, wire) == Decimal(string: digits))
        #expect("\(try cell.read(Decimal.self, wire))" == digits)
    }

    @Test("Arithmetic goes on from what was read", arguments: Wire.allCases)
    func arithmetic(_ wire: Wire) throws {
        let price = try Cell.decimal("19.90").read(Decimal.self, wire)
        #expect(price * 3 == Decimal(string: "59.7"))
        #expect(price - price == 0)
        #expect(price < 20 && -price < 0)
        #expect((price as NSDecimalNumber).doubleValue == 19.9)
    }
}
