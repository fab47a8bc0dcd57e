#if os(Linux)
internal import Foundation

/// The script `scripts/servers`, which starts, kills and removes servers.
package enum ServersScript {
    private static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("scripts/servers").path

    /// The path of a new folder, in memory if possible.
    package static func newFolder() -> String {
        let place = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
        return "\(place)/smig-chaos-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    }

    /// - Returns: The last line of its output.
    @discardableResult
    package static func run(_ arguments: [String]) throws -> String {
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

    /// The test runner's threads block SIGCHLD. A shell that inherits this waits forever.
    private static func withChildSignals(_ body: () throws -> Void) rethrows {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGCHLD)
        var before = sigset_t()
        pthread_sigmask(SIG_UNBLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Removes the servers of a folder when this process ends or the value is released.
    package final class Leash: @unchecked Sendable {
        private let shell = Process()
        private let pipe = Pipe()

        package init(_ folder: String) throws {
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
