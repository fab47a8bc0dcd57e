#if os(Linux)
import Foundation
import TestSupport

/// A network between client and server that fails after some number of bytes: all its connections close, and what they were
/// carrying is lost.
final class CuttingProxy: @unchecked Sendable {
    let socket: String
    private let target: String
    private let listener: Int32
    private let lock = NSLock()
    private var connections: [Int32] = []
    /// How many bytes still pass; nil where nothing is cut.
    private var budget: Int?
    private var carried = 0

    /// - Parameters:
    ///   - target: The unix socket of the server.
    ///   - socket: Where the proxy listens.
    init(to target: String, at socket: String) throws {
        self.target = target
        self.socket = socket
        listener = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let bound = Self.withAddress(socket) { bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 64) == 0 else { throw TestSupportError("no proxy: errno \(errno)") }
        Thread.detachNewThread { [self] in acceptAll() }
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
        unlink(socket)
    }

    /// Lets `bytes` pass from now on, or all, and returns how many have passed since the last call.
    @discardableResult
    func allow(_ bytes: Int?) -> Int {
        lock.withLock {
            defer { carried = 0 }
            budget = bytes
            return carried
        }
    }

    /// Whether the network has failed since `allow`.
    var isCut: Bool { lock.withLock { budget.map { $0 <= 0 } ?? false } }

    private static func withAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result)
        -> Result
    {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            let server = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            let isConnected = !isCut && Self.withAddress(target) { connect(server, $0, $1) } == 0
            guard isConnected else {
                _ = Glibc.close(client)
                _ = Glibc.close(server)
                continue
            }
            lock.withLock { connections += [client, server] }
            // Whichever way ends first ends both; the last to leave closes.
            let gate = Gate([client, server])
            Thread.detachNewThread { [self] in pump(client, server, gate) }
            Thread.detachNewThread { [self] in pump(server, client, gate) }
        }
        _ = Glibc.close(listener)
    }

    /// The two descriptors of a connection, which close when both ways have ended.
    private final class Gate: @unchecked Sendable {
        let descriptors: [Int32]
        private let lock = NSLock()
        private var ways = 2

        init(_ descriptors: [Int32]) { self.descriptors = descriptors }

        func leave() -> Bool {
            lock.withLock {
                ways -= 1
                return ways == 0
            }
        }
    }

    private func pump(_ source: Int32, _ sink: Int32, _ gate: Gate) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, let allowed = take(count), write(sink, buffer, allowed) == allowed else { break }
            if allowed < count { break }
        }
        if isCut { cut() }
        for descriptor in gate.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        guard gate.leave() else { return }
        lock.withLock {
            connections.removeAll(where: gate.descriptors.contains)
            for descriptor in gate.descriptors { _ = Glibc.close(descriptor) }
        }
    }

    /// How many of some bytes still pass; nil where none does.
    private func take(_ count: Int) -> Int? {
        lock.withLock {
            carried += count
            guard let left = budget else { return count }
            budget = left - count
            return left > 0 ? min(left, count) : nil
        }
    }

    private func cut() {
        lock.withLock { for descriptor in connections { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }
}
#endif
