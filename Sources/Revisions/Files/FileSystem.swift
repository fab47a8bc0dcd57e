#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The few calls on files that revisions need, straight on the system: a thousand small files are read in the time that a
/// richer library takes to start.
enum FileSystem {
    /// The names in a folder that end with `suffix`, hidden ones left out, sorted by their bytes.
    static func names(in folder: String, suffix: String) throws(RevisionFileError) -> [String] {
        guard let directory = opendir(folder) else { throw cannotOpen(folder) }
        defer { closedir(directory) }
        return entries(of: directory, suffix: suffix).map(\.name)
    }

    private static func cannotOpen(_ folder: String) -> RevisionFileError {
        errno == ENOENT ? .folderMissing(path: folder) : .unreadable(path: folder, reason: lastError())
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The paths of the folders within a folder, hidden ones left out, sorted by their bytes.
    static func folders(in folder: String) throws(RevisionFileError) -> [String] {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return try names(in: folder, suffix: "").map { prefix + $0 }.filter { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }

    /// Calls `body` for each file of a folder, sorted by name, with its name and a function that reads it; the path that this
    /// takes is for messages.
    static func readFiles(
        in folder: String,
        suffix: String,
        _ body: (_ name: String, _ read: (_ path: String) throws(RevisionFileError) -> [UInt8]) -> Void
    ) throws(RevisionFileError) {
        guard let directory = opendir(folder) else { throw cannotOpen(folder) }
        defer { closedir(directory) }
        let descriptor = dirfd(directory)
        // Nearly every file fits; it is read in one call and copied to an array of its own size.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        for entry in entries(of: directory, suffix: suffix) {
            body(entry.name) { path throws(RevisionFileError) in
                guard entry.isRegular else { return try contents(of: path) }
                let file = openat(descriptor, entry.name, O_RDONLY | O_CLOEXEC)
                guard file >= 0 else { return try contents(of: path) }
                defer { close(file) }
                let count = read(file, buffer.baseAddress, buffer.count)
                guard count >= 0, count < buffer.count else { return try contents(of: path) }
                return Array(buffer[..<count])
            }
        }
    }

    private struct Entry {
        var name: String
        /// Known to be a plain file.
        var isRegular: Bool
    }

    /// The entries of a folder that end with `suffix`, hidden ones left out, sorted by the bytes of their names.
    private static func entries(of directory: OpaquePointer, suffix: String) -> [Entry] {
        var entries: [Entry] = []
        let suffix = Array(suffix.utf8)
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes -> String? in
                    let name = UnsafeBufferPointer(
                        start: bytes,
                        count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))
                    )
                    guard name.first != UInt8(ascii: "."), name.suffix(suffix.count).elementsEqual(suffix) else {
                        return nil
                    }
                    return String(decoding: name, as: UTF8.self)
                }
            }
            guard let name else { continue }
            entries.append(Entry(name: name, isRegular: entry.pointee.d_type == UInt8(DT_REG)))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    static func contents(of path: String) throws(RevisionFileError) -> [UInt8] {
        // Without O_NONBLOCK a pipe would keep the program waiting for somebody to write.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw isDanglingLink(path) ? .noFile(path: path, .danglingLink) : unreadable(path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .noFile(path: path, status.st_mode & S_IFMT == S_IFDIR ? .folder : .other)
        }
        // One byte more than the file has, so that the read after the last byte is seldom needed.
        let capacity = Int(status.st_size) + 1
        var failure: Int32 = 0
        var bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = 0
            while count < capacity {
                let got = read(file, buffer.baseAddress.map { $0 + count }, capacity - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                count += got
            }
        }
        guard failure == 0 else { throw .unreadable(path: path, reason: description(of: failure)) }
        if bytes.count == capacity { try readRest(of: file, path: path, into: &bytes) }
        return bytes
    }

    private static func isDanglingLink(_ path: String) -> Bool {
        guard errno == ENOENT else { return false }
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func unreadable(_ path: String) -> RevisionFileError {
        .unreadable(path: path, reason: lastError())
    }

    /// Reads on in a file that is longer than its size said.
    private static func readRest(of file: Int32, path: String, into bytes: inout [UInt8]) throws(RevisionFileError) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let got = read(file, &chunk, chunk.count)
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw .unreadable(path: path, reason: lastError()) }
            if got == 0 { return }
            bytes.append(contentsOf: chunk[..<got])
        }
    }

    /// Writes a new file: complete under its name, or not at all, and never over an existing one.
    static func create(_ path: String, _ text: String) throws(RevisionFileError) {
        let temporary = path + ".\(getpid()).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .unwritable(path: path, reason: lastError()) }
        defer { unlink(temporary) }
        try writeAll(file, Array(text.utf8), path: path)
        // A hard link fails where the name is taken; rename would replace the file.
        guard link(temporary, path) == 0 else {
            if errno == EEXIST { throw .fileExists(path: path) }
            // Some file systems have no hard links.
            if access(path, F_OK) == 0 { throw .fileExists(path: path) }
            guard rename(temporary, path) == 0 else { throw .unwritable(path: path, reason: lastError()) }
            return
        }
    }

    /// Puts other contents in the place of a file's, at one stroke; its mode stays.
    static func replace(_ path: String, _ bytes: [UInt8]) throws(RevisionFileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unwritable(path: path, reason: lastError()) }
        let temporary = path + ".\(getpid()).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .unwritable(path: path, reason: lastError()) }
        defer { unlink(temporary) }
        fchmod(file, status.st_mode & 0o7777)
        try writeAll(file, bytes, path: path)
        guard rename(temporary, path) == 0 else { throw .unwritable(path: path, reason: lastError()) }
    }

    /// Writes everything to the disk and closes the file.
    private static func writeAll(_ file: Int32, _ bytes: [UInt8], path: String) throws(RevisionFileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                let reason = lastError()
                close(file)
                throw .unwritable(path: path, reason: reason)
            }
            rest = rest.dropFirst(written)
        }
        fsync(file)
        guard close(file) == 0 else { throw .unwritable(path: path, reason: lastError()) }
    }

    static func remove(_ path: String) throws(RevisionFileError) {
        guard unlink(path) == 0 else { throw .unwritable(path: path, reason: lastError()) }
    }

    static func move(_ path: String, to target: String) throws(RevisionFileError) {
        guard rename(path, target) == 0 else { throw .unwritable(path: target, reason: lastError()) }
    }

    static func makeFolder(_ path: String) throws(RevisionFileError) {
        guard !path.isEmpty, mkdir(path, 0o777) != 0, errno != EEXIST else { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/") {
            try makeFolder(String(path[..<slash]))
            guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
        }
        throw .unwritable(path: path, reason: lastError())
    }

    private static func lastError() -> String { description(of: errno) }

    private static func description(of number: Int32) -> String { String(cString: strerror(number)) }
}
