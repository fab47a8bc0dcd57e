#if os(Linux)
import Foundation
import MariaDBClient
import SchemaSQL
import TestSupport

/// A server on durable settings that may be killed and started again. It ends with this process, however that ends.
final class ChaosServer: Sendable {
    let folder: String
    private let url: String
    private let leash: Leash

    var socket: String { folder + "/s.sock" }

    /// - Parameter name: as `scripts/servers` knows it.
    init(_ name: String) throws {
        let place = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
        folder = "\(place)/smig-chaos-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        leash = try Leash(program: Self.program, arguments: ["down", folder])
        let options = ["--innodb-flush-log-at-trx-commit=1", "--innodb-doublewrite=1"]
        url = try Self.run(["up", name, folder] + options).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func url(of database: String) -> String {
        url.replacingOccurrences(of: "localhost/", with: "localhost/\(database)")
    }

    /// kill -9, and a start over the same data.
    func restart() throws {
        _ = try Self.run(["restart", folder])
    }

    private static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("scripts/servers").path

    private static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try Self.withChildSignals { try process.run() }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestSupportError("scripts/servers \(arguments.joined(separator: " ")) failed")
        }
        return text
    }

    /// Threads of the test runner block SIGCHLD, and a shell that inherits that waits for ever.
    private static func withChildSignals(_ body: () throws -> Void) rethrows {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGCHLD)
        var before = sigset_t()
        pthread_sigmask(SIG_UNBLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Runs a program when this process has ended or the value is gone.
    private final class Leash: @unchecked Sendable {
        private let shell = Process()
        private let pipe = Pipe()

        init(program: String, arguments: [String]) throws {
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            shell.arguments =
                ["-c", "trap '' HUP INT TERM; while read -r _; do :; done; exec \"$@\"", "sh", program] + arguments
            shell.standardInput = pipe
            _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
            try ChaosServer.withChildSignals { try shell.run() }
        }

        deinit {
            try? pipe.fileHandleForWriting.close()
            shell.waitUntilExit()
        }
    }
}
#endif
