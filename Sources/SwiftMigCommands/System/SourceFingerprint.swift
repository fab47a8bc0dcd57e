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

/// One number for everything that a build of Swift packages reads from their folders.
enum SourceFingerprint {
    private static let endings: Set<Substring> = [
        "swift", "c", "cc", "cpp", "cxx", "m", "mm", "h", "hpp", "S", "s", "modulemap", "resolved",
    ]

    /// - Returns: nil where one of the folders cannot be read.
    static func of(packages: [String]) -> UInt64? {
        var files: [String] = []
        for package in packages where !collect(package, into: &files) { return nil }
        // FNV-1a, 64 bits: folders are listed in any order.
        var hash: UInt64 = 14_695_981_039_346_656_037
        for file in files.sorted() {
            guard let status = FileStatus(file) else { return nil }
            for byte in "\(file)\n\(status.size) \(status.modified)\n".utf8 {
                hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
            }
        }
        return hash
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
            } else if entry.pointee.d_type != DT_REG, Files.isFolder(path), !collect(path, into: &files) {
                return false
            }
        }
        return true
    }
}
