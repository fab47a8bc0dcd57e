internal import SwiftMigPlatform

/// Reads revision files.
package enum RevisionFolder {
    /// The revisions of the folders, and the files that could not be read.
    package struct Contents: Sendable {
        package var revisions: [Revision] = []
        package var broken: [BrokenFile] = []

        fileprivate mutating func add(_ path: String, _ read: (String) throws(FileError) -> [UInt8]) {
            do throws(RevisionFileError) {
                var revision = try RevisionHeader.read(try RevisionFileError.wrapping(read(path)), path: path)
                revision.contents.omitLargeBody()
                revisions.append(revision)
            } catch {
                broken.append(BrokenFile(path: path, error: error))
            }
        }
    }

    /// A file that is not a valid revision.
    package struct BrokenFile: Hashable, Sendable {
        package var path: String
        package var error: RevisionFileError
    }

    /// Reads every `*.sql` file of the folders, in the order of folders and names.
    ///
    /// - Parameter recursive: Whether to read subfolders.
    /// - Throws: `RevisionFileError` if a folder cannot be read. Broken files do not throw.
    package static func read(_ folders: [String], recursive: Bool = false) throws(RevisionFileError) -> Contents {
        var contents = Contents()
        for folder in recursive ? try withSubfolders(folders) : folders {
            let prefix = folder.hasSuffix("/") || folder.isEmpty ? folder : folder + "/"
            do {
                try FileSystem.readFiles(in: folder.isEmpty ? "." : folder, suffix: ".sql") { name, read in
                    contents.add(prefix + name, read)
                }
            } catch {
                throw RevisionFileError(error)
            }
        }
        return contents
    }

    /// Returns each folder once, even if one of the folders is within another.
    private static func withSubfolders(_ folders: [String]) throws(RevisionFileError) -> [String] {
        var all: [String] = []
        var open = Array(folders.reversed())
        while let folder = open.popLast() {
            if all.contains(folder) { continue }
            all.append(folder)
            open += try RevisionFileError.wrapping(FileSystem.folders(in: folder.isEmpty ? "." : folder)).reversed()
        }
        return all
    }

    /// Reads a single file.
    ///
    /// - Throws: `RevisionFileError`.
    package static func file(_ path: String) throws(RevisionFileError) -> Revision {
        let bytes = try RevisionFileError.wrapping(FileSystem.contents(of: path))
        return try RevisionHeader.read(bytes, path: path)
    }

    /// Reads a text that need not be in a file, for tests and previews.
    ///
    /// - Throws: `RevisionFileError`.
    package static func revision(_ text: String, path: String = "") throws(RevisionFileError) -> Revision {
        try RevisionHeader.read(Array(text.utf8), path: path)
    }
}
