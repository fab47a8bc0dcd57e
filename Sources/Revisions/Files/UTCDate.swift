internal import SwiftMigPlatform

/// A moment in UTC, with a precision of seconds, for the creation of revisions.
package struct UTCDate: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package let epoch: Int

    package init(epoch: Int) {
        self.epoch = epoch
    }

    package static func now() -> UTCDate {
        UTCDate(epoch: SystemClock.now)
    }

    package static func < (left: UTCDate, right: UTCDate) -> Bool { left.epoch < right.epoch }

    package var year: Int { date.year }
    package var month: Int { date.month }
    package var day: Int { date.day }
    package var hour: Int { secondOfDay / 3600 }
    package var minute: Int { secondOfDay / 60 % 60 }
    package var second: Int { secondOfDay % 60 }

    /// `2026-11-22T18:31:26Z`
    package var iso8601: String {
        "\(padded(year, 4))-\(padded(month))-\(padded(day))T\(padded(hour)):\(padded(minute)):\(padded(second))Z"
    }

    /// `20261122T183126`, which sorts by time and fits in a file name.
    package var compact: String {
        "\(padded(year, 4))\(padded(month))\(padded(day))T\(padded(hour))\(padded(minute))\(padded(second))"
    }

    /// Parses `2026-11-22T18:31:26Z`. The T may be a space, the seconds may be missing or have a fraction, and there
    /// may be an offset such as `+01:00`. Without an offset, the time is in UTC.
    package init?(_ text: String) {
        var reader = DigitReader(bytes: Array(text.utf8))
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), (1...12).contains(month),
            reader.take("-"), let day = reader.number(2), (1...31).contains(day)
        else { return nil }
        var seconds = GregorianCalendar.daysSince1970(year: year, month: month, day: day) * 86400
        if !reader.isAtEnd {
            guard reader.take("T") || reader.take("t") || reader.take(" "),
                let hour = reader.number(2), hour < 24, reader.take(":"), let minute = reader.number(2), minute < 60
            else { return nil }
            seconds += hour * 3600 + minute * 60
            if reader.take(":") {
                guard let second = reader.number(2), second < 61 else { return nil }
                seconds += second
                if reader.take(".") { reader.skipDigits() }
            }
            guard let offset = reader.offset() else { return nil }
            seconds -= offset
        }
        guard reader.isAtEnd else { return nil }
        epoch = seconds
    }

    private var secondOfDay: Int { ((epoch % 86400) + 86400) % 86400 }

    private var date: (year: Int, month: Int, day: Int) {
        GregorianCalendar.date(daysSince1970: (epoch - secondOfDay) / 86400)
    }

    private func padded(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

/// Reads digits and marks from a text.
private struct DigitReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(truncatingIfNeeded: mark.value) else { return false }
        position += 1
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[position..<position + digits] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        position += digits
        return number
    }

    mutating func skipDigits() {
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
    }

    /// Reads an offset from UTC in seconds; 0 if there is none.
    mutating func offset() -> Int? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2) else { return nil }
        let hasMinutes = take(":") || !isAtEnd
        guard let minutes = hasMinutes ? number(2) : 0 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
