#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The process at the other end of a unix socket.
package struct SocketPeer: Sendable {
    /// The process id, or nil if the system does not tell it, as for a process of another process namespace.
    package var process: Int32?
    package var user: UInt32

    /// Returns nil if the descriptor is not a unix socket.
    package init?(descriptor: Int32) {
        #if canImport(Darwin)
        var (user, group) = (uid_t(), gid_t())
        guard getpeereid(descriptor, &user, &group) == 0 else { return nil }
        (process, self.user) = (nil, user)
        #else
        // `struct ucred`: the ids of the process, its user and its group.
        var facts: (process: Int32, user: UInt32, group: UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: facts))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &facts, &size) == 0 else { return nil }
        // For TCP, Linux returns process 0 and user -1, which no user has.
        guard facts.user != .max else { return nil }
        (process, user) = (facts.process > 0 ? facts.process : nil, facts.user)
        #endif
    }
}
