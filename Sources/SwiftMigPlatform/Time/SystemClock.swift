#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The wall clock and the time zone of the process.
package enum SystemClock {
    /// Seconds since 1970.
    package static var now: Int { Int(time(nil)) }

    /// Nanoseconds since 1970, like the times of files.
    package static var fileTime: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The offset from UTC in seconds at a time in seconds since 1970, in the time zone of the process.
    package static func localOffset(at epoch: Int) -> Int? {
        tzset()
        var moment = time_t(epoch)
        var parts = tm()
        guard localtime_r(&moment, &parts) != nil else { return nil }
        return Int(parts.tm_gmtoff)
    }
}
