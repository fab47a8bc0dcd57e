internal import SwiftMigPlatform

/// The files of one sandbox.
struct SandboxLayout {
    let folder: String

    var data: String { folder + "/data" }
    /// A data folder in the making; it gets its name when it is whole.
    var unfinishedData: String { folder + "/data.new" }
    var temporary: String { folder + "/tmp" }
    var log: String { folder + "/server.log" }
    var installationLog: String { folder + "/install.log" }
    var processIDFile: String { folder + "/server.pid" }
    /// Held while somebody starts or stops the server.
    var controlLock: String { folder + "/control.lock" }
    /// Held by the server itself for as long as it lives.
    var serverLock: String { folder + "/server.lock" }
    /// Says where the socket is when it is not in the folder.
    private var socketRecord: String { folder + "/socket" }

    /// Bytes of a socket's path: `sun_path` has 104 on Darwin and 108 on Linux, with a NUL at its end.
    private static let longestSocketPath = 103

    /// All files that are no folders.
    var files: [String] { [log, installationLog, processIDFile, controlLock, serverLock, socketRecord] }

    /// The socket of a server that runs already, or ran last; nil where the record names one that is not the sandbox's.
    var recordedSocket: String? {
        (try? TextFile.read(socketRecord)).flatMap { isOwnSocket($0) ? $0 : nil }
    }

    /// Where a new server listens: in the folder, or in a private one with a short name when the path is too long.
    func prepareSocket() throws -> String {
        let path = preferredSocket
        if path != folder + "/s.sock" { try PrivateFolder.make(String(path.dropLast("/s.sock".count))) }
        // MySQL keeps a lock file beside its socket.
        for stale in [path, path + ".lock", processIDFile] { FileSystem.removeIfThere(stale) }
        try SandboxError.wrapping(FileSystem.write(socketRecord, path))
        return path
    }

    /// The private folder that was made for the socket alone; nil where the socket is in the sandbox's folder.
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

    /// FNV-1a of the folder's path: the same on every run, which `hashValue` is not.
    private var fingerprint: UInt64 {
        folder.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// Waits until no other process starts or ends the server.
    func waitForControl() throws(SandboxError) -> FileLock { try SandboxError.wrapping(FileLock.wait(controlLock)) }

    /// The lock that a server is started with; nil where there is a server, which holds it.
    func attemptServerLock() throws(SandboxError) -> FileLock? {
        try SandboxError.wrapping(FileLock.attempt(serverLock))
    }

    /// The number of the server's process, from the file that it writes.
    var processID: Int32? {
        (try? TextFile.read(processIDFile)).flatMap {
            Int32($0.filter(\.isNumber))
        }
    }

    /// What a log says of a failure: its errors where it names some, else its end.
    func failure(in path: String) -> String {
        // It may quote what is no UTF-8.
        let text = (try? FileSystem.contents(of: path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = text.split(separator: "\n")
        let errors = lines.filter { $0.contains("[ERROR]") || $0.hasPrefix("FATAL ERROR") }
        return (errors.isEmpty ? lines.suffix(15) : errors.prefix(15)).joined(separator: "\n")
    }
}
