#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// System calls on files and folders. They read a thousand small files in the time that a richer library takes to load.
package enum FileSystem {
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// The error that prevents reading a file, or nil if it can be read.
    package static func readingError(_ path: String) -> SystemError? { isReadable(path) ? nil : .last }

    package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

    package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    package static func isFolder(_ path: String) -> Bool { FileFacts(path, followsLinks: true)?.isFolder ?? false }

    /// The path with all links resolved, or the path itself if that fails.
    package static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// The parent folder of a path, or nil for a bare name or a path directly under the root.
    package static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
        return String(path[..<slash])
    }

    /// The files that match a glob pattern, in alphabetical order.
    package static func matches(of pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }

    // MARK: - Folders

    package struct Entry: Hashable, Sendable {
        package var name: String
        package var kind: Kind

        package enum Kind: Hashable, Sendable {
            case file, folder, other
            /// The file system does not tell the kind.
            case unknown
        }
    }

    /// The entries of a folder whose names end with `suffix`, hidden ones left out, sorted by the bytes of their names.
    package static func entries(in folder: String, suffix: String = "") throws(FileError) -> [Entry] {
        guard let directory = opendir(folder) else { throw .last(.listFolder, folder) }
        defer { closedir(directory) }
        return entries(of: directory, suffix: suffix)
    }

    /// Whether a folder has no entries, hidden ones included.
    package static func isEmpty(_ folder: String) -> Bool {
        guard let directory = opendir(folder) else { return false }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            // Most file systems list these, some do not.
            guard [".", ".."].contains(name(of: entry)) else { return false }
        }
        return true
    }

    /// The paths of the folders within a folder, hidden ones left out, sorted by their bytes.
    package static func folders(in folder: String) throws(FileError) -> [String] {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return try entries(in: folder).map { prefix + $0.name }.filter(isFolder)
    }

    /// Calls `body` for each file of a folder, sorted by name, with its name and a function that reads it. The function
    /// takes the path for error messages.
    package static func readFiles(
        in folder: String,
        suffix: String,
        _ body: (_ name: String, _ read: (_ path: String) throws(FileError) -> [UInt8]) -> Void
    ) throws(FileError) {
        guard let directory = opendir(folder) else { throw .last(.listFolder, folder) }
        defer { closedir(directory) }
        let descriptor = dirfd(directory)
        // Nearly every file fits, and is copied to an array of its own size.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        for entry in entries(of: directory, suffix: suffix) {
            body(entry.name) { path throws(FileError) in
                guard entry.kind == .file else { return try contents(of: path) }
                let file = openat(descriptor, entry.name, O_RDONLY | O_CLOEXEC)
                guard file >= 0 else { return try contents(of: path) }
                defer { close(file) }
                let (count, failure) = fill(buffer, from: file)
                guard failure == nil, count < buffer.count else { return try contents(of: path) }
                return Array(buffer[..<count])
            }
        }
    }

    private static func entries(of directory: OpaquePointer, suffix: String) -> [Entry] {
        var entries: [Entry] = []
        let suffix = Array(suffix.utf8)
        while let entry = readdir(directory) {
            let name = name(of: entry)
            guard name.utf8.first != UInt8(ascii: "."), name.utf8.suffix(suffix.count).elementsEqual(suffix) else {
                continue
            }
            let kind: Entry.Kind =
                switch Int(entry.pointee.d_type) {
                case Int(DT_REG): .file
                case Int(DT_DIR): .folder
                case Int(DT_UNKNOWN): .unknown
                default: .other
                }
            entries.append(Entry(name: name, kind: kind))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) { name in
            String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
        }
    }

    // MARK: - Contents

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - limit: The maximum size in bytes.
    ///   - takesPipes: Whether a pipe, such as a shell's `<(…)`, or a device is allowed.
    package static func contents(
        of path: String,
        upTo limit: Int = .max,
        takesPipes: Bool = false
    ) throws(FileError) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe would wait for a writer.
        let file = open(path, O_RDONLY | O_CLOEXEC | (takesPipes ? 0 : O_NONBLOCK))
        guard file >= 0 else {
            let error = SystemError.last
            let isLink = error == .notFound && FileFacts(path) != nil
            throw FileError(.read, path, isLink ? .danglingLink : .system(error))
        }
        defer { close(file) }
        guard let facts = FileFacts(descriptor: file) else { throw .last(.read, path) }
        guard facts.isFile || (takesPipes && !facts.isFolder) else {
            throw FileError(.read, path, facts.isFolder ? .folder : .noRegularFile)
        }
        guard facts.size <= limit else { throw FileError(.read, path, .tooLarge(bytes: Int(facts.size))) }
        // One byte more than the file has, so that a second read is seldom needed to find its end.
        let capacity = Int(facts.size) + 1
        var failure: SystemError?
        var bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            (count, failure) = fill(UnsafeMutableRawBufferPointer(buffer), from: file)
        }
        if failure == nil, bytes.count == capacity { failure = readRest(of: file, into: &bytes, upTo: limit) }
        if let failure { throw FileError(.read, path, .system(failure)) }
        guard bytes.count <= limit else { throw FileError(.read, path, .tooLarge(bytes: bytes.count)) }
        return bytes
    }

    /// Reads until the buffer is full or the file ends. A single read may return less than the file has, for example on
    /// a network file system.
    private static func fill(
        _ buffer: UnsafeMutableRawBufferPointer,
        from file: Int32
    ) -> (count: Int, failure: SystemError?) {
        var count = 0
        while count < buffer.count {
            let got = read(file, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            if got < 0, errno == EINTR { continue }
            if got < 0 { return (count, .last) }
            if got == 0 { break }
            count += got
        }
        return (count, nil)
    }

    /// Reads the rest of a file that is longer than its reported size.
    private static func readRest(of file: Int32, into bytes: inout [UInt8], upTo limit: Int) -> SystemError? {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= limit {
            let got = read(file, &chunk, chunk.count)
            if got < 0, errno == EINTR { continue }
            if got < 0 { return .last }
            if got == 0 { return nil }
            bytes.append(contentsOf: chunk[..<got])
        }
        return nil
    }
}
