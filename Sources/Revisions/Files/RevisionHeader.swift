internal import DiagnosticModel
internal import YAMLDocument

/// Reads the header of a revision file: YAML in the first block of `--` lines.
///
/// A chain has thousands of similar headers, so the plain form (`key: word`, `key: [word, word]`) is read directly. Any
/// other form goes to the YAML reader, which gives the same values.
struct RevisionHeader {
    private enum Value {
        case null
        case text(String)
        case list([String])
        /// A value of another kind, with a description of it.
        case other(String)
    }

    private struct Entry {
        var value: Value
        var location: SourceLocation
    }

    static let keys = ["revision", "down_revision", "branch_labels", "depends_on", "replaces", "created", "message"]

    private let bytes: [UInt8]
    private let path: String
    /// The lines of the header without line ends, and the number of the first.
    private var lines: [Range<Int>] = []
    private var firstLine = 1
    private var contents = RevisionContents()
    private var entries: [String: Entry] = [:]

    /// - Throws: `RevisionFileError`.
    static func read(_ bytes: [UInt8], path: String) throws(RevisionFileError) -> Revision {
        try checkEncoding(bytes, path: path)
        if let revision = PlainHeader.read(bytes, path: path) { return revision }
        return try readThoroughly(bytes, path: path)
    }

    /// Like `read`, but without the fast path for plain headers.
    static func readThoroughly(_ bytes: [UInt8], path: String) throws(RevisionFileError) -> Revision {
        var header = RevisionHeader(bytes: bytes, path: path)
        try header.findLines()
        if !header.readPlainly() {
            header.entries = [:]
            try header.readYAML()
        }
        return try header.revision()
    }

    private init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    private static func checkEncoding(_ bytes: [UInt8], path: String) throws(RevisionFileError) {
        guard let offset = UTF8Check.firstInvalidByte(in: bytes) else { return }
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let location = SourceLocation(
            file: path,
            line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        )
        throw .notUTF8(location, offset: offset)
    }

    private mutating func findLines() throws(RevisionFileError) {
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        while position < bytes.count {
            var end = position
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            let text = position..<end
            let isComment = bytes[text].starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")])
            if isComment, text.count > 2, bytes[text.lowerBound + 2] > 0x20 {
                throw .commentWithoutBlank(SourceLocation(file: path, line: line, column: 1))
            }
            if isComment, !Directive.isDirective(bytes[text]) {
                if lines.isEmpty { firstLine = line }
                lines.append(text)
            } else if !lines.isEmpty || bytes[text].contains(where: { $0 > 0x20 }) {
                break
            }
            position = min(end + 1, bytes.count)
            line += 1
        }
        contents = RevisionContents(bytes: bytes, bodyStart: position, bodyLine: line)
    }

    // MARK: The plain form

    /// Returns false if a line needs the YAML reader.
    private mutating func readPlainly() -> Bool {
        for (index, line) in lines.enumerated() {
            let content = bytes[line.dropFirst(2)]
            guard let start = content.firstIndex(where: { $0 != 0x20 }) else { continue }
            guard start == line.lowerBound + 3, let colon = content.firstIndex(of: UInt8(ascii: ":")) else {
                return false
            }
            let key = String(decoding: bytes[start..<colon], as: UTF8.self)
            let raw = bytes[(colon + 1)..<line.upperBound]
            guard Self.keys.contains(key), entries[key] == nil, raw.first == nil || raw.first == 0x20,
                let value = Self.plainValue(Self.trimmed(raw))
            else { return false }
            let column = line.lowerBound.distance(to: start) + 1
            let location = SourceLocation(file: path, line: firstLine + index, column: column)
            entries[key] = Entry(value: value, location: location)
        }
        return true
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let last = bytes.last, last == 0x20 || last == 0x0D { bytes.removeLast() }
        return bytes.drop { $0 == 0x20 }
    }

