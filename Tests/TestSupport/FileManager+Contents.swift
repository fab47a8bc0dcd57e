package import Foundation

extension FileManager {
    /// Copies a file or a folder without owner and times, which only the owner of the copy may set.
    package func copyContents(of source: URL, to target: URL) throws {
        var isFolder: ObjCBool = false
        guard fileExists(atPath: source.path, isDirectory: &isFolder), isFolder.boolValue else {
            return try Data(contentsOf: source).write(to: target)
        }
        try createDirectory(at: target, withIntermediateDirectories: false)
        for name in try contentsOfDirectory(atPath: source.path) {
            try copyContents(of: source.appendingPathComponent(name), to: target.appendingPathComponent(name))
        }
    }
}
