internal import SwiftMigPlatform

/// Changes one key in the header of a revision file, and leaves every other byte as it is.
package enum HeaderEdit {
    /// Returns the bytes of the file with other parents.
    ///
    /// - Throws: `RevisionFileError`: `.headerNotEditable` if the line cannot be found, or if the edit would change
    ///   anything else.
    package static func settingParents(
        _ parents: [String],
        of revision: Revision
    ) throws(RevisionFileError) -> [UInt8] {
        let bytes = try revision.contents.whole(path: revision.path)
        guard let range = lineRange(of: "down_revision", in: revision.contents) else {
            throw .headerNotEditable(path: revision.path)
        }
        let end = bytes[range].last == UInt8(ascii: "\n") ? (bytes[range].dropLast().last == 0x0D ? "\r\n" : "\n") : ""
        let line = "-- down_revision: \(RevisionDraft.parentsText(parents))\(end)"
        let edited = bytes[..<range.lowerBound] + Array(line.utf8) + bytes[range.upperBound...]
        // The reader decides whether only the parents have changed.
        var expected = revision
        expected.downRevisions = parents
        var result = try RevisionHeader.read(Array(edited), path: revision.path)
        result.lines = expected.lines
        result.contents = expected.contents
        guard result == expected else { throw .headerNotEditable(path: revision.path) }
        return Array(edited)
    }

    /// Replaces the file atomically: readers see the old text or the new one.
    ///
    /// - Throws: `RevisionFileError`.
    package static func write(_ bytes: [UInt8], to revision: Revision) throws(RevisionFileError) {
        try RevisionFileError.wrapping(FileSystem.replace(revision.path, bytes))
    }

    /// The lines of a key: its own and those that continue its value.
    private static func lineRange(of key: String, in contents: RevisionContents) -> Range<Int>? {
        let header = contents.bytes[..<contents.bodyStart]
        var found: Range<Int>?
        var start = header.startIndex
        while start < header.endIndex {
            let end = header[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? header.endIndex
            let line = header[start..<end]
            if let range = found {
                guard isContinuation(line) else { return range }
                found = range.lowerBound..<end
            } else if name(in: line) == key {
                found = start..<end
            }
            start = end
        }
        return found
    }

    /// The key at the beginning of a header line.
    private static func name(in line: ArraySlice<UInt8>) -> String? {
        guard line.starts(with: "--".utf8), let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let text = line[line.index(line.startIndex, offsetBy: 2)..<colon].drop { $0 == 0x20 }
        return String(decoding: text.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }, as: UTF8.self)
    }

    private static func isContinuation(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "--".utf8), let name = name(in: line) else { return line.starts(with: "--".utf8) }
        return !RevisionHeader.keys.contains(name)
    }
}