    private static func plainValue(_ text: ArraySlice<UInt8>) -> Value? {
        guard let first = text.first else { return .null }
        if first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") {
            let inner = trimmed(text.dropFirst().dropLast())
            if inner.isEmpty { return .list([]) }
            var items: [String] = []
            for part in inner.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                let item = trimmed(part)
                guard !item.isEmpty, item.allSatisfy(isWordByte), case .text(let word) = plainScalar(item) else {
                    return nil
                }
                items.append(word)
            }
            return .list(items)
        }
        guard isWordByte(first), isPlainText(text) else { return nil }
        return plainScalar(text)
    }

    private static func plainScalar(_ text: ArraySlice<UInt8>) -> Value {
        let string = String(decoding: text, as: UTF8.self)
        return ["null", "Null", "NULL"].contains(string) ? .null : .text(string)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: byte >= 0x80
        }
    }

    /// Whether YAML reads the text unchanged: it contains no comment, no mapping and no control character.
    private static func isPlainText(_ text: ArraySlice<UInt8>) -> Bool {
        var before: UInt8 = 0
        for byte in text {
            if byte < 0x20 || byte == 0x7F { return false }
            if byte == 0x20, before == UInt8(ascii: ":") { return false }
            if byte == UInt8(ascii: "#"), before == 0x20 { return false }
            before = byte
        }
        return before != UInt8(ascii: ":")
    }

    /// Whether a value can be written without quotes.
    static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)[...]
        guard let first = bytes.first, isWordByte(first), bytes.last != 0x20, isPlainText(bytes),
            case .text = plainScalar(bytes)
        else { return false }
        return true
    }

    // MARK: Any form

    private mutating func readYAML() throws(RevisionFileError) {
        var text: [UInt8] = []
        for line in lines {
            // The space after `--` belongs to the comment.
            let hasBlank = line.count > 2 && bytes[line.lowerBound + 2] == 0x20
            text.append(contentsOf: bytes[line.dropFirst(hasBlank ? 3 : 2)])
            text.append(UInt8(ascii: "\n"))
        }
        let root: YAMLNode
        do {
            root = try YAMLNode.read(
                String(decoding: text, as: UTF8.self),
                file: path,
                firstLine: firstLine,
                columnOffset: 3
            )
        } catch {
            // A first block without `revision:` is a comment, not an invalid header.
            if !looksLikeHeader { throw .noHeader(path: path) }
            throw .header(error)
        }
        if root.isNull { return }
        guard let mapping = root.mapping else {
            if !looksLikeHeader { throw .noHeader(path: path) }
            throw .headerIsNotMapping(root.location)
        }
        for entry in mapping {
            guard Self.keys.contains(entry.key) else {
                let nearest = Spelling.nearest(to: entry.key, among: Self.keys)
                throw .unknownKey(entry.key, nearest: nearest, entry.keyLocation)
            }
            entries[entry.key] = Entry(value: Self.value(of: entry.value), location: entry.value.location)
        }
    }

    private var looksLikeHeader: Bool {
        lines.contains {
            bytes[$0].starts(with: "-- revision:".utf8) || bytes[$0].starts(with: "-- down_revision:".utf8)
        }
    }

    private static func value(of node: YAMLNode) -> Value {
        if node.isNull { return .null }
        if let text = node.string { return .text(text) }
        guard let nodes = node.sequence else { return .other(node.kind) }
        let texts = nodes.compactMap(\.string)
        return texts.count == nodes.count ? .list(texts) : .other("a list with values other than text")
    }

    // MARK: The values

    private func revision() throws(RevisionFileError) -> Revision {
        guard !lines.isEmpty, !entries.isEmpty else { throw .noHeader(path: path) }
        guard let idEntry = entries["revision"] else { throw missing("revision") }
        guard case .text(let id) = idEntry.value else { throw bad("revision", "a revision id", idEntry) }
        try check(id, idEntry)
        guard let downEntry = entries["down_revision"] else { throw missing("down_revision") }

        var revision = Revision(id: id, path: path, contents: contents)
        revision.downRevisions = try ids("down_revision")
        revision.dependsOn = try ids("depends_on")
        revision.branchLabels = try ids("branch_labels")
        revision.replaces = try ids("replaces")
        revision.lines.revision = idEntry.location.line
        revision.lines.downRevision = downEntry.location.line
        revision.lines.dependsOn = entries["depends_on"]?.location.line ?? 0
        revision.lines.branchLabels = entries["branch_labels"]?.location.line ?? 0
        revision.lines.replaces = entries["replaces"]?.location.line ?? 0
        if let entry = entries["created"], case .text(let text) = entry.value {
            guard let created = UTCDate(text) else {
                throw bad("created", "a time such as 2026-11-22T18:31:26Z", entry)
            }
            revision.created = created
        }
        switch entries["message"]?.value {
        case .text(let text): revision.message = text
        case .list, .other: throw bad("message", "text", entries["message"] ?? idEntry)
        case .null, nil: break
        }
        return revision
    }

    /// Reads one id, a list of ids, or null for none.
    private func ids(_ key: String) throws(RevisionFileError) -> [String] {
        guard let entry = entries[key] else { return [] }
        switch entry.value {
        case .null: return []
        case .text(let id):
            try check(id, entry)
            return [id]
        case .list(let ids):
            for id in ids { try check(id, entry) }
            return ids
        case .other: throw bad(key, "a revision id, a list of them, or null", entry)
        }
    }

    private func check(_ id: String, _ entry: Entry) throws(RevisionFileError) {
        let illegal = RevisionID.illegalCharacters(in: id)
        if !illegal.isEmpty { throw .illegalRevisionID(id, characters: illegal, entry.location) }
        if RevisionID.reservedWords.contains(id) || id.isEmpty || id.utf8.count > RevisionID.longest {
            throw .illegalRevisionID(id, characters: [], entry.location)
        }
    }

    private func missing(_ key: String) -> RevisionFileError {
        .missingKey(key, SourceLocation(file: path, line: firstLine, column: 1))
    }

    private func bad(_ key: String, _ expected: String, _ entry: Entry) -> RevisionFileError {
        let found =
            switch entry.value {
            case .null: "nothing"
            case .text(let text): "'\(text)'"
            case .list: "a list"
            case .other(let kind): kind
            }
        return .badValue(key: key, expected: expected, found: found, entry.location)
    }
}
