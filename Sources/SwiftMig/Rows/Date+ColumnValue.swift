internal import SwiftMigPlatform

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Date: ColumnValue {
    /// Reads a DATETIME or a TIMESTAMP as UTC, or a DATE as midnight UTC.
    ///
    /// A `Date` is a number of seconds in a `Double`. From 1729 to 2272, it holds every microsecond. In other years, it
    /// is the nearest number, which is up to 16 microseconds away in the year 9999.
    ///
    /// - Throws: ``ValueError`` also for a date with zeros, such as `0000-00-00`; the optional is nil then.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self.init(try cell.moment(Date.self))
    }

    /// The moment in UTC, rounded to microseconds.
    public var sqlValue: SQLValue {
        if let moment = SQLDateTime(self) { return .dateTime(moment) }
        // The description of some such dates is a trap.
        let value = "\(timeIntervalSinceReferenceDate) seconds after 2001"
        return .invalid(ValueError(type: "Date", value: value, reason: "the servers know the years 0 to 9999"))
    }

    /// Returns whether the cell is NULL or a date with zeros.
    public static func isNil(_ cell: borrowing SQLCell) -> Bool { cell.isNull || cell.hasZeroDate }
}

/// 1 January 2001, the origin of `Date`, in days since 1970.
private let referenceDay = 11_323

extension Date {
    fileprivate init(_ moment: SQLDateTime) {
        let date = moment.date
        let days = GregorianCalendar.daysSince1970(year: date.year, month: date.month, day: date.day) - referenceDay
        let seconds = days * 86_400 + moment.secondOfDay
        let microseconds = seconds * 1_000_000 + moment.microsecond
        // One division of an exact number rounds once.
        let isExact = microseconds.magnitude < 1 << 53
        self.init(
            timeIntervalSinceReferenceDate: isExact
                ? Double(microseconds) / 1_000_000 : Double(seconds) + Double(moment.microsecond) / 1_000_000
        )
    }
}

extension SQLDateTime {
    /// Creates the nearest microsecond in UTC; nil if it is not between the years 0 and 9999.
    fileprivate init?(_ date: Date) {
        let interval = date.timeIntervalSinceReferenceDate
        guard interval.magnitude < 1e12 else { return nil }
        var seconds = Int(interval.rounded(.down))
        // The fraction is exact, so that this rounds once.
        var microsecond = Int(((interval - Double(seconds)) * 1_000_000).rounded())
        if microsecond == 1_000_000 { (seconds, microsecond) = (seconds + 1, 0) }
        let secondOfDay = (seconds % 86_400 + 86_400) % 86_400
        let day = GregorianCalendar.date(daysSince1970: (seconds - secondOfDay) / 86_400 + referenceDay)
        self.init(
            CalendarDate(year: day.year, month: day.month, day: day.day),
            hour: secondOfDay / 3600,
            minute: secondOfDay / 60 % 60,
            second: secondOfDay % 60,
            microsecond: microsecond
        )
        if !exists { return nil }
    }
}
