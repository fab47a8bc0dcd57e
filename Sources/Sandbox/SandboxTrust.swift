internal import MariaDBClient
internal import SwiftMigPlatform

/// What a sandbox believes of what it finds: that it made it itself. A folder that came with a project, or that another user made,
/// could otherwise lead to files and servers that are none of the sandbox's.
extension SandboxLayout {
    /// Refuses a folder of somebody else's making, and links and strange files in it. What is not there is fine.
    ///
    /// - Throws: `SandboxError.notPrivate`.
    func requireOwnFiles() throws {
        let parent = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? ""
        guard FileFacts(parent).map({ $0.isFolder && $0.isOwn }) ?? true else {
            throw SandboxError.notPrivate(path: parent)
        }
        guard let facts = FileFacts(folder) else { return }
        // In one that was open to others, anybody may have put anything; as long as it is empty, it need only be closed.
        guard facts.isFolder, facts.isOwn, facts.isClosedToOthers || FileSystem.isEmpty(folder) else {
            throw SandboxError.notPrivate(path: folder)
        }
        for path in [data, unfinishedData, temporary] where FileFacts(path).map({ !$0.isFolder || !$0.isOwn }) ?? false
        {
            throw SandboxError.notPrivate(path: path)
        }
        for path in files where FileFacts(path).map({ !$0.isFile || !$0.isOwn }) ?? false {
            throw SandboxError.notPrivate(path: path)
        }
    }

    /// Whether the path is that of a socket which this sandbox may have made: in its own folder, or in a private one that bears its
    /// name.
    func isOwnSocket(_ path: String) -> Bool {
        if path == folder + "/s.sock" { return true }
        guard path.hasSuffix(socketFolderName + "/s.sock") else { return false }
        guard let facts = FileFacts(String(path.dropLast("/s.sock".count))) else { return true }
        return facts.isFolder && facts.isOwn && facts.isClosedToOthers
    }

    /// Whether a connection leads to the server that was started here: one of this user, at work in the data folder, that holds
    /// the lock that it was started with.
    func isOwn(_ server: Connection) throws -> Bool {
        guard FileFacts(serverLock) != nil, try attemptServerLock() == nil else { return false }
        guard let peer = server.peer, peer.user == CurrentProcess.user else { return false }
        // A server of another process namespace has no number here.
        guard let process = peer.process, process > 0 else { return true }
        return process == processID && isOwnProcess(process)
    }

    /// Whether a process works in the data folder, as both servers do. Where the system does not tell, the lock has to do.
    func isOwnProcess(_ process: Int32) -> Bool {
        guard let its = FileFacts("/proc/\(process)/cwd", followsLinks: true) else { return true }
        return FileFacts(data)?.isSame(as: its) ?? false
    }
}
