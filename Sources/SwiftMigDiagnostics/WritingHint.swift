#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The command that shows or fixes why a file or folder could not be created.
package enum WritingHint {
    /// - Parameter reason: The system's message for its error.
    package static func command(for path: String, reason: String) -> String {
        let folder = nearestFolder(above: path)
        if reason == words(ENOSPC) || reason == words(EDQUOT) { return "df -h \(folder)   # there is no room left" }
        if reason == words(EROFS) { return "df -h \(folder)   # the file system is mounted read-only" }
        var facts = stat()
        if reason == words(EACCES), stat(folder, &facts) == 0, facts.st_uid == geteuid(), access(folder, W_OK) != 0 {
            return "chmod u+w \(folder)"
        }
        return "ls -ld \(folder)   # this user needs write permission there"
    }

    /// The folder of the path, or its nearest existing ancestor.
    private static func nearestFolder(above path: String) -> String {
        var folder = Substring(path)
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if folder.isEmpty { return "/" }
            var facts = stat()
            if stat(String(folder), &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR { return String(folder) }
        }
        return "."
    }

    private static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
