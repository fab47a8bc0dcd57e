internal import DiagnosticModel
internal import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The header data of an Alembic revision file.
package struct AlembicRevision: Sendable {
    package var id: String
    var downRevisions: [String]
    var branchLabels: [String]
    var dependsOn: [String]
    var message: String
    var created: UTCDate?
    package var path: String
    /// The index of its version folder.
    var folder: Int

    /// Reads every revision of the version folders, in the order of folders and names.
    ///
    /// - Parameter skipped: Receives the files that are not revisions.
    /// - Throws: `AlembicError`, `FileError`.
    package static func readAll(_ settings: AlembicSettings, skipped: inout [String]) throws -> [AlembicRevision] {
        var revisions: [AlembicRevision] = []
        for (index, folder) in settings.versionFolders.enumerated() {
            var folders = [folder]
            while let next = folders.popLast() {
                // Subfolders are read after the files next to them.
                if settings.isRecursive {
                    folders += FileSystem.matches(of: next + "/*/").reversed().map { String($0.dropLast()) }
                }
                for path in FileSystem.matches(of: next + "/*.py") where !path.hasSuffix("/__init__.py") {
                    if let revision = try read(path, folder: index) {
                        revisions.append(revision)
                    } else {
                        skipped.append(path)
                    }
                }
            }
        }
        if revisions.isEmpty { throw AlembicError.noRevisions(settings.versionFolders) }
        return revisions
    }

    /// Returns nil for a file that defines no `revision`.
    private static func read(_ path: String, folder: Int) throws -> AlembicRevision? {
        let constants = PythonConstants(try TextFile.read(path))
        guard let entry = constants.values["revision"] else { return nil }
        guard case .text(let id) = entry.value else {
            throw AlembicError.computed("revision", path: path, line: entry.line)
        }
        func texts(_ key: String) throws -> [String] {
            guard let entry = constants.values[key] else { return [] }
            guard let texts = entry.value.texts else { throw AlembicError.computed(key, path: path, line: entry.line) }
            return texts
        }
        let words = constants.docstring?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        return AlembicRevision(
            id: id,
            downRevisions: try texts("down_revision"),
            branchLabels: try texts("branch_labels"),
            dependsOn: try texts("depends_on"),
            message: message(words),
            created: words.lazy.compactMap { date($0) }.first,
            path: path,
            folder: folder
        )
    }

    /// The first paragraph, as in Alembic.
    private static func message(_ lines: [Substring]) -> String {
        let paragraph = lines.drop { $0.allSatisfy(\.isWhitespace) }.prefix { !$0.allSatisfy(\.isWhitespace) }
        return paragraph.map { line in
            var line = line.drop(while: \.isWhitespace)
            while line.last?.isWhitespace == true { line.removeLast() }
            return String(line)
        }.joined(separator: " ").map(\.withoutControls).joined()
    }

    /// `Create Date: 2024-05-06 07:08:09.123456`
    private static func date(_ line: Substring) -> UTCDate? {
        let mark = "Create Date:"
        guard let start = line.firstRange(of: mark)?.upperBound else { return nil }
        var text = line[start...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return UTCDate(String(text))
    }
}

extension Character {
    /// Replaces a character that a revision's message cannot contain by a space.
    fileprivate var withoutControls: String { unicodeScalars.contains(where: \.isControl) ? " " : String(self) }
}

extension PythonConstants.Value {
    /// The value as a list of strings; nil if it contains anything else.
    fileprivate var texts: [String]? {
        switch self {
        case .none: return []
        case .text(let text): return [text]
        case .list(let values):
            let texts = values.map { value -> String? in if case .text(let text) = value { text } else { nil } }
            return texts.contains(nil) ? nil : texts.compactMap { $0 }
        case .computed: return nil
        }
    }
}
