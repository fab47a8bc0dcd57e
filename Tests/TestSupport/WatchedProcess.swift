internal import Foundation

/// A program that ends with this process, and whose folder is removed then, even if this process is killed.
///
/// A shell starts the program and then reads from a pipe whose only writing end is in this process. The pipe closes
/// when this process ends, for whatever reason. The shell then kills the program and removes the folder.
final class WatchedProcess: @unchecked Sendable {
    private let shell = Process()
    private let leash = Pipe()
    private let log: String

    /// The script must not use `wait`: the test runner's threads block SIGCHLD, the shell inherits this, and would wait
    /// forever.
    private static let script = """
        trap '' HUP INT TERM
        folder=$1; shift
        "$@" </dev/null &
        program=$!
        while read -r _; do :; done
        kill -9 $program 2>/dev/null
        while [ -e "$folder" ]; do rm -rf "$folder" 2>/dev/null; done
        """

    init(program: String, arguments: [String], folder: String, log: String) throws {
        self.log = log
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let output = FileHandle(forWritingAtPath: log)
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", Self.script, "sh", folder, program] + arguments
        shell.standardInput = leash
        shell.standardOutput = output
        shell.standardError = output
        // Another child with the writing end would keep the server alive.
        _ = fcntl(leash.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try shell.run()
    }

    var isRunning: Bool { shell.isRunning }

    var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    func stop() {
        try? leash.fileHandleForWriting.close()
        shell.waitUntilExit()
    }
}
