#if os(Linux)
import Foundation
import TestSupport

/// `scripts/servers`, which starts, kills and removes servers.
enum ServersScript {
    private static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("scripts/servers").path

    /// A folder that is not there yet, in memory where there is such a place.
    static func newFolder() -> String {
        let place = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
        return "\(place)/smig-chaos-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    }

    /// - Returns: the last line of what it prints.
    @discardableResult
    static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try withChildSignals { try process.run() }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestSupportError("scripts/servers \(arguments.joined(separator: " ")) failed")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
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

    /// Removes a folder's servers when this process has ended or the value is gone.
    final class Leash: @unchecked Sendable {
        private let shell = Process()
        private let pipe = Pipe()

        init(_ folder: String) throws {
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            shell.arguments =
                ["-c", "trap '' HUP INT TERM; while read -r _; do :; done; exec \"$@\"", "sh", program, "down", folder]
            shell.standardInput = pipe
            _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
            try ServersScript.withChildSignals { try shell.run() }
        }

        deinit {
            try? pipe.fileHandleForWriting.close()
            shell.waitUntilExit()
        }
    }
}
#endif
