/// A date and a time of day without a time zone: the value of a DATETIME or TIMESTAMP as the server writes it.
///
/// Use `Date` for moments. This type holds every value of the servers exactly, and the time may be in any time zone.
public struct SQLDateTime: Hashable, Comparable, Sendable {
    /// The date.
    public var date: CalendarDate
    private var storedHour: Int8
    private var storedMinute: Int8
    private var storedSecond: Int8
    private var storedMicrosecond: Int32

    /// The hour, from 0 to 23.
    public var hour: Int {
        get { Int(storedHour) }
        set { storedHour = Int8(clamping: newValue) }
    }
    /// The minute, from 0 to 59.
    public var minute: Int {
        get { Int(storedMinute) }
        set { storedMinute = Int8(clamping: newValue) }
    }
    /// The second, from 0 to 59.
    public var second: Int {
        get { Int(storedSecond) }
        set { storedSecond = Int8(clamping: newValue) }
    }
    /// The microsecond, from 0 to 999,999.
    public var microsecond: Int {
        get { Int(storedMicrosecond) }
        set { storedMicrosecond = Int32(clamping: newValue) }
    }

    /// Creates a date and time. The numbers are not checked until the value is sent.
    public init(_ date: CalendarDate, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0) {
        self.date = date
        storedHour = Int8(clamping: hour)
        storedMinute = Int8(clamping: minute)
        storedSecond = Int8(clamping: second)
        storedMicrosecond = Int32(clamping: microsecond)
    }

    /// Whether the time is earlier than another.
    public static func < (left: SQLDateTime, right: SQLDateTime) -> Bool {
        left.date == right.date ? left.microsecondOfDay < right.microsecondOfDay : left.date < right.date
    }

    /// Whether the calendar has the date, and the day has the time.
    public var exists: Bool { date.exists && hasTimeOfDay }

    var isSendable: Bool { date.isSendable && hasTimeOfDay }

    private var hasTimeOfDay: Bool {
        (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
            && (0...999_999).contains(microsecond)
    }

    var secondOfDay: Int { (hour * 60 + minute) * 60 + second }

    private var microsecondOfDay: Int { secondOfDay * 1_000_000 + microsecond }
}

extension SQLDateTime: CustomStringConvertible {
    /// The time as the servers write it, such as `2024-02-29 12:34:56` or `2024-02-29 12:34:56.789000`.
    public var description: String { text(digits: microsecond == 0 ? 0 : 6) }

    /// The text with a number of fractional digits.
    func text(digits: Int) -> String {
        "\(date) \(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
            + microsecond.fraction(digits: digits)
    }
}

extension SQLDateTime: ColumnConvertible {
    /// `datetime(6)`.
    public static var columnType: ColumnType { .datetime(6) }
}

extension SQLDateTime: ColumnValue {
    /// Reads a DATETIME, a TIMESTAMP in the session's time zone, or a DATE at midnight.
    ///
    /// - Throws: ``ValueError`` also for a date with zeros, such as `0000-00-00 00:00:00`; the optional is nil then.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = try cell.moment(SQLDateTime.self)
    }

    /// The date and time.
    public var sqlValue: SQLValue { .dateTime(self) }

    /// Returns whether the cell is NULL or a date with zeros.
    public static func isNil(_ cell: borrowing SQLCell) -> Bool { cell.isNull || cell.hasZeroDate }
}

extension Int {
    /// Microseconds as a fraction of a second, such as `.789000`.
    func fraction(digits: Int) -> String {
        digits == 0 ? "" : "." + padded(to: 6).prefix(digits)
    }
}
