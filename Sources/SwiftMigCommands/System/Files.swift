#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A file or folder that could not be made.
package struct FileSystemError: Error, Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
        case createFolder, createFile
    }

    package var operation: Operation
    package var path: String
    package var errno: Int32
    /// The system's own words.
    package var reason: String

    init(_ operation: Operation, _ path: String, errno number: Int32) {
        self.operation = operation
        self.path = path
        errno = number
        reason = String(cString: strerror(number))
    }
}

/// The writing half of the file system edge.
enum Files {
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func isWritable(_ path: String) -> Bool {
        access(path, W_OK) == 0
    }

    /// Makes the folder and those above it.
    ///
    /// - Returns: false when it was there already.
    @discardableResult
    static func createFolder(_ path: String) throws(FileSystemError) -> Bool {
        if isFolder(path) { return false }
        if let parent = parent(of: path) { _ = try createFolder(parent) }
        if mkdir(path, 0o777) == 0 { return true }
        let number = errno
        if isFolder(path) { return false }
        throw FileSystemError(.createFolder, path, errno: number)
    }

    /// Writes a new file whole or not at all, and never over another one.
    ///
    /// - Returns: false when there was a file already.
    static func create(_ path: String, containing text: String) throws(FileSystemError) -> Bool {
        if exists(path) { return false }
        if let parent = parent(of: path) { try createFolder(parent) }
        let draft = "\(path).\(getpid()).tmp"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileSystemError(.createFile, path, errno: errno) }
        defer { unlink(draft) }
        let written = writeAll(descriptor, text)
        let failure = errno
        close(descriptor)
        guard written else { throw FileSystemError(.createFile, path, errno: failure) }
        // link, unlike rename, refuses to replace.
        if link(draft, path) == 0 { return true }
        if errno == EEXIST { return false }
        throw FileSystemError(.createFile, path, errno: errno)
    }

    /// Removes a file, where there is one.
    static func remove(_ path: String) {
        unlink(path)
    }

    private static func writeAll(_ descriptor: Int32, _ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno != EINTR { return false }
                rest = rest.dropFirst(max(0, count))
            }
            return true
        }
    }

    private static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
        return String(path[..<slash])
    }
}
