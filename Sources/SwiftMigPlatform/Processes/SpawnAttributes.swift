#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The signal settings and the session of a child process.
struct SpawnAttributes {
    #if canImport(Darwin)
    var value: posix_spawnattr_t?
    #else
    var value = posix_spawnattr_t()
    #endif

    /// - Parameter isService: Whether the child blocks and ignores no signals. Otherwise it inherits the signal
    ///   settings.
    init(isService: Bool, isDetached: Bool) {
        posix_spawnattr_init(&value)
        var flags: Int32 = isDetached ? Self.newSession : 0
        if isService {
            var none = sigset_t()
            sigemptyset(&none)
            posix_spawnattr_setsigmask(&value, &none)
            var all = sigset_t()
            sigfillset(&all)
            posix_spawnattr_setsigdefault(&value, &all)
            flags |= Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
            #if canImport(Darwin)
            flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
            #endif
        }
        posix_spawnattr_setflags(&value, Int16(flags))
    }

    mutating func destroy() {
        posix_spawnattr_destroy(&value)
    }

    /// `POSIX_SPAWN_SETSID`, which glibc declares only with `_GNU_SOURCE`.
    private static let newSession: Int32 = {
        #if canImport(Darwin)
        0x0400
        #else
        0x80
        #endif
    }()
}
