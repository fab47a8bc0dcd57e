internal import SchemaModel
internal import SwiftMigPlatform

/// The size and time of a file, to tell whether it has changed.
struct FileStatus: Hashable {
    /// The size in bytes.
    let size: Int64
    /// The time of the last change, in nanoseconds since 1970.
    let modified: Int64

    /// - Returns: nil if there is no such file.
    init?(_ path: String) {
        guard let facts = FileFacts(path, followsLinks: true) else { return nil }
        (size, modified) = (facts.size, facts.modified)
    }
}

/// A fingerprint of all sources of Swift packages, to tell whether any has changed.
struct SourceFingerprint: Hashable {
    /// A hash of the names, sizes and times of all files.
    let hash: UInt64
    /// The time of the user's last change to a file, in nanoseconds since 1970.
    private(set) var newest: Int64 = 0

    private static let endings: Set<Substring> = [
        "swift", "c", "cc", "cpp", "cxx", "m", "mm", "h", "hpp", "S", "s", "modulemap", "resolved",
    ]

    /// - Returns: nil if one of the folders cannot be read.
    init?(packages: [String]) {
        var files: [String] = []
        for package in packages where !Self.collect(package, into: &files) { return nil }
        var hash = FNV1a<UInt64>()
        // The order in which folders are listed is arbitrary.
        for file in files.sorted() {
            guard let status = FileStatus(file) else { return nil }
            // SwiftPM itself writes Package.resolved during a build.
            if !file.hasSuffix(".resolved") { newest = max(newest, status.modified) }
            hash.combine("\(file)\n\(status.size) \(status.modified)\n".utf8)
        }
        self.hash = hash.value
    }

    /// Collects the files of a folder. Leaves out hidden folders, which contain builds and repositories, and links to
    /// folders, which may lead back to this one.
    private static func collect(_ folder: String, into files: inout [String]) -> Bool {
        // Changes in a folder that cannot be read would go unnoticed.
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
