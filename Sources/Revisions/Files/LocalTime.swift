internal import SwiftMigPlatform

/// Time zones for the names of files. Stored times are in UTC.
enum LocalTime {
    /// Returns the offset from UTC in seconds at a moment, for `UTC`, `local`, `+02:00` or a name such as
    /// `Europe/Berlin`; nil for an unknown zone.
    static func offset(of zone: String, at epoch: Int) -> Int? {
        if ["", "utc", "z"].contains(zone.lowercased()) { return 0 }
        if let sign = zone.first, sign == "+" || sign == "-" {
            // The parser of times can read such an offset.
            return UTCDate("1970-01-02T00:00:00" + zone).map { 86400 - $0.epoch }
        }
        if zone.lowercased() == "local" { return SystemClock.localOffset(at: epoch) }
        return TimeZoneFile(named: zone)?.offset(at: epoch)
    }
}
