internal import Foundation

/// A fake server that sends the requested greeting, and records every byte from the client.
package final class FakeServer: @unchecked Sendable {
    package enum Behavior: Sendable, CaseIterable {
        /// Offers no TLS and authenticates with mysql_native_password.
        case nativePassword
        /// Offers no TLS, and then asks for the password in clear text.
        case asksForCleartext
        /// Offers no TLS, and asks for another authentication with caching_sha2_password or sha256_password: the
        /// password itself or, if the client asks for the server's key, encrypted with it.
        case cachingSHA2, sha256
        /// Offers no TLS and does not support authentication plugins.
        case withoutPlugins
        /// Offers TLS, and closes the connection when the client begins it.
        case breaksTLS
        /// Offers TLS, and stops responding when the client begins it.
        case stallsTLS
        /// Asks for `missingPlugin`.
        case asksForMissingPlugin
        /// Closes every connection at once.
        case hangsUp
        /// Accepts connections but never sends anything.
        case silent
        /// Accepts every login, and answers every statement with OK.
        case agrees
        /// The same, but with one answer per round trip, however many statements it has.
        case agreesOnce
    }

    /// A plugin that is not installed anywhere. It is admitted, because the client's list is searched for a substring.
    package static let missingPlugin = "client_ed2551"

    /// Whether a client of it gets an answer or the end of the connection, rather than silence.
    package var answers: Bool { behavior != .silent && behavior != .stallsTLS }

    package let port: UInt16
    private let listener: LocalListener
    private let behavior: Behavior
    private let version: String
    private let done = DispatchSemaphore(value: 0)
    private var bytes: [UInt8] = []

    /// Serves one connection.
    ///
    /// - Parameter version: The version in the greeting.
    package init(_ behavior: Behavior, version: String = "5.5.5-10.11.0-MariaDB") throws {
        self.behavior = behavior
        self.version = version
        listener = try LocalListener()
        port = listener.port
        let thread = Thread { [self] in
            serve()
            done.signal()
        }
        thread.start()
    }

    /// Returns what the client sent until it closed the connection.
    package func received() -> [UInt8] {
        done.wait()
        done.signal()
        return bytes
    }

    package func receivedText(_ text: String) -> Bool {
        Data(received()).range(of: Data(text.utf8)) != nil
    }

    private func serve() {
        let client = accept(listener.descriptor, nil, nil)
        listener.close()
        guard client >= 0 else { return }
        defer { _ = FileHandle(fileDescriptor: client, closeOnDealloc: true) }
        switch behavior {
        case .hangsUp: return
        case .silent: readToEnd(client)
        case .nativePassword, .withoutPlugins:
            send(greeting, sequence: 0, to: client)
            readOnce(client)
            send(accessDenied, sequence: 2, to: client)
            readToEnd(client)
        case .breaksTLS:
            send(greeting, sequence: 0, to: client)
            readOnce(client)
        case .stallsTLS:
            send(greeting, sequence: 0, to: client)
            readToEnd(client)
        case .agrees, .agreesOnce:
            send(greeting, sequence: 0, to: client)
            readOnce(client)
            send(agreement(), sequence: 2, to: client)
            var old = bytes.count
            while readOnce(client) {
                let text = String(decoding: bytes[old...], as: UTF8.self)
                old = bytes.count
                let count = behavior == .agrees ? text.components(separatedBy: "\n;\n").count : 1
                for number in 1...count {
                    send(agreement(isLast: number == count), sequence: UInt8(number), to: client)
                }
            }
        case .cachingSHA2, .sha256:
            send(greeting, sequence: 0, to: client)
            readOnce(client)
            send([0xFE] + Array(plugin.utf8) + [0] + Array("abcdefghijklmnopqrst".utf8) + [0], sequence: 2, to: client)
            var sequence: UInt8 = 4
            if behavior == .cachingSHA2 {
                readOnce(client)
                send([1, 4], sequence: sequence, to: client)
                sequence += 2
            }
            readOnce(client)
            send([1] + Array(Self.publicKey.utf8), sequence: sequence, to: client)
            readOnce(client)
            send(accessDenied, sequence: sequence + 2, to: client)
            readToEnd(client)
        case .asksForCleartext, .asksForMissingPlugin:
            send(greeting, sequence: 0, to: client)
            readOnce(client)
            let plugin = behavior == .asksForCleartext ? "mysql_clear_password" : Self.missingPlugin
            send([0xFE] + Array(plugin.utf8) + [0], sequence: 2, to: client)
            readOnce(client)
            send(accessDenied, sequence: 4, to: client)
            readToEnd(client)
        }
    }

    /// The initial handshake packet, protocol version 10.
    private var greeting: [UInt8] {
        // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION; SSL and PLUGIN_AUTH depend on
        // the behavior.
        var capabilities: UInt32 = 0x1 | 0x8 | 0x200 | 0x2000 | 0x8000
        if behavior == .breaksTLS || behavior == .stallsTLS { capabilities |= 0x800 }
        if behavior != .withoutPlugins { capabilities |= 0x80000 }
        var packet: [UInt8] = [10] + Array(version.utf8) + [0]
        packet += [1, 0, 0, 0] + Array("abcdefgh".utf8) + [0]
        packet += [UInt8(capabilities & 0xFF), UInt8(capabilities >> 8 & 0xFF)]
        packet += [45, 2, 0, UInt8(capabilities >> 16 & 0xFF), UInt8(capabilities >> 24)]
        packet += [21] + [UInt8](repeating: 0, count: 10) + Array("ijklmnopqrst".utf8) + [0]
        if behavior != .withoutPlugins { packet += Array(plugin.utf8) + [0] }
        return packet
    }

    private var plugin: String {
        switch behavior {
        case .cachingSHA2: "caching_sha2_password"
        case .sha256: "sha256_password"
        default: "mysql_native_password"
        }
    }

    private static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmbRUwA2YuktTEhC1bKRa
        O8K8viiqvawhiw6hJ1jbid1q/vTgULpbbLTWvCMBWk1wpZsMXAuKjdldXHnW81/5
        /vp3H+Ca1k58mlMWDVASITXa2pPPgaMOmOQ0AP8Kqxjka5TmDswmQ3JiecU573Ti
        lLJIIQBPAyDNTew55/q6jrwKoFuw6ISLbx+JKnwNxGUD7c1fJqzRHbxSEQpF1PO9
        WiOO4pvPfxp82Y5Wsa+Mxwn1XP28WusSCqFeOXU0dRnRUyi7+Y7j7Jf/0PTqDnW8
        v3c2JRUGntdJxb+KCkNc4oS+jMv8lc0vY3QOG1wVspMxho2mAwfTd1xU9K6Vntnn
        jwIDAQAB
        -----END PUBLIC KEY-----

        """

    /// No rows, no id, autocommit, no warnings.
    private func agreement(isLast: Bool = true) -> [UInt8] { [0, 0, 0, isLast ? 2 : 2 | 8, 0, 0, 0] }

    private var accessDenied: [UInt8] {
        [0xFF, 0x15, 0x04] + Array("#28000Access denied".utf8)
    }

    private func send(_ payload: [UInt8], sequence: UInt8, to client: Int32) {
        let packet = [UInt8(payload.count & 0xFF), UInt8(payload.count >> 8), 0, sequence] + payload
        _ = packet.withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
    }

    @discardableResult
    private func readOnce(_ client: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(client, &buffer, buffer.count)
        guard count > 0 else { return false }
        bytes += buffer.prefix(count)
        return true
    }

    private func readToEnd(_ client: Int32) {
        while readOnce(client) {}
    }
}
