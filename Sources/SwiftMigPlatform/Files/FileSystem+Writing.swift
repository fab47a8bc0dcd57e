internal import CSwiftMigPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension FileSystem {
    /// Writes a new file atomically and never replaces an existing file.
    ///
    /// - Throws: `FileError`, with the reason `.exists` if the file exists.
    package static func create(_ path: String, _ text: String) throws(FileError) {
        try withDraft(of: path, mode: 0o666, Array(text.utf8)) { draft throws(FileError) in
            // A hard link fails if the name is taken, while rename would replace the file.
            if link(draft, path) == 0 { return }
            switch errno {
            case EEXIST: throw FileError(.write, path, .exists)
            // Some file systems have no hard links, such as vboxsf and exFAT.
            case EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK: try moveWithoutReplacing(draft, to: path)
            default: throw .last(.write, path)
            }
        }
    }

    /// Reserves the name with an empty file and replaces that with the draft.
    static func moveWithoutReplacing(_ draft: String, to path: String) throws(FileError) {
        let reserved = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard reserved >= 0 else { throw FileError(.write, path, errno == EEXIST ? .exists : .system(.last)) }
        close(reserved)
        guard rename(draft, path) == 0 else {
            let error = FileError.last(.write, path)
            unlink(path)
            throw error
        }
    }

    /// Writes a new file and creates the folders above it, unless the file exists.
    ///
    /// - Returns: false if the file exists already.
    package static func createUnlessThere(_ path: String, _ text: String) throws(FileError) -> Bool {
        if exists(path) { return false }
        if let parent = parent(of: path) { try makeFolder(parent) }
        do {
            try create(path, text)
            return true
        } catch  where error.reason == .exists {
            return false
        }
    }

    /// Replaces the contents of a file atomically and keeps its mode.
    package static func replace(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        guard let facts = FileFacts(path, followsLinks: true) else { throw .last(.write, path) }
        try withDraft(of: path, mode: facts.mode, bytes) { draft throws(FileError) in try move(draft, to: path) }
    }

    /// Writes a file atomically, whether it exists or not, and creates the folders above it.
    package static func write(_ path: String, _ text: String) throws(FileError) {
        if let parent = parent(of: path) { try makeFolder(parent) }
        try withDraft(of: path, mode: 0o666, Array(text.utf8)) { draft throws(FileError) in try move(draft, to: path) }
    }

    /// Writes a file next to the path, flushes it to the disk, and calls `body` with its path.
    private static func withDraft(
        of path: String,
        mode: mode_t,
        _ bytes: [UInt8],
        _ body: (_ draft: String) throws(FileError) -> Void
    ) throws(FileError) {
        // The process id would not do: in a container it is the same each time, and a killed process leaves its draft.
        let draft = "\(path).\(String(UInt32.random(in: .min ... .max), radix: 36)).tmp"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .last(.write, path) }
        defer { unlink(draft) }
        // For a new file the umask has already set the mode.
        if mode != 0o666 { fchmod(file, mode) }
        var failure = bytes.withUnsafeBytes { writeAll($0, to: file) } ?? flush(file)
        if close(file) != 0, failure == nil { failure = .last }
        if let failure { throw FileError(.write, path, .system(failure)) }
        try body(draft)
    }

    /// Flushes a file to the disk, unless its file system cannot do that.
    ///
    /// - Returns: The error, or nil on success.
    static func flush(_ file: Int32) -> SystemError? {
        if fsync(file) == 0 { return nil }
        switch errno {
        case EINVAL, ENOTSUP, ENOSYS: return nil
        default: return .last
        }
    }

    package static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else { throw .last(.remove, path) }
    }

    /// Removes a file if it exists.
    package static func removeIfThere(_ path: String) {
        unlink(path)
    }

    package static func move(_ path: String, to target: String) throws(FileError) {
        guard rename(path, target) == 0 else { throw .last(.write, target) }
    }

    /// Removes a file, or a folder and everything in it.
    package static func removeTree(_ path: String) throws(FileError) {
        guard swiftmig_remove_tree(path) == 0 else { throw .last(.remove, path) }
    }

    package static func setMode(_ mode: UInt16, of path: String) throws(FileError) {
        guard chmod(path, mode_t(mode)) == 0 else { throw .last(.write, path) }
    }

    /// Creates a folder and the folders above it.
    ///
    /// - Parameter mode: The mode of the folder itself, before the umask applies.
    /// - Returns: false if the folder exists already.
    @discardableResult
    package static func makeFolder(_ path: String, mode: UInt16 = 0o777) throws(FileError) -> Bool {
        if path.isEmpty || isFolder(path) { return false }
        if let parent = parent(of: path) { try makeFolder(parent) }
        if mkdir(path, mode_t(mode)) == 0 { return true }
        let error = SystemError.last
        if isFolder(path) { return false }
        // Something other than a folder exists there.
        throw FileError(.makeFolder, path, .system(error == .exists ? .notAFolder : error))
    }
}

/// Writes all bytes to a descriptor.
///
/// - Returns: The error, or nil on success.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> SystemError? {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&waiting, 1, -1)
        } else if errno != EINTR {
            return .last
        }
    }
    return nil
}
