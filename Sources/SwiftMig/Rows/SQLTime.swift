/// The value of a TIME: a time of day or a duration, which may be negative and longer than a day.
///
/// In models, use `Duration`.
public struct SQLTime: Hashable, Comparable, Sendable {
    /// The number of microseconds. The servers hold values from -838:59:59.999999 to 838:59:59.999999.
    public var totalMicroseconds: Int64

    /// Creates a time.
    public init(totalMicroseconds: Int64) {
        self.totalMicroseconds = totalMicroseconds
    }

    /// Whether the time is negative.
    public var isNegative: Bool { totalMicroseconds < 0 }
    /// The hours of the absolute value, up to 838. Drivers send days and the hours of a day: in the protocol, the hour
    /// is one byte.
    public var hours: Int { Int(totalMicroseconds.magnitude / 3_600_000_000) }
    /// The minutes of the absolute value, from 0 to 59.
    public var minutes: Int { Int(totalMicroseconds.magnitude / 60_000_000 % 60) }
    /// The seconds of the absolute value, from 0 to 59.
    public var seconds: Int { Int(totalMicroseconds.magnitude / 1_000_000 % 60) }
    /// The microseconds of the absolute value, from 0 to 999,999.
    public var microseconds: Int { Int(totalMicroseconds.magnitude % 1_000_000) }

    /// Whether the time is less than another.
    public static func < (left: SQLTime, right: SQLTime) -> Bool { left.totalMicroseconds < right.totalMicroseconds }

    var isSendable: Bool { totalMicroseconds.magnitude < 839 * 3_600_000_000 }
}

extension SQLTime: CustomStringConvertible {
    /// The time as the servers write it, such as `-838:59:59` or `12:34:56.789000`.
    public var description: String { text(digits: microseconds == 0 ? 0 : 6) }

    /// The text with a number of fractional digits.
    func text(digits: Int) -> String {
        "\(isNegative ? "-" : "")\(hours.padded(to: 2)):\(minutes.padded(to: 2)):\(seconds.padded(to: 2))"
            + microseconds.fraction(digits: digits)
    }
}

extension SQLTime: ColumnConvertible {
    /// `time(6)`.
    public static var columnType: ColumnType { .time(6) }
}

extension SQLTime: ColumnValue {
    /// Reads a TIME.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = try cell.time(SQLTime.self)
    }

    /// The time.
    public var sqlValue: SQLValue { .time(self) }
}

extension Duration: ColumnConvertible {
    /// `time(6)`.
    public static var columnType: ColumnType { .time(6) }
}

extension Duration: ColumnValue {
    /// Reads a TIME.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = .microseconds(try cell.time(Duration.self).totalMicroseconds)
    }

    /// The duration as a TIME, rounded to microseconds.
    public var sqlValue: SQLValue {
        let (seconds, attoseconds) = components
        // Both have the sign of the duration. Half a microsecond is rounded away from zero.
        let half: Int64 = attoseconds < 0 ? -500_000_000_000 : 500_000_000_000
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (total, isStillTooLarge) = whole.addingReportingOverflow((attoseconds + half) / 1_000_000_000_000)
        // Any time over the limit is an error once it is sent.
        return .time(SQLTime(totalMicroseconds: isTooLarge || isStillTooLarge ? (seconds < 0 ? .min : .max) : total))
    }
}
