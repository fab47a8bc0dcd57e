package import DiagnosticModel
internal import SwiftMigPlatform

/// A revision, as described by its file's header. The statements are read when they are needed (`script(dialect:)`).
package struct Revision: Hashable, Sendable {
    package var id: String
    /// The direct parents: none for a base, several for a merge.
    package var downRevisions: [String]
    /// The ids or branch labels of revisions on other lines that must be applied before.
    package var dependsOn: [String]
    package var branchLabels: [String]
    /// The revisions that this one replaces, oldest first; empty unless it is a squash.
    package var replaces: [String]
    package var created: UTCDate?
    package var message: String
    /// The path of the file, as it was found; empty for a revision without a file.
    package var path: String
    /// The header lines of its keys, for messages; 0 for a missing key.
    package var lines: Lines
    /// The file, without the body of a large one.
    package var contents: RevisionContents

    package struct Lines: Hashable, Sendable {
        package var revision = 0
        package var downRevision = 0
        package var dependsOn = 0
        package var branchLabels = 0
        package var replaces = 0

        package init() {}
    }

    package init(
        id: String,
        downRevisions: [String] = [],
        dependsOn: [String] = [],
        branchLabels: [String] = [],
        replaces: [String] = [],
        created: UTCDate? = nil,
        message: String = "",
        path: String = "",
        lines: Lines = Lines(),
        contents: RevisionContents = RevisionContents()
    ) {
        self.id = id
        self.downRevisions = downRevisions
        self.dependsOn = dependsOn
        self.branchLabels = branchLabels
        self.replaces = replaces
        self.created = created
        self.message = message
        self.path = path
        self.lines = lines
        self.contents = contents
    }

    /// The place of the revision's id in the header.
    package var location: SourceLocation { location(line: lines.revision) }

    func location(line: Int) -> SourceLocation { SourceLocation(file: path, line: line, column: 1) }
}

/// The bytes of a revision file, and the end of its header.
///
/// A command reads the headers of all files but needs few of the bodies. Large bodies are not kept but read again, so
/// that a long chain needs little memory.
package struct RevisionContents: Hashable, Sendable {
    /// The whole file, or only the header.
    package private(set) var bytes: [UInt8]
    /// Tells, within this process, whether an omitted body is unchanged when it is read again.
    private var omitted: Omitted?

    private struct Omitted: Hashable {
        var size: Int
        var hash: Int
    }
    /// The offset and the number of the first line after the header.
    package var bodyStart: Int
    package var bodyLine: Int

    package init(bytes: [UInt8] = [], bodyStart: Int = 0, bodyLine: Int = 1) {
        self.bytes = bytes
        self.bodyStart = bodyStart
        self.bodyLine = bodyLine
    }

    private static let largestBody = 2048

    /// Drops a large body, which can be read from the file again.
    mutating func omitLargeBody() {
        guard omitted == nil, bytes.count - bodyStart > Self.largestBody else { return }
        omitted = Self.identity(of: bytes)
        bytes = Array(bytes[..<bodyStart])
    }

    /// Returns the whole file.
    ///
    /// - Parameter path: The path of the file.
    /// - Throws: `RevisionFileError`, `.changedMeanwhile` if the file has changed.
    package func whole(path: String) throws(RevisionFileError) -> [UInt8] {
        guard let omitted else { return bytes }
        let bytes = try RevisionFileError.wrapping(FileSystem.contents(of: path))
        guard Self.identity(of: bytes) == omitted else { throw .changedMeanwhile(path: path) }
        return bytes
    }

    private static func identity(of bytes: [UInt8]) -> Omitted {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return Omitted(size: bytes.count, hash: hasher.finalize())
    }
}
