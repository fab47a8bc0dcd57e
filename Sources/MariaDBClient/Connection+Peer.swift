internal import CMariaDB
internal import SwiftMigConfiguration

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Connection {
    /// The process and the user at the other end of a unix socket; nil for TCP. The process is nil if the system does
    /// not tell it.
    package var peer: (process: Int32?, user: UInt32)? {
        guard case .socket = settings.address, let handle else { return nil }
        let descriptor = mysql_get_socket(handle)
        #if canImport(Darwin)
        var (user, group) = (uid_t(), gid_t())
        return getpeereid(descriptor, &user, &group) == 0 ? (nil, user) : nil
        #else
        // `struct ucred`: the ids of the process, its user and its group.
        var facts: (Int32, UInt32, UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: facts))
        return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &facts, &size) == 0 ? (facts.0, facts.1) : nil
        #endif
    }
}
