internal import Foundation

/// Folders that are removed when this process ends, even if it is killed. The server of a sandbox in one of them ends
/// with it.
package enum LeashedFolders {
    /// Adds a folder. Call it before the folder has contents. A test that succeeds removes the folder earlier.
    package static func add(_ path: String) throws {
        let leash = try leash.get()
        try leash.fileHandleForWriting.write(contentsOf: Data((path + "\n").utf8))
    }

    /// A shell that reads paths until this process is gone.
    private static let script = """
        trap '' HUP INT TERM
        while read -r folder; do set -- "$@" "$folder"; done
        for folder; do rm -rf "$folder" 2>/dev/null || rm -rf "$folder"; done
        """

    private static let leash = Result<Pipe, any Error> {
        let leash = Pipe()
        // Another child with the writing end would keep the shell waiting.
        _ = fcntl(leash.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", script, "sh"]
        shell.standardInput = leash
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        return leash
    }
}
