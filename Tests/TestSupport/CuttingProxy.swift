#if os(Linux)
internal import Foundation

/// A network between client and server that fails at some packet: all its connections close, and data in transit is
/// lost.
package final class CuttingProxy: @unchecked Sendable {
    /// Where the network fails.
    package struct Cut: Sendable {
        /// The number of packets that pass, in both directions.
        package var packets: Int
        /// The part of the next packet that passes; nil for nothing.
        package var part: Part?

        package init(packets: Int, part: Part? = nil) {
            self.packets = packets
            self.part = part
        }
    }

    package enum Part: Sendable {
        /// The number of bytes of its header, which has four.
        case header(Int)
        /// The header and less than all of the payload.
        case payload(fraction: Double)
    }

    /// The data in transit when the network failed.
    package enum Victim: String, CaseIterable, Sendable {
        case clientHeader = "header from the client"
        case clientPayload = "payload from the client"
        case serverHeader = "header from the server"
        case serverPayload = "payload from the server"
    }

    /// The unix socket that the proxy listens on; empty for a port.
    package let socket: String
    /// The port of 127.0.0.1 that it listens on; nil for a socket.
    package let port: UInt16?
    private let target: String
    private let listener: Int32
    private let lock = NSLock()
    private var connections: [Int32] = []
    private var next: Cut?
    private var hasFailed = false
    private var victim: Victim?
    /// The number of packets that have begun since the last `allow`.
    private var carried = 0

    /// - Parameters:
    ///   - target: The unix socket of the server.
    ///   - socket: The socket that the proxy listens on.
    package init(to target: String, at socket: String) throws {
        self.target = target
        self.socket = socket
        port = nil
        listener = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let bound = Self.withAddress(socket) { bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 64) == 0 else { throw TestSupportError("no proxy: errno \(errno)") }
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Creates a proxy that listens on a free port of 127.0.0.1, for clients that use TLS. Of what is encrypted, it
    /// knows no packets, and can only be cut by `cut`.
    ///
    /// - Parameter target: The unix socket of the server.
    package init(to target: String) throws {
        self.target = target
        socket = ""
        let own = try LocalListener()
        (listener, port) = (own.descriptor, own.port)
        Thread.detachNewThread { [self] in acceptAll() }
    }

    package func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        lock.withLock { shutDownAll() }
        if port == nil { unlink(socket) }
    }

    /// Sets where the network fails, or that it never does, and returns how many packets have passed since the last
    /// call.
    @discardableResult
    package func allow(until cut: Cut?) -> Int {
        lock.withLock {
            defer { carried = 0 }
            (next, hasFailed, victim) = (cut, false, nil)
            return carried
        }
    }

    /// Lets the network fail now, until the next `allow`.
    package func cut() {
        lock.withLock {
            hasFailed = true
            shutDownAll()
        }
    }

    /// Whether the network has failed since `allow`.
    package var isCut: Bool { lock.withLock { hasFailed } }

    /// The part of a packet in which it failed since `allow`.
    package var cutWithin: Victim? { lock.withLock { victim } }

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
            // When one direction ends, both end; the last one closes the descriptors.
            let gate = Gate([client, server])
            Thread.detachNewThread { [self] in pump(client, server, isFromClient: true, gate) }
            Thread.detachNewThread { [self] in pump(server, client, isFromClient: false, gate) }
        }
        _ = Glibc.close(listener)
    }

    /// The two descriptors of a connection, which are closed when both directions have ended.
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

    private func pump(_ source: Int32, _ sink: Int32, isFromClient: Bool, _ gate: Gate) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var packet = Packet()
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            let allowed = take(buffer[..<count], &packet, isFromClient: isFromClient)
            guard write(sink, buffer, allowed) == allowed, allowed == count else { break }
        }
        // Connections that are opened after the next `allow` are not affected.
        lock.withLock { if hasFailed { shutDownAll() } }
        for descriptor in gate.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        guard gate.leave() else { return }
        lock.withLock {
            connections.removeAll(where: gate.descriptors.contains)
            for descriptor in gate.descriptors { _ = Glibc.close(descriptor) }
        }
    }

    /// A packet that has partly passed.
    private struct Packet {
        private static let headerSize = 4
        /// Three bytes of length, lowest first, and a sequence number.
        private var header: [UInt8] = []
        private var passed = 0
        var part: Part?

        private var length: Int { header.prefix(3).reversed().reduce(0) { $0 << 8 | Int($1) } }

        var isAtStart: Bool { passed == 0 }

        /// Returns how many of some bytes belong to the packet and pass, and whether it is cut there.
        mutating func take(_ bytes: ArraySlice<UInt8>) -> (count: Int, isCut: Bool) {
            let missing = bytes.prefix(Self.headerSize - header.count)
            header += missing
            passed += missing.count
            if case .header(let most) = part, passed >= most { return (missing.count - (passed - most), true) }
            guard header.count == Self.headerSize else { return (missing.count, false) }
            let rest = min(bytes.count - missing.count, Self.headerSize + length - passed)
            passed += rest
            if case .payload(let fraction) = part {
                // In an empty packet, there is nothing after the header to cut.
                let most = length == 0 ? Self.headerSize - 1 : Self.headerSize + Int(fraction * Double(length))
                if passed >= most { return (max(0, missing.count + rest - (passed - most)), true) }
            }
            if passed == Self.headerSize + length { self = Packet() }
            return (missing.count + rest, false)
        }
    }

    /// Returns how many of some bytes pass.
    private func take(_ bytes: ArraySlice<UInt8>, _ packet: inout Packet, isFromClient: Bool) -> Int {
        lock.withLock {
            var place = bytes.startIndex
            while place < bytes.endIndex {
                if hasFailed { break }
                if packet.isAtStart {
                    carried += 1
                    if let next, carried == next.packets + 1 {
                        packet.part = next.part
                        hasFailed = next.part == nil
                        if hasFailed { break }
                    }
                }
                let (count, isCut) = packet.take(bytes[place...])
                place += count
                if isCut {
                    hasFailed = true
                    victim = Self.victim(packet.part, isFromClient: isFromClient)
                }
            }
            return place - bytes.startIndex
        }
    }

    private static func victim(_ part: Part?, isFromClient: Bool) -> Victim {
        if case .header = part { return isFromClient ? .clientHeader : .serverHeader }
        return isFromClient ? .clientPayload : .serverPayload
    }

    /// The caller must hold the lock.
    private func shutDownAll() {
        for descriptor in connections { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
}
#endif
