package import SwiftMigPlatform

/// The command that shows or fixes why a file or folder could not be created.
package enum WritingHint {
    /// Files are written completely or not at all, so a repeated command finds nothing half-written.
    package static let repetition = "then run the command again"

    package static func command(for path: String, _ error: SystemError) -> String {
        let folder = nearestFolder(above: path)
        switch error {
        case .noSpace, .quotaExceeded: return "df -h \(folder)   # there is no room left"
        case .readOnlyFileSystem: return "df -h \(folder)   # the file system is mounted read-only"
        case .noAccess where FileFacts(folder, followsLinks: true)?.isOwn == true && !FileSystem.isWritable(folder):
            return "chmod u+w \(folder)"
        default: return "ls -ld \(folder)   # this user needs write permission there"
        }
    }

    /// The folder of the path, or its nearest existing ancestor.
    private static func nearestFolder(above path: String) -> String {
        var folder = Substring(path)
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if folder.isEmpty { return "/" }
            if FileSystem.isFolder(String(folder)) { return String(folder) }
        }
        return "."
    }
}
