internal import Foundation

/// A fake server that lets everybody in, and answers as a test says.
package final class ScriptedServer: @unchecked Sendable {
    package enum Answer: Sendable {
        case packets([[UInt8]])
        case silence
    }

    /// Answers a packet of the client, without its header. Its first byte is the command. Connections count from 1.
    package typealias Script = @Sendable (_ connection: Int, _ packet: [UInt8]) -> Answer

    /// No rows, no id, autocommit, no warnings.
    package static let agreement: [UInt8] = [0, 0, 0, 2, 0, 0, 0]

    package let port: UInt16
    private let version: String
    private let listener: LocalListener
    private let script: Script
    private let lock = NSLock()
    private var clients: [Int32] = []
    private var packets: [(connection: Int, packet: [UInt8])] = []
    private var isClosed = false

    package init(version: String = "5.5.5-10.11.0-MariaDB", _ script: @escaping Script) throws {
        self.version = version
        self.script = script
        listener = try LocalListener()
        port = listener.port
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// The statements that a connection has sent as text.
    package func statements(of connection: Int) -> [String] {
        lock.withLock {
            packets.filter { $0.connection == connection && $0.packet.first == 3 }
                .map { String(decoding: $0.packet.dropFirst(), as: UTF8.self) }
        }
    }

    /// Sends what the script has kept back.
    package func answer(_ connection: Int, _ packet: [UInt8]) {
        send(packet, sequence: 1, to: lock.withLock { clients[connection - 1] })
    }

    package func hangUp(_ connection: Int) {
        shutdown(lock.withLock { clients[connection - 1] }, Int32(SHUT_RDWR))
    }

    /// Ends all connections.
    package func close() {
        let clients = lock.withLock {
            isClosed = true
            return self.clients
        }
        shutdown(listener.descriptor, Int32(SHUT_RDWR))
        for client in clients { shutdown(client, Int32(SHUT_RDWR)) }
    }

    private func acceptAll() {
        while true {
            let client = accept(listener.descriptor, nil, nil)
            guard client >= 0, !lock.withLock({ isClosed }) else { break }
            let number = lock.withLock {
                clients.append(client)
                return clients.count
            }
            Thread.detachNewThread { [self] in serve(client, number) }
        }
        listener.close()
    }

    private func serve(_ client: Int32, _ number: Int) {
        // Its number stays in `clients`, so it stays open for the life of the server.
        send(greeting(number), sequence: 0, to: client)
        guard read(from: client) != nil else { return }
        send(Self.agreement, sequence: 2, to: client)
        while let packet = read(from: client) {
            lock.withLock { packets.append((number, packet)) }
            guard case .packets(let answers) = script(number, packet) else { continue }
            for (place, answer) in answers.enumerated() { send(answer, sequence: UInt8(place + 1), to: client) }
        }
    }

    deinit {
        for client in clients { _ = FileHandle(fileDescriptor: client, closeOnDealloc: true) }
    }

    /// The initial handshake packet: LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION,
    /// MULTI_STATEMENTS, MULTI_RESULTS, PLUGIN_AUTH.
    private func greeting(_ number: Int) -> [UInt8] {
        let capabilities: UInt32 = 0x1 | 0x8 | 0x200 | 0x2000 | 0x8000 | 0x10000 | 0x20000 | 0x80000
        var packet: [UInt8] = [10] + Array(version.utf8) + [0]
        packet += [UInt8(number), 0, 0, 0] + Array("abcdefgh".utf8) + [0]
        packet += [UInt8(capabilities & 0xFF), UInt8(capabilities >> 8 & 0xFF)]
        packet += [45, 2, 0, UInt8(capabilities >> 16 & 0xFF), UInt8(capabilities >> 24)]
        packet += [21] + [UInt8](repeating: 0, count: 10) + Array("ijklmnopqrst".utf8) + [0]
        return packet + Array("mysql_native_password".utf8) + [0]
    }

    private func send(_ payload: [UInt8], sequence: UInt8, to client: Int32) {
        let packet = [UInt8(payload.count & 0xFF), UInt8(payload.count >> 8), 0, sequence] + payload
        // The client library makes the process ignore SIGPIPE.
        _ = packet.withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
    }

    /// Reads a packet of less than 64 kB.
    private func read(from client: Int32) -> [UInt8]? {
        guard let header = read(4, from: client) else { return nil }
        return read(Int(header[0]) | Int(header[1]) << 8, from: client)
    }

    private func read(_ count: Int, from client: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let more = bytes.withUnsafeMutableBytes { recv(client, $0.baseAddress.map { $0 + done }, count - done, 0) }
            guard more > 0 else { return nil }
            done += more
        }
        return bytes
    }
}
