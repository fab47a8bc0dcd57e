#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The status of a file or folder, from `stat`.
package struct FileFacts: Sendable {
    private let status: stat

    /// Returns nil if nothing exists at the path.
    package init?(_ path: String, followsLinks: Bool = false) {
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.status = status
    }

    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.status = status
    }

    package var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
    package var isFile: Bool { status.st_mode & S_IFMT == S_IFREG }
    package var isSocket: Bool { status.st_mode & S_IFMT == S_IFSOCK }
    /// Whether the user of this process owns it.
    package var isOwn: Bool { status.st_uid == geteuid() }
    package var isClosedToOthers: Bool { status.st_mode & 0o077 == 0 }
    /// The size in bytes.
    package var size: Int64 { Int64(status.st_size) }
    var mode: mode_t { status.st_mode & 0o7777 }

    /// The time of the last change of the contents, in nanoseconds since 1970.
    package var modified: Int64 {
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    package func isSame(as other: FileFacts) -> Bool {
        status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino
    }
}
