internal import Foundation

/// Certificates for TLS tests, created by `openssl` in a temporary folder that is removed when the value is released.
package final class TestCertificates: Sendable {
    private let folder: String
    /// Removes the folder when this process ends, however it ends.
    private let guardian: WatchedProcess

    /// The certificate authority that signed all certificates but `otherCA`.
    package var ca: String { folder + "/ca.pem" }
    /// An authority that signed none of the certificates.
    package var otherCA: String { folder + "/other.pem" }

    package enum Leaf: String, Sendable {
        /// Names localhost and 127.0.0.1.
        case good
        /// Names another host.
        case wrongName
        case client
    }

    package init() throws {
        folder = NSTemporaryDirectory() + "/swiftmig-tls-\(getpid())-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guardian = try WatchedProcess(program: "/bin/sleep", arguments: ["86400"], folder: folder, log: folder + "/log")
        do {
            try makeCA("ca")
            try makeCA("other")
            try make(.good, usage: "serverAuth", names: "DNS:localhost,IP:127.0.0.1")
            try make(.wrongName, usage: "serverAuth", names: "DNS:db.example.test")
            try make(.client, usage: "clientAuth", names: "DNS:client.example.test")
        } catch {
            guardian.stop()
            throw error
        }
    }

    deinit {
        guardian.stop()
    }

    package func certificate(_ leaf: Leaf) -> String { "\(folder)/\(leaf.rawValue).pem" }
    package func key(_ leaf: Leaf) -> String { "\(folder)/\(leaf.rawValue).key" }

    /// The arguments for a server that presents the certificate.
    package func serverOptions(_ leaf: Leaf) -> [String] {
        ["--ssl-ca=\(ca)", "--ssl-cert=\(certificate(leaf))", "--ssl-key=\(key(leaf))"]
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

    private func makeCA(_ name: String) throws {
        try openssl(
            [
                "req", "-x509", "-days", "2", "-subj", "/CN=\(name) of a test", "-keyout", "\(name).key", "-out",
                "\(name).pem",
            ]
                + Self.newKey + ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        )
    }

    private func make(_ leaf: Leaf, usage: String, names: String) throws {
        let name = leaf.rawValue
        try "basicConstraints=CA:FALSE\nextendedKeyUsage=\(usage)\nsubjectAltName=\(names)\n"
            .write(toFile: "\(folder)/\(name).ext", atomically: false, encoding: .utf8)
        try openssl(["req", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr"] + Self.newKey)
        try openssl([
            "x509", "-req", "-days", "2", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-extfile", "\(name).ext", "-out", "\(name).pem",
        ])
        // The server runs as another user when the tests run as root.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key(leaf))
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestSupportError("openssl \(arguments[0]) failed; the TLS tests need the package openssl")
        }
    }
}
