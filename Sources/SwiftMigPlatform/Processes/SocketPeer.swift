#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Who listens at the other end of a unix socket, as the system tells.
package struct SocketPeer: Sendable {
    /// nil where the system does not tell.
    package var process: Int32?
    package var user: UInt32

    /// - Returns: nil where the descriptor is no unix socket.
    package init?(descriptor: Int32) {
        #if canImport(Darwin)
        var (user, group) = (uid_t(), gid_t())
        guard getpeereid(descriptor, &user, &group) == 0 else { return nil }
        (process, self.user) = (nil, user)
        #else
        // `struct ucred`: the numbers of the process, of its user and of its group.
        var facts: (process: Int32, user: UInt32, group: UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: facts))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &facts, &size) == 0 else { return nil }
        (process, user) = (facts.process, facts.user)
        #endif
    }
}
