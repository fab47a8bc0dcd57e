internal import MariaDBClient
internal import SwiftMigPlatform

/// Checks that the sandbox itself created what it finds. A folder that came with a project, or that another user
/// created, could otherwise lead it to other files and servers.
extension SandboxLayout {
    /// Refuses a folder that belongs to another user, and links and unexpected files in it. Missing files are fine.
    ///
    /// - Throws: `SandboxError.notPrivate`.
    func requireOwnFiles() throws {
        let parent = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? ""
        guard FileFacts(parent).map({ $0.isFolder && $0.isOwn }) ?? true else {
            throw SandboxError.notPrivate(path: parent)
        }
        guard let facts = FileFacts(folder) else { return }
        // If the folder was open to others, any user may have put files into it. An empty one only has to be closed.
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

    /// Whether this sandbox may have created a socket at the path: in its folder, or in a private folder named after
    /// it.
    func isOwnSocket(_ path: String) -> Bool {
        if path == folder + "/s.sock" { return true }
        guard path.hasSuffix(socketFolderName + "/s.sock") else { return false }
        guard let facts = FileFacts(String(path.dropLast("/s.sock".count))) else { return true }
        return facts.isFolder && facts.isOwn && facts.isClosedToOthers
    }

    /// Whether a connection leads to the server that was started here: it belongs to this user, works in the data
    /// folder, and holds the lock that it was started with.
    func isOwn(_ server: Connection) throws -> Bool {
        guard FileFacts(serverLock) != nil, try attemptServerLock() == nil else { return false }
        guard let peer = server.peer, peer.user == CurrentProcess.user else { return false }
        // A server in another process namespace has no id here.
        guard let process = peer.process else { return true }
        return process == processID && isOwnProcess(process)
    }

    /// Whether a process works in the data folder, as both servers do. If the system does not tell, the lock must
    /// suffice.
    func isOwnProcess(_ process: Int32) -> Bool {
        guard let its = FileFacts("/proc/\(process)/cwd", followsLinks: true) else { return true }
        return FileFacts(data)?.isSame(as: its) ?? false
    }
}
