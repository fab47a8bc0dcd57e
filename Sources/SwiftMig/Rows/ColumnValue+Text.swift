#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension String: ColumnValue {
    /// Reads text, or the exact text of another value: an integer, a DECIMAL, a date (also `0000-00-00`), a TIME, or
    /// bytes that are UTF-8.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = try cell.text(String.self)
    }

    /// The text.
    public var sqlValue: SQLValue { .text(self) }
}

extension Data: ColumnValue {
    /// Reads the bytes of a binary string, of text, of a geometry with its SRID, or of a BIT. For a BIT, an integer is
    /// better: a server does not find a BIT that is equal to bytes.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self.init(try cell.rawBytes(Data.self))
    }

    /// The bytes.
    public var sqlValue: SQLValue { .bytes([UInt8](self)) }
}

extension UUID: ColumnValue {
    /// Reads 16 bytes, as `binary(16)` has them, or a text of 36 characters, as MariaDB's `uuid` has it.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        let bytes = try cell.rawBytes(UUID.self)
        if bytes.count == MemoryLayout<uuid_t>.size {
            self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
        } else if let id = UUID(uuidString: String(decoding: bytes.prefix(37), as: UTF8.self)) {
            self = id
        } else {
            let shown = cell.shown
            throw cell.error(reading: UUID.self, "\(shown) has neither 16 bytes nor the form of a UUID")
        }
    }

    /// The 16 bytes, which MariaDB's `uuid` takes too.
    public var sqlValue: SQLValue { .bytes(withUnsafeBytes(of: uuid) { [UInt8]($0) }) }
}

/// An element of the arrays that a column holds: `UInt8` for bytes, and `Float` for a VECTOR.
public protocol ColumnArrayElement: Sendable {
    /// Reads an array of the elements.
    static func columnArray(_ cell: borrowing SQLCell) throws(ValueError) -> [Self]

    /// The array as it is sent.
    static func sqlValue(of elements: [Self]) -> SQLValue
}

extension Array: ColumnValue where Element: ColumnArrayElement {
    /// Reads bytes, or a VECTOR.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = try Element.columnArray(cell)
    }

    /// The array as bytes.
    public var sqlValue: SQLValue { Element.sqlValue(of: self) }
}

extension UInt8: ColumnArrayElement {
    /// Reads the bytes of a binary string, of text, of a BIT, or of a geometry with its SRID.
    public static func columnArray(_ cell: borrowing SQLCell) throws(ValueError) -> [UInt8] {
        [UInt8](try cell.rawBytes([UInt8].self))
    }

    /// The bytes.
    public static func sqlValue(of elements: [UInt8]) -> SQLValue { .bytes(elements) }
}

extension Float: ColumnArrayElement {
    /// Reads a VECTOR, which is its numbers in four bytes each, the least significant first.
    public static func columnArray(_ cell: borrowing SQLCell) throws(ValueError) -> [Float] {
        let bytes = try cell.rawBytes([Float].self)
        // MariaDB 11.8 sends vectors as bytes of the type varbinary.
        guard cell.type == .vector || cell.format.isBinary else { throw cell.error(reading: [Float].self) }
        guard bytes.count.isMultiple(of: 4) else {
            let shown = cell.shown
            throw cell.error(reading: [Float].self, "\(shown) is not a whole number of floats")
        }
        return stride(from: 0, to: bytes.count, by: 4).map { offset in
            let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
        }
    }

    /// The numbers in four bytes each.
    public static func sqlValue(of elements: [Float]) -> SQLValue {
        guard elements.allSatisfy(\.isFinite) else {
            let shown = Shown.text("\(elements)")
            return .invalid(ValueError(type: "[Float]", value: shown, reason: "the servers have no such numbers"))
        }
        return .bytes(elements.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init) })
    }
}
