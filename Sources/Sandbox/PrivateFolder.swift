internal import SwiftMigPlatform

/// Folders that other users cannot enter.
enum PrivateFolder {
    /// Creates the folder with mode 0700, and its parents with the default mode. Closes an existing folder that is open
    /// to others.
    ///
    /// - Throws: `SandboxError`, also if the folder belongs to another user or is a symbolic link: in a folder that
    ///   everyone can write to, such as /tmp, another user may have created it first.
    static func make(_ path: String) throws(SandboxError) {
        try SandboxError.wrapping(FileSystem.makeFolder(path, mode: 0o700))
        guard let facts = FileFacts(path), facts.isFolder, facts.isOwn else { throw .notPrivate(path: path) }
        if !facts.isClosedToOthers { try SandboxError.wrapping(FileSystem.setMode(0o700, of: path)) }
    }
}
