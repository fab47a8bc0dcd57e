#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What this thread has used so far.
struct Counters {
    var nanoseconds: UInt64
    /// Counted by `counters.c` where it is loaded.
    var allocations: UInt64
    /// 0 where the processor does not count them.
    var instructions: UInt64

    private typealias Reader = @convention(c) (UnsafeMutablePointer<UInt64>) -> Void
    private static let reader = dlsym(dlopen(nil, RTLD_NOW), "benchmark_counters").map {
        unsafeBitCast($0, to: Reader.self)
    }

    static var now: Counters {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        var counts: [UInt64] = [0, 0]
        reader?(&counts)
        return Counters(
            nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec),
            allocations: counts[0],
            instructions: counts[1]
        )
    }

    /// The least that a closure used in several runs, after one that fills the caches.
    static func least(of runs: Int, _ body: () throws -> Void) rethrows -> Counters {
        try body()
        var least = Counters(nanoseconds: .max, allocations: .max, instructions: .max)
        for _ in 0..<runs {
            let start = now
            try body()
            let end = now
            least.nanoseconds = min(least.nanoseconds, end.nanoseconds - start.nanoseconds)
            least.allocations = min(least.allocations, end.allocations - start.allocations)
            least.instructions = min(least.instructions, end.instructions - start.instructions)
        }
        return least
    }
}
