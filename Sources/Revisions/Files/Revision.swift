package import SchemaModel
internal import SwiftMigPlatform

/// One revision: what its file's header says. The statements are read when they are needed (`script(dialect:)`).
package struct Revision: Hashable, Sendable {
    package var id: String
    /// The revisions it comes directly after: none for a base, several for a merge.
    package var downRevisions: [String]
    /// Ids or branch labels of revisions that must be applied before, outside of its own line.
    package var dependsOn: [String]
    package var branchLabels: [String]
    /// The revisions that this one stands for, oldest first; empty unless it is a squash.
    package var replaces: [String]
    package var created: UTCDate?
    package var message: String
    /// The file's path, as it was found; empty for a revision that is not in a file.
    package var path: String
    /// The lines of the header that name it and its parents, for messages; 0 where there is none.
    package var lines: Lines
    /// The file, but for the body of a large one.
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

    /// Where the header names the revision.
    package var location: SourceLocation { location(line: lines.revision) }

    func location(line: Int) -> SourceLocation { SourceLocation(file: path, line: line, column: 1) }
}

/// The bytes of a revision file and where its header ends.
///
/// A command reads all files for their headers and needs the bodies of few. Large ones are not kept, but read again, so that a long
/// chain fits in little memory.
package struct RevisionContents: Hashable, Sendable {
    /// The whole file, or the header alone.
    package private(set) var bytes: [UInt8]
    /// What tells, within this process, whether a body that was not kept is the same when it is read again.
    private var omitted: Omitted?

    private struct Omitted: Hashable {
        var size: Int
        var hash: Int
    }
    /// The offset of the first line after the header, and its line number.
    package var bodyStart: Int
    package var bodyLine: Int

    package init(bytes: [UInt8] = [], bodyStart: Int = 0, bodyLine: Int = 1) {
        self.bytes = bytes
        self.bodyStart = bodyStart
        self.bodyLine = bodyLine
    }

    private static let largestBody = 2048

    /// Lets go of a large body. The file can be read again.
    mutating func omitLargeBody() {
        guard omitted == nil, bytes.count - bodyStart > Self.largestBody else { return }
        omitted = Self.identity(of: bytes)
        bytes = Array(bytes[..<bodyStart])
    }

    /// The whole file.
    ///
    /// - Parameter path: where it was read.
    /// - Throws: `RevisionFileError`, `.changedMeanwhile` where it is not what it was.
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
