internal import SwiftMigPlatform

/// A date of the Gregorian calendar, without a time zone: the value of a DATE.
///
/// The initialiser does not check the numbers. Sending a date that does not exist throws a ``ValueError``.
public struct CalendarDate: Hashable, Comparable, Sendable {
    private var storedYear: Int32
    private var storedMonth: Int8
    private var storedDay: Int8

    /// The year, from 0 to 9999 on the servers.
    public var year: Int {
        get { Int(storedYear) }
        set { storedYear = Int32(clamping: newValue) }
    }
    /// The month, from 1 to 12.
    public var month: Int {
        get { Int(storedMonth) }
        set { storedMonth = Int8(clamping: newValue) }
    }
    /// The day of the month, from 1.
    public var day: Int {
        get { Int(storedDay) }
        set { storedDay = Int8(clamping: newValue) }
    }

    /// Creates a date.
    public init(year: Int, month: Int, day: Int) {
        storedYear = Int32(clamping: year)
        storedMonth = Int8(clamping: month)
        storedDay = Int8(clamping: day)
    }

    /// Whether the calendar has the date, and the servers know the year. False for dates with zeros.
    public var exists: Bool {
        (0...9999).contains(year) && (1...12).contains(month) && day >= 1
            && day <= GregorianCalendar.days(inMonth: month, of: year)
    }

    /// Whether the date is earlier than another.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.storedYear, left.storedMonth, left.storedDay) < (right.storedYear, right.storedMonth, right.storedDay)
    }

    /// Whether the server can be asked to store the date. It decides about zeros, by its `sql_mode`.
    var isSendable: Bool {
        exists
            || (0...9999).contains(year)
                && (month == 0 && (0...31).contains(day) || (1...12).contains(month) && day == 0)
    }
}

extension CalendarDate: LosslessStringConvertible {
    /// The date as the servers write it, such as `2024-02-29`.
    public var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }

    /// Creates a date from a text such as `2024-02-29`; nil if there is no such date.
    public init?(_ description: String) {
        var text = description
        let parts = text.withUTF8 { SQLDateTime(text: UnsafeRawBufferPointer($0)) }
        guard let parts, text.utf8.count == 10, parts.date.exists else { return nil }
        self = parts.date
    }
}

extension CalendarDate: Codable {
    /// Decodes a text such as `2024-02-29`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a date")
        }
        self = date
    }

    /// Encodes a text such as `2024-02-29`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension CalendarDate: ColumnConvertible {
    /// `date`.
    public static var columnType: ColumnType { .date }
}

extension CalendarDate: ColumnValue {
    /// Reads a DATE.
    ///
    /// - Throws: ``ValueError`` also for a date with zeros, such as `0000-00-00`; the optional is nil then.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        guard cell.isNull || cell.type == .date || cell.type == .newDate else {
            throw cell.error(reading: CalendarDate.self)
        }
        self = try cell.moment(CalendarDate.self).date
    }

    /// The date.
    public var sqlValue: SQLValue { .date(self) }

    /// Returns whether the cell is NULL or a date with zeros.
    public static func isNil(_ cell: borrowing SQLCell) -> Bool { cell.isNull || cell.hasZeroDate }
}

extension BinaryInteger {
    /// The number with zeros before it.
    func padded(to width: Int) -> String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
