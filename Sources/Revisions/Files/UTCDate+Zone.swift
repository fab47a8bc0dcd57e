extension UTCDate {
    /// Converts a server time in UTC (`2026-11-22 18:31:26.123456`) to a time zone: `2026-11-22 19:31:26 +01:00`, or
    /// with `UTC`. Returns a text that is not a time unchanged.
    package static func text(_ time: String, in zone: String) -> String {
        guard let date = UTCDate(time), let offset = LocalTime.offset(of: zone, at: date.epoch) else { return time }
        let local = UTCDate(epoch: date.epoch + offset).iso8601
        let text = local.prefix(10) + " " + local.dropFirst(11).prefix(8)
        if offset == 0 { return text + " UTC" }
        let minutes = abs(offset) / 60
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return text + " \(offset < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
