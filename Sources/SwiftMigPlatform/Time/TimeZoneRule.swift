/// The yearly rule of a time zone, in the format of the POSIX TZ variable, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct TimeZoneRule {
    /// The offset from UTC in seconds.
    private var standard: Int
    private var summer: (offset: Int, start: Change, end: Change)?

    init?(_ text: String) {
        var reader = Reader(text)
        guard reader.skipName(), let west = reader.time() else { return nil }
        standard = -west
        if reader.isAtEnd { return }
        guard reader.skipName() else { return nil }
        let offset = reader.isNext(",") ? standard + 3600 : reader.time().map { -$0 }
        guard let offset, reader.take(","), let start = reader.change(), reader.take(","), let end = reader.change(),
            reader.isAtEnd
        else { return nil }
        summer = (offset, start, end)
    }

    func offset(at epoch: Int) -> Int {
        guard let summer else { return standard }
        let local = epoch + standard
        let days = (local >= 0 ? local : local - 86399) / 86400
        let year = GregorianCalendar.date(daysSince1970: days).year
        let start = summer.start.moment(in: year) - standard
        let end = summer.end.moment(in: year) - summer.offset
        let isSummer = start < end ? (start..<end).contains(epoch) : !(end..<start).contains(epoch)
        return isSummer ? summer.offset : standard
    }

    /// The time at which the offset changes.
    private struct Change {
        enum Day {
            /// `M3.5.0`: the fifth (or last) Sunday of March.
            case weekday(month: Int, week: Int, weekday: Int)
            /// `J60`: the 60th day of the year, not counting 29 February.
            case withoutLeapDay(Int)
            /// `59`: 59 days after 1 January.
            case sinceNewYear(Int)
        }

        var day: Day
        /// Seconds after midnight.
        var time: Int

        /// The local time in seconds since 1970.
        func moment(in year: Int) -> Int {
            let newYear = GregorianCalendar.daysSince1970(year: year, month: 1, day: 1)
            switch day {
            case .sinceNewYear(let days): return (newYear + days) * 86400 + time
            case .withoutLeapDay(let number):
                let leapDay = number >= 60 && GregorianCalendar.isLeapYear(year) ? 1 : 0
                return (newYear + number - 1 + leapDay) * 86400 + time
            case .weekday(let month, let week, let weekday):
                let first = GregorianCalendar.daysSince1970(year: year, month: month, day: 1)
                // 1 January 1970 was a Thursday.
                let toFirst = (weekday - (first + 4) % 7 + 7) % 7
                var days = first + toFirst + (week - 1) * 7
                let end = first + GregorianCalendar.days(inMonth: month, of: year)
                while days >= end { days -= 7 }
                return days * 86400 + time
            }
        }
    }

    private struct Reader {
        private var rest: Substring

        init(_ text: String) { rest = text[...] }

        var isAtEnd: Bool { rest.isEmpty }

        func isNext(_ mark: Character) -> Bool { rest.first == mark }

        mutating func take(_ mark: Character) -> Bool {
            guard isNext(mark) else { return false }
            rest.removeFirst()
            return true
        }

        /// `CET` or `<+0330>`.
        mutating func skipName() -> Bool {
            if take("<") {
                guard let end = rest.firstIndex(of: ">") else { return false }
                rest = rest[rest.index(after: end)...]
                return true
            }
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            return !name.isEmpty
        }

        /// No number in a rule has more than three digits.
        mutating func number() -> Int? {
            let digits = rest.prefix(3).prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            return Int(digits)
        }

        /// `-3:30`, in seconds.
        mutating func time() -> Int? {
            let sign = take("-") ? -1 : 1
            _ = take("+")
            guard let hours = number() else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] where take(":") {
                guard let value = number() else { return nil }
                seconds += value * unit
            }
            return sign * seconds
        }

        mutating func change() -> Change? {
            guard let day = day() else { return nil }
            guard take("/") else { return Change(day: day, time: 7200) }
            return time().map { Change(day: day, time: $0) }
        }

        private mutating func day() -> Change.Day? {
            if take("J") { return number().map { .withoutLeapDay($0) } }
            guard take("M") else { return number().map { .sinceNewYear($0) } }
            guard let month = number(), (1...12).contains(month), take("."), let week = number(),
                (1...5).contains(week), take("."), let weekday = number(), (0...6).contains(weekday)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
    }
}
