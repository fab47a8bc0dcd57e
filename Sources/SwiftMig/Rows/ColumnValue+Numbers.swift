// A number of any type is read as any other type of numbers. Integers and decimals must be exact, and anything else is
// an error: 2.00 is an Int, 2.5 is not. Float and Double take the nearest value.

extension ColumnValue where Self: FixedWidthInteger {
    /// Reads a whole number of any type, or the bits of a BIT.
    @inlinable
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        let number: Self?
        switch cell.content {
        case .int: number = Self(exactly: Int64(bitPattern: cell.bits))
        case .uint: number = Self(exactly: cell.bits)
        default:
            switch try cell.wholeNumber(Self.self) {
            case .signed(let whole): number = Self(exactly: whole)
            case .unsigned(let whole): number = Self(exactly: whole)
            }
        }
        guard let number else { throw cell.outOfRange(Self.self) }
        self = number
    }

    /// A signed or an unsigned integer, as the type.
    public var sqlValue: SQLValue {
        Self.isSigned ? .int(Int64(truncatingIfNeeded: self)) : .uint(UInt64(truncatingIfNeeded: self))
    }
}

extension Int: ColumnValue {}
extension Int8: ColumnValue {}
extension Int16: ColumnValue {}
extension Int32: ColumnValue {}
extension Int64: ColumnValue {}
extension UInt: ColumnValue {}
extension UInt8: ColumnValue {}
extension UInt16: ColumnValue {}
extension UInt32: ColumnValue {}
extension UInt64: ColumnValue {}

extension Bool: ColumnValue {
    /// Reads a whole number of any type, or a BIT: 0 is false, and everything else is true.
    @inlinable
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        switch cell.content {
        case .int, .uint: self = cell.bits != 0
        default:
            switch try cell.wholeNumber(Bool.self) {
            case .signed(let whole): self = whole != 0
            case .unsigned(let whole): self = whole != 0
            }
        }
    }

    /// 1 or 0.
    public var sqlValue: SQLValue { .int(self ? 1 : 0) }
}

extension Double: ColumnValue {
    /// Reads a number of any type. A decimal number or a large integer becomes the nearest double.
    @inlinable
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = cell.content == .double ? Double(bitPattern: cell.bits) : try cell.floatingPoint(Double.self)
    }

    /// The number.
    public var sqlValue: SQLValue { .double(self) }
}

extension Float: ColumnValue {
    /// Reads a number of any type, which becomes the nearest float.
    @inlinable
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        if cell.content == .float {
            self = Float(bitPattern: UInt32(truncatingIfNeeded: cell.bits))
        } else {
            self = Float(try cell.floatingPoint(Float.self))
            if isInfinite { throw cell.outOfRange(Float.self) }
        }
    }

    /// The number.
    public var sqlValue: SQLValue { .float(self) }
}

/// A whole number of 64 bits.
@usableFromInline
enum WholeNumber {
    case signed(Int64)
    case unsigned(UInt64)
}

extension SQLCell {
    /// The whole number of a cell that is not the integer of a binary packet.
    @usableFromInline
    func wholeNumber(_ type: Any.Type) throws(ValueError) -> WholeNumber {
        if content == .bytes, self.type == .bit { return .unsigned(try bitField(type)) }
        if content == .bytes, self.type.isInteger || self.type.isDecimal {
            if let number = WholeNumber(digits: bytes) { return number }
        } else {
            let number = try floatingPoint(type)
            if let whole = Int64(exactly: number) { return .signed(whole) }
            if let whole = UInt64(exactly: number) { return .unsigned(whole) }
        }
        throw error(reading: type, "\(shown) is not a whole number of 64 bits")
    }

    /// BIT comes as bytes, the most significant first.
    private func bitField(_ type: Any.Type) throws(ValueError) -> UInt64 {
        guard bytes.count <= 8 else { throw error(reading: type) }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The number of a cell that is not that of a binary packet, as a double.
    @usableFromInline
    func floatingPoint(_ type: Any.Type) throws(ValueError) -> Double {
        switch content {
        case .int: return Double(Int64(bitPattern: bits))
        case .uint: return Double(bits)
        case .double: return Double(bitPattern: bits)
        case .float: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .bytes:
            let text = String(decoding: bytes, as: UTF8.self)
            // The same number as in the binary protocol, as far as the six digits of the text allow.
            if self.type == .float, let number = Float(text) { return Double(number) }
            if self.type == .double || self.type.isDecimal || self.type.isInteger, let number = Double(text) {
                return number
            }
        default: break
        }
        throw error(reading: type)
    }

    @usableFromInline
    @inline(never)
    func outOfRange<Number: FixedWidthInteger>(_ type: Number.Type) -> ValueError {
        error(reading: type, "\(shown) is not between \(Number.min) and \(Number.max)")
    }

    @usableFromInline
    @inline(never)
    func outOfRange(_ type: Float.Type) -> ValueError {
        error(reading: type, "\(shown) is larger than the largest Float")
    }
}

extension WholeNumber {
    /// Creates a number from its digits. There may be a fraction of zeros.
    fileprivate init?(digits bytes: UnsafeRawBufferPointer) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        guard bytes.count > (isNegative ? 1 : 0) else { return nil }
        var magnitude: UInt64 = 0
        var hasPoint = false
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
                continue
            }
            let digit = UInt64(byte &- UInt8(ascii: "0"))
            guard digit < 10 else { return nil }
            if hasPoint {
                guard digit == 0 else { return nil }
            } else {
                let (product, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, isStillTooLarge) = product.addingReportingOverflow(digit)
                if isTooLarge || isStillTooLarge { return nil }
                magnitude = sum
            }
        }
        if !isNegative {
            self = .unsigned(magnitude)
        } else if magnitude <= Int64.min.magnitude {
            self = .signed(Int64(truncatingIfNeeded: 0 &- magnitude))
        } else {
            return nil
        }
    }
}
