#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Decimal: ColumnValue {
    /// Reads a DECIMAL or an integer, exactly.
    ///
    /// A `Decimal` holds all numbers of 38 digits and some of 39. The servers have up to 65 digits; a number that does
    /// not fit is an error. Read such a column as `String`.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        let value: Decimal?
        switch cell.content {
        case .int: value = Decimal(Int64(bitPattern: cell.bits))
        case .uint: value = Decimal(cell.bits)
        case .bytes where cell.type.isDecimal || cell.type.isInteger: value = Decimal(digits: cell.bytes)
        default: throw cell.error(reading: Decimal.self)
        }
        guard let value else {
            let shown = cell.shown
            throw cell.error(
                reading: Decimal.self,
                "\(shown) has more than the 38 digits of a Decimal. Read it as String"
            )
        }
        self = value
    }

    /// The number.
    public var sqlValue: SQLValue { .decimal(self) }
}

extension Decimal {
    /// Creates a number from its digits; nil if it does not fit. Foundation's initialiser is several times slower.
    init?(digits bytes: UnsafeRawBufferPointer) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        var number = WideNumber()
        var fractionDigits: Int?
        // Zeros at the end do not become part of the number, but of its exponent.
        var zeros = 0
        for byte in bytes[(isNegative ? 1 : 0)...] {
            let digit = byte &- UInt8(ascii: "0")
            if digit == 0 {
                zeros += 1
            } else if digit < 10 {
                for _ in 0..<zeros where !number.append(0) { return nil }
                guard number.append(digit) else { return nil }
                zeros = 0
            } else {
                guard byte == UInt8(ascii: "."), fractionDigits == nil else { return nil }
                fractionDigits = -1
            }
            if let digits = fractionDigits { fractionDigits = digits + 1 }
        }
        if number.isZero {
            guard zeros > 0 else { return nil }
            self = 0
            return
        }
        let exponent = zeros - (fractionDigits ?? 0)
        guard Int8(exactly: exponent) != nil else { return nil }
        self.init(sign: isNegative ? .minus : .plus, exponent: exponent, significand: number.decimal)
    }
}

/// A whole number of 128 bits. Swift's own needs macOS 15.
private struct WideNumber {
    var low: UInt64 = 0
    var high: UInt64 = 0

    /// Multiplies by 10 and adds a digit. Returns false if the number would be too large.
    mutating func append(_ digit: UInt8) -> Bool {
        if high == 0, low <= (UInt64.max - 9) / 10 {
            low = low * 10 + UInt64(digit)
            return true
        }
        let product = low.multipliedFullWidth(by: 10)
        let (newLow, carry) = product.low.addingReportingOverflow(UInt64(digit))
        let (newHigh, isTooLarge) = high.multipliedReportingOverflow(by: 10)
        let (sum, isStillTooLarge) = newHigh.addingReportingOverflow(product.high + (carry ? 1 : 0))
        if isTooLarge || isStillTooLarge { return false }
        (low, high) = (newLow, sum)
        return true
    }

    var isZero: Bool { low == 0 && high == 0 }

    /// The number, which a `Decimal` holds exactly.
    var decimal: Decimal {
        high == 0 ? Decimal(low) : Decimal(high) * Self.highUnit + Decimal(low)
    }

    private static let highUnit = Decimal(UInt64.max) + 1
}
