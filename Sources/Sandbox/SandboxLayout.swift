internal import SchemaModel
internal import SwiftMigPlatform

/// The files of a sandbox.
struct SandboxLayout {
    let folder: String

    var data: String { folder + "/data" }
    /// The data folder during its initialization. It is renamed when it is complete.
    var unfinishedData: String { folder + "/data.new" }
    var temporary: String { folder + "/tmp" }
    var log: String { folder + "/server.log" }
    var installationLog: String { folder + "/install.log" }
    var processIDFile: String { folder + "/server.pid" }
    /// The lock of a process that starts or stops the server.
    var controlLock: String { folder + "/control.lock" }
    /// The lock that the server holds while it is alive.
    var serverLock: String { folder + "/server.lock" }
    /// The file that records the path of a socket outside the folder.
    private var socketRecord: String { folder + "/socket" }

    /// The maximum length of a socket's path: `sun_path` has 104 bytes on Darwin and 108 on Linux, including a NUL.
    private static let longestSocketPath = 103

    /// All files that are not folders.
    var files: [String] { [log, installationLog, processIDFile, controlLock, serverLock, socketRecord] }

    /// The socket of the running or last server; nil if the record does not name a socket of this sandbox.
    var recordedSocket: String? {
        (try? TextFile.read(socketRecord)).flatMap { isOwnSocket($0) ? $0 : nil }
    }

    /// Returns the socket for a new server: in the folder or, if its path is too long, in a private folder with a short
    /// name.
    func prepareSocket() throws -> String {
        let path = preferredSocket
        if path != folder + "/s.sock" { try PrivateFolder.make(String(path.dropLast("/s.sock".count))) }
        // MySQL keeps a lock file next to its socket.
        for stale in [path, path + ".lock", processIDFile] { FileSystem.removeIfThere(stale) }
        try SandboxError.wrapping(FileSystem.write(socketRecord, path))
        return path
    }

    /// The private folder that was created only for the socket; nil if the socket is in the sandbox's folder.
    var outsideSocketFolder: String? {
        let path = recordedSocket ?? preferredSocket
        guard !path.hasPrefix(folder + "/"), path.hasSuffix("\(socketFolderName)/s.sock") else { return nil }
        return String(path.dropLast("/s.sock".count))
    }

    var socketFolderName: String { "/swiftmig-\(CurrentProcess.user)-\(String(fingerprint, radix: 36))" }

    var preferredSocket: String {
        let inside = folder + "/s.sock"
        if inside.utf8.count <= Self.longestSocketPath { return inside }
        let place = CurrentProcess.variable("TMPDIR") ?? "/tmp"
        let name = socketFolderName + "/s.sock"
        return (place.utf8.count + name.utf8.count <= Self.longestSocketPath ? place : "/tmp") + name
    }

    private var fingerprint: UInt64 {
        var hash = FNV1a<UInt64>()
        hash.combine(folder.utf8)
        return hash.value
    }

    /// Waits until no other process starts or stops the server.
    func waitForControl() throws(SandboxError) -> FileLock { try SandboxError.wrapping(FileLock.wait(controlLock)) }

    /// Takes the lock for starting a server; returns nil if a server holds it.
    func attemptServerLock() throws(SandboxError) -> FileLock? {
        try SandboxError.wrapping(FileLock.attempt(serverLock))
    }

    /// The id of the server's process, from the file that it writes; nil if there is no such file.
    var processID: Int32? {
        (try? TextFile.read(processIDFile)).flatMap {
            Int32($0.filter(\.isNumber))
        }
    }

    /// Returns what a log says about a failure: its errors, or its last lines if there are none.
    func failure(in path: String) -> String {
        // The log may contain text that is not UTF-8. Without a log, the failure is reported without its words.
        let text = (try? FileSystem.contents(of: path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = text.split(separator: "\n")
        let errors = lines.filter { $0.contains("[ERROR]") || $0.hasPrefix("FATAL ERROR") }
        return (errors.isEmpty ? lines.suffix(15) : errors.prefix(15)).joined(separator: "\n")
    }
}
