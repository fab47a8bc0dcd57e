internal import CSwiftMigPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension FileSystem {
    /// Writes a new file: complete under its name, or not at all, and never over an existing one.
    ///
    /// - Throws: `FileError`, with the reason `.exists` where there is a file of this name.
    package static func create(_ path: String, _ text: String) throws(FileError) {
        try withDraft(of: path, mode: 0o666, Array(text.utf8)) { draft throws(FileError) in
            // A hard link fails where the name is taken; rename would replace the file.
            if link(draft, path) == 0 { return }
            if errno == EEXIST { throw FileError(.write, path, .exists) }
            // Some file systems have no hard links, such as vboxsf and exFAT.
            try moveWithoutReplacing(draft, to: path)
        }
    }

    /// Reserves the name with an empty file, and puts the draft in its place.
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

    /// Writes a new file unless there is one, and the folders above it.
    ///
    /// - Returns: false where there was a file already.
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

    /// Puts other contents in the place of a file's, at one stroke; its mode stays.
    package static func replace(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        guard let facts = FileFacts(path, followsLinks: true) else { throw .last(.write, path) }
        try withDraft(of: path, mode: facts.mode, bytes) { draft throws(FileError) in try move(draft, to: path) }
    }

    /// Writes a file at one stroke, whether there is one of this name or not, and the folders above it.
    package static func write(_ path: String, _ text: String) throws(FileError) {
        if let parent = parent(of: path) { try makeFolder(parent) }
        try withDraft(of: path, mode: 0o666, Array(text.utf8)) { draft throws(FileError) in try move(draft, to: path) }
    }

    /// A complete file next to the path, on the disk, for as long as `body` takes.
    private static func withDraft(
        of path: String,
        mode: mode_t,
        _ bytes: [UInt8],
        _ body: (_ draft: String) throws(FileError) -> Void
    ) throws(FileError) {
        let draft = "\(path).\(getpid()).tmp"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .last(.write, path) }
        defer { unlink(draft) }
        // What the umask makes of this one is right already.
        if mode != 0o666 { fchmod(file, mode) }
        var failure = bytes.withUnsafeBytes { writeAll($0, to: file) }
        if failure == nil, fsync(file) != 0, errno != EINVAL { failure = .last }
        if close(file) != 0, failure == nil { failure = .last }
        if let failure { throw FileError(.write, path, .system(failure)) }
        try body(draft)
    }

    package static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else { throw .last(.write, path) }
    }

    /// Removes a file if there is one.
    package static func removeIfThere(_ path: String) {
        unlink(path)
    }

    package static func move(_ path: String, to target: String) throws(FileError) {
        guard rename(path, target) == 0 else { throw .last(.write, target) }
    }

    /// Removes a file, or a folder with all that is in it.
    package static func removeTree(_ path: String) throws(FileError) {
        guard swiftmig_remove_tree(path) == 0 else { throw .last(.write, path) }
    }

    package static func setMode(_ mode: UInt16, of path: String) throws(FileError) {
        guard chmod(path, mode_t(mode)) == 0 else { throw .last(.write, path) }
    }

    /// Makes a folder and those above it.
    ///
    /// - Parameter mode: That of the folder itself, less what the umask takes away.
    /// - Returns: false where it was there already.
    @discardableResult
    package static func makeFolder(_ path: String, mode: UInt16 = 0o777) throws(FileError) -> Bool {
        if path.isEmpty || isFolder(path) { return false }
        if let parent = parent(of: path) { try makeFolder(parent) }
        if mkdir(path, mode_t(mode)) == 0 { return true }
        let error = SystemError.last
        if isFolder(path) { return false }
        // What there is, is no folder.
        throw FileError(.makeFolder, path, .system(error == .exists ? .notAFolder : error))
    }
}

/// Writes all bytes to a descriptor.
///
/// - Returns: what went wrong.
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
