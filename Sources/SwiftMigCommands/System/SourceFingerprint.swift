#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// What tells whether a file is the one that it was.
struct FileStatus: Hashable {
    let size: Int64
    /// Nanoseconds since 1970.
    let modified: Int64

    /// The time as files have it.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// - Returns: nil where there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        size = Int64(status.st_size)
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        modified = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// What tells whether anything has changed that a build of Swift packages reads from their folders.
struct SourceFingerprint: Hashable {
    /// One number for the names, sizes and times of all files.
    private(set) var hash: UInt64
    /// When a person wrote the last of them, in nanoseconds since 1970.
    private(set) var newest: Int64 = 0

    private static let endings: Set<Substring> = [
        "swift", "c", "cc", "cpp", "cxx", "m", "mm", "h", "hpp", "S", "s", "modulemap", "resolved",
    ]

    /// - Returns: nil where one of the folders cannot be read.
    init?(packages: [String]) {
        var files: [String] = []
        for package in packages where !Self.collect(package, into: &files) { return nil }
        // FNV-1a, 64 bits.
        hash = 14_695_981_039_346_656_037
        // Folders are listed in any order.
        for file in files.sorted() {
            guard let status = FileStatus(file) else { return nil }
            // SwiftPM writes Package.resolved itself, while it builds.
            if !file.hasSuffix(".resolved") { newest = max(newest, status.modified) }
            for byte in "\(file)\n\(status.size) \(status.modified)\n".utf8 {
                hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
            }
        }
    }

    /// A link is none: it may lead back to where we are. Some file systems do not say what an entry is.
    private static func isFolder(_ type: UInt8, _ path: String) -> Bool {
        Int(type) == Int(DT_DIR) || (Int(type) == Int(DT_UNKNOWN) && Files.isFolder(path))
    }

    /// Hidden folders are no sources: builds and repositories stand there.
    private static func collect(_ folder: String, into files: inout [String]) -> Bool {
        guard let stream = opendir(folder) else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let path = "\(folder)/\(name)"
            if let ending = name.split(separator: ".").dropFirst().last, endings.contains(ending) {
                files.append(path)
            } else if Self.isFolder(entry.pointee.d_type, path), !collect(path, into: &files) {
                return false
            }
        }
        return true
    }
}
