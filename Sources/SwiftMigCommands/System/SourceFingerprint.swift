internal import SwiftMigPlatform

/// What tells whether a file is the one that it was.
struct FileStatus: Hashable {
    /// In bytes.
    let size: Int64
    /// Nanoseconds since 1970.
    let modified: Int64

    /// - Returns: nil where there is no such file.
    init?(_ path: String) {
        guard let facts = FileFacts(path, followsLinks: true) else { return nil }
        (size, modified) = (facts.size, facts.modified)
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

    /// Hidden folders are left out: builds and repositories are in them, no sources. So are links to folders, which may lead back
    /// to where we are.
    private static func collect(_ folder: String, into files: inout [String]) -> Bool {
        // A folder that cannot be read is one whose changes are not seen.
        guard let entries = try? FileSystem.entries(in: folder) else { return false }
        for entry in entries {
            let path = "\(folder)/\(entry.name)"
            if let ending = entry.name.split(separator: ".").dropFirst().last, endings.contains(ending) {
                files.append(path)
            } else if entry.kind == .folder || entry.kind == .unknown && FileSystem.isFolder(path) {
                guard collect(path, into: &files) else { return false }
            }
        }
        return true
    }
}
