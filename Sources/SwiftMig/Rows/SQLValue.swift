#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value as it is sent to a server, or read without a model.
///
/// Read a column as `SQLValue` to get whatever is in it:
///
/// - A column of bytes, of a geometry or a vector is ``bytes(_:)``. BIT is ``uint(_:)``.
/// - JSON, ENUM, SET, `uuid`, `inet4` and `inet6` are ``text(_:)``.
/// - A date with zeros, such as `0000-00-00`, is a ``date(_:)`` or ``dateTime(_:)`` with zeros.
public enum SQLValue: Hashable, Sendable {
    /// NULL.
    case null
    /// A signed integer.
    case int(Int64)
    /// An unsigned integer.
    case uint(UInt64)
    /// A 32-bit floating point number.
    case float(Float)
    /// A 64-bit floating point number.
    case double(Double)
    /// An exact number.
    case decimal(Decimal)
    /// Text.
    case text(String)
    /// Bytes.
    case bytes([UInt8])
    /// A calendar date.
    case date(CalendarDate)
    /// A date and a time of day.
    case dateTime(SQLDateTime)
    /// A TIME: a time of day or a duration.
    case time(SQLTime)
    /// A Swift value that no column can hold, such as a document that cannot be encoded. Sending it throws the error.
    indirect case invalid(ValueError)
}

extension SQLValue {
    /// Throws if no server could take the value.
    package func check() throws(ValueError) {
        switch self {
        case .null, .int, .uint, .text, .bytes: break
        case .float(let number): if !number.isFinite { throw unfit(Float.self, "the servers have no such number") }
        case .double(let number): if !number.isFinite { throw unfit(Double.self, "the servers have no such number") }
        case .decimal(let number): if number.isNaN { throw unfit(Decimal.self, "the servers have no such number") }
        case .date(let date): if !date.isSendable { throw unfit(CalendarDate.self, "there is no such date") }
        case .dateTime(let moment): if !moment.isSendable { throw unfit(SQLDateTime.self, "there is no such time") }
        case .time(let time):
            if !time.isSendable {
                throw unfit(SQLTime.self, "a TIME is between -838:59:59.999999 and 838:59:59.999999")
            }
        case .invalid(let error): throw error
        }
    }

    private func unfit(_ type: Any.Type, _ reason: String) -> ValueError {
        ValueError(type: "\(type)", value: description, reason: reason)
    }
}

extension SQLValue: CustomStringConvertible {
    /// The value for messages and logs, with text and bytes shortened to about 100 characters.
    public var description: String {
        switch self {
        case .null: "NULL"
        case .int(let number): "\(number)"
        case .uint(let number): "\(number)"
        case .float(let number): "\(number)"
        case .double(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .text(let text): Shown.text(text)
        case .bytes(let bytes): Shown.hex(bytes)
        case .date(let date): "'\(date)'"
        case .dateTime(let moment): "'\(moment)'"
        case .time(let time): "'\(time)'"
        case .invalid(let error): error.value
        }
    }
}

extension SQLValue: ColumnValue {
    /// Reads any cell; NULL is ``null``.
    ///
    /// - Throws: ``ValueError`` for a decimal number with more digits than a `Decimal` holds.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        switch cell.content {
        case .null: self = .null
        case .int: self = .int(Int64(bitPattern: cell.bits))
        case .uint: self = .uint(cell.bits)
        case .float: self = .float(try Float(cell))
        case .double: self = .double(try Double(cell))
        case .date, .time: self = try Self.moment(cell)
        case .missing, .malformed: throw cell.error(reading: SQLValue.self)
        case .bytes:
            let type = cell.type
            if type.isString {
                self = try Self.string(cell)
            } else if type.isDecimal {
                self = .decimal(try Decimal(cell))
            } else if type.isInteger {
                self = cell.format.isUnsigned ? .uint(try UInt64(cell)) : .int(try Int64(cell))
            } else if type.isFloatingPoint {
                self = type == .float ? .float(try Float(cell)) : .double(try Double(cell))
            } else {
                self = try Self.moment(cell)
            }
        }
    }

    private static func string(_ cell: borrowing SQLCell) throws(ValueError) -> SQLValue {
        switch cell.type {
        case .bit: .uint(try UInt64(cell))
        case .vector, .geometry: .bytes([UInt8](cell.bytes))
        case .json: .text(try String(cell))
        default: cell.format.isBinary ? .bytes([UInt8](cell.bytes)) : .text(try String(cell))
        }
    }

    private static func moment(_ cell: borrowing SQLCell) throws(ValueError) -> SQLValue {
        let type = cell.type
        if type.isTime, let time = cell.timeParts { return .time(time) }
        guard let parts = cell.dateParts else { throw cell.error(reading: SQLValue.self) }
        return type == .date || type == .newDate ? .date(parts.date) : .dateTime(parts)
    }

    /// The value itself.
    public var sqlValue: SQLValue { self }
}
