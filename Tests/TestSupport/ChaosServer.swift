#if os(Linux)
internal import Foundation

/// A server with durable settings that may be killed and started again. It ends with this process, however that ends.
package final class ChaosServer: Sendable {
    package let folder: String
    private let url: String
    private let leash: ServersScript.Leash

    package var socket: String { folder + "/s.sock" }

    /// - Parameters:
    ///   - name: The name in `scripts/servers`.
    ///   - more: Options of the server.
    package init(_ name: String, _ more: [String] = []) throws {
        folder = ServersScript.newFolder()
        leash = try ServersScript.Leash(folder)
        let options = [
            "--innodb-flush-log-at-trx-commit=1", "--innodb-doublewrite=1", "--myisam-recover-options=FORCE",
        ]
        url = try ServersScript.run(["up", name, folder] + options + more)
    }

    package func url(of database: String) -> String {
        url.replacingOccurrences(of: "localhost/", with: "localhost/\(database)")
    }

    /// Runs a script with the server's own client.
    package func runClient(on database: String, _ script: String) throws {
        let client = Process()
        client.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let options = ["--no-defaults", "--default-character-set=utf8mb4", "-uroot", "-S", socket, database]
        client.arguments = ["mariadb"] + options
        let input = Pipe()
        let errors = Pipe()
        client.standardInput = input
        client.standardOutput = FileHandle.nullDevice
        client.standardError = errors
        try client.run()
        // The server chooses the collation, as it does for swiftmig. MariaDB's client would set another.
        input.fileHandleForWriting.write(Data("SET NAMES utf8mb4;\n\(script)".utf8))
        try input.fileHandleForWriting.close()
        let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        client.waitUntilExit()
        guard client.terminationStatus == 0 else { throw TestSupportError("\(words) of:\n\(script)") }
    }

    /// Kills the server with kill -9, and starts it again with the same data.
    package func restart() throws {
        try ServersScript.run(["restart", folder])
    }
}
#endif
