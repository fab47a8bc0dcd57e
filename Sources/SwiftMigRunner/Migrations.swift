internal import Revisions
internal import SwiftMigConfiguration

extension Migrator {
    /// The location of an application's revisions.
    public struct Migrations: Sendable, Hashable {
        private enum Source: Hashable {
            case folders([String], recursive: Bool)
            case texts([String: String])
        }

        private let source: Source

        private init(_ source: Source) {
            self.source = source
        }

        /// All `*.sql` files of a folder, such as one in a bundle: `.folder(Bundle.module.url(forResource:
        /// "migrations", withExtension: nil)!.path)`
        ///
        /// - Parameters:
        ///   - path: The folder.
        ///   - recursive: Whether to include subfolders.
        public static func folder(_ path: String, recursive: Bool = false) -> Migrations {
            folders([path], recursive: recursive)
        }

        /// All `*.sql` files of several folders.
        ///
        /// - Parameters:
        ///   - paths: The folders.
        ///   - recursive: Whether to include subfolders.
        public static func folders(_ paths: [String], recursive: Bool = false) -> Migrations {
            Migrations(.folders(paths, recursive: recursive))
        }

        /// Revisions that are compiled in: the texts of revision files, by the names to use in messages.
        public static func embedded(_ texts: [String: String]) -> Migrations {
            Migrations(.texts(texts))
        }

        /// - Parameter folder: The folder that relative paths start from.
        /// - Throws: `RevisionGraphError`, `RevisionFileError`.
        func chain(in folder: String) throws -> RevisionGraph {
            switch source {
            case .folders(let paths, let recursive):
                // The empty path hardly means the working directory. Without revisions, the application would start
                // with an old schema.
                if paths.contains("") { throw RevisionFileError.folderMissing(path: "") }
                return try RevisionGraph.read(
                    paths.map { PathName.absolute($0, in: folder) },
                    recursive: recursive
                )
            case .texts(let texts):
                let files = texts.sorted { $0.key < $1.key }
                return try RevisionGraph.build(try files.map { try RevisionFolder.revision($0.value, path: $0.key) })
            }
        }
    }
}
