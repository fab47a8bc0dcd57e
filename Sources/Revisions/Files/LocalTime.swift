#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Time zones, for the names of files; what is stored is UTC.
enum LocalTime {
    /// Seconds east of Greenwich at a moment: `UTC`, `local`, `+02:00` or a name such as `Europe/Berlin`; nil for an unknown zone.
    static func offset(of zone: String, at epoch: Int) -> Int? {
        if ["", "utc", "z"].contains(zone.lowercased()) { return 0 }
        if let sign = zone.first, sign == "+" || sign == "-" {
            // The reader of times knows the notation.
            return UTCDate("1970-01-02T00:00:00" + zone).map { 86400 - $0.epoch }
        }
        guard zone.lowercased() != "local" else { return systemOffset(at: epoch) }
        let isName = zone.utf8.allSatisfy { $0 > 0x20 } && !zone.contains("..") && !zone.hasPrefix("/")
        let folders = ["/usr/share/zoneinfo/", "/usr/lib/zoneinfo/", "/var/db/timezone/zoneinfo/"]
        guard isName, folders.contains(where: { access($0 + zone, R_OK) == 0 }) else { return nil }
        let before = getenv("TZ").map { String(cString: $0) }
        setenv("TZ", ":" + zone, 1)
        defer {
            if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
            tzset()
        }
        return systemOffset(at: epoch)
    }

    private static func systemOffset(at epoch: Int) -> Int? {
        tzset()
        var moment = time_t(epoch)
        var parts = tm()
        guard localtime_r(&moment, &parts) != nil else { return nil }
        return Int(parts.tm_gmtoff)
    }
}
