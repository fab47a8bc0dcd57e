/// A date of the Gregorian calendar.
package struct CalendarDate: Hashable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The date of a time in seconds since 1970.
    package init(epoch: Int) {
        let days = (epoch - ((epoch % 86400) + 86400) % 86400) / 86400
        var year = 1970 + days / 366
        while CalendarDate(year: year + 1, month: 1, day: 1).daysSince1970 <= days { year += 1 }
        while CalendarDate(year: year, month: 1, day: 1).daysSince1970 > days { year -= 1 }
        var month = 12
        while CalendarDate(year: year, month: month, day: 1).daysSince1970 > days { month -= 1 }
        self.init(
            year: year,
            month: month,
            day: days - CalendarDate(year: year, month: month, day: 1).daysSince1970 + 1
        )
    }

    /// Computed with years that begin in March, so that the leap day is the last day.
    package var daysSince1970: Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        return 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }

    static func isLeapYear(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}
