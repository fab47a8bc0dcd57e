#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Folders that no other user can enter.
enum PrivateFolder {
    /// Makes the folder with mode 0700, its parents with the usual one, and closes it if it was open to others.
    ///
    /// - Throws: `SandboxError`, also when the folder belongs to another user or is a symbolic link: in a folder that
    ///   everybody can write to, such as /tmp, somebody may have been there first.
    static func make(_ path: String) throws {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeParents(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SandboxError(path) }
        guard let facts = FileFacts(path) else { throw SandboxError(path) }
        guard facts.isFolder, facts.isOwn else { throw SandboxError.notPrivate(path: path) }
        if !facts.isClosedToOthers, chmod(path, 0o700) != 0 { throw SandboxError(path) }
    }

    private static func makeParents(_ path: String) throws {
        var facts = stat()
        if stat(path, &facts) == 0 { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeParents(String(path[..<slash])) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw SandboxError(path) }
    }
}

extension SandboxError {
    /// The last error of the system about a path.
    init(_ path: String) {
        self = .fileSystem(path: path, reason: String(cString: strerror(errno)))
    }
}
