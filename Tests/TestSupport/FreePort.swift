internal import Foundation

package enum FreePort {
    /// Returns a port of 127.0.0.1 that is currently free.
    package static func find() throws -> UInt16 {
        let listener = try LocalListener()
        defer { listener.close() }
        return listener.port
    }
}

/// A listening TCP socket on 127.0.0.1.
package final class LocalListener: Sendable {
    package let descriptor: Int32
    package let port: UInt16

    package init() throws {
        #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, kind, 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) | listen(descriptor, 16) | getsockname(descriptor, generic, &size)
            }
        }
        guard descriptor >= 0, status == 0 else { throw TestSupportError("no free port: errno \(errno)") }
        port = UInt16(bigEndian: address.sin_port)
    }

    package func close() {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }
}
