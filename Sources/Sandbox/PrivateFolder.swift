internal import SwiftMigPlatform

/// Folders that no other user can enter.
enum PrivateFolder {
    /// Makes the folder with mode 0700, its parents with the usual one, and closes it if it was open to others.
    ///
    /// - Throws: `SandboxError`, also when the folder belongs to another user or is a symbolic link: in a folder that
    ///   everybody can write to, such as /tmp, somebody may have been there first.
    static func make(_ path: String) throws(SandboxError) {
        try SandboxError.wrapping(FileSystem.makeFolder(path, mode: 0o700))
        guard let facts = FileFacts(path), facts.isFolder, facts.isOwn else { throw .notPrivate(path: path) }
        if !facts.isClosedToOthers { try SandboxError.wrapping(FileSystem.setMode(0o700, of: path)) }
    }
}
