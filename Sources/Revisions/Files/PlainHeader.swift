/// Reads a header in the form that this program writes, with one key per line and plain words, in one pass.
///
/// A chain has thousands of headers, and every command reads them all. A header in another form, or with an error, is
/// left to `RevisionHeader`, which reads everything and reports errors. For headers that both can read, both give the
/// same result.
struct PlainHeader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var line = 1

    /// Returns nil if the header is not in the plain form.
    static func read(_ bytes: [UInt8], path: String) -> Revision? {
        guard
            var revision = bytes.withUnsafeBufferPointer({ buffer -> Revision? in
                var header = PlainHeader(bytes: buffer)
                return header.read(path: path)
            })
        else { return nil }
        let contents = revision.contents
        revision.contents = RevisionContents(bytes: bytes, bodyStart: contents.bodyStart, bodyLine: contents.bodyLine)
        return revision
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private enum Key: Int {
        case revision, downRevision, branchLabels, dependsOn, replaces, created, message
    }

    private static let names: [(StaticString, Key)] = [
        ("revision", .revision), ("down_revision", .downRevision), ("branch_labels", .branchLabels),
        ("depends_on", .dependsOn), ("created", .created), ("message", .message), ("replaces", .replaces),
    ]

    private mutating func read(path: String) -> Revision? {
        var revision = Revision(id: "", path: path)
        var seen = 0
        while position < bytes.count {
            guard startsComment else {
                if bytes[position] == Self.hyphen { return nil }
                break
            }
            var end = position + 3
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            var colon = position + 3
            while colon < end, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
            guard colon < end else { return nil }
            let name = position + 3..<colon
            if equals(name, "swiftmig") { break }
            guard let key = Self.names.first(where: { equals(name, $0.0) })?.1 else { return nil }
            guard seen & (1 << key.rawValue) == 0, colon + 1 == end || isBlank(bytes[colon + 1]) else { return nil }
            seen |= 1 << key.rawValue
            guard set(key, of: &revision, to: trimmed(colon + 1..<end)) else { return nil }
            position = min(end + 1, bytes.count)
            line += 1
        }
        guard seen & 0b11 == 0b11 else { return nil }
        revision.contents.bodyStart = position
        revision.contents.bodyLine = line
        return revision
    }

    private func set(_ key: Key, of revision: inout Revision, to value: Range<Int>) -> Bool {
        switch key {
        case .revision:
            guard let id = word(value) else { return false }
            revision.id = id
            revision.lines.revision = line
        case .downRevision:
            guard let ids = list(value) else { return false }
            revision.downRevisions = ids
            revision.lines.downRevision = line
        case .branchLabels:
            guard let labels = list(value) else { return false }
            revision.branchLabels = labels
            revision.lines.branchLabels = line
        case .dependsOn:
            guard let ids = list(value) else { return false }
            revision.dependsOn = ids
            revision.lines.dependsOn = line
        case .replaces:
            guard let ids = list(value) else { return false }
            revision.replaces = ids
            revision.lines.replaces = line
        case .created:
            guard let date = UTCDate(String(decoding: bytes[value], as: UTF8.self)) else { return false }
            revision.created = date
        case .message:
            guard let message = message(value) else { return false }
            revision.message = message
        }
        return true
    }

    // MARK: Values

    /// An id: letters, digits and `_`, but not a word with another meaning.
    private func word(_ range: Range<Int>) -> String? {
        guard !range.isEmpty, range.count <= RevisionID.longest, range.allSatisfy({ Self.isWordByte(bytes[$0]) }) else {
            return nil
        }
        let word = String(decoding: bytes[range], as: UTF8.self)
        return RevisionID.reservedWords.contains(word) || isNull(range) ? nil : word
    }

    private func list(_ range: Range<Int>) -> [String]? {
        if range.isEmpty || isNull(range) { return [] }
        guard bytes[range.lowerBound] == UInt8(ascii: "[") else { return word(range).map { [$0] } }
        guard bytes[range.upperBound - 1] == UInt8(ascii: "]"), range.count > 1 else { return nil }
        let inner = trimmed(range.lowerBound + 1..<range.upperBound - 1)
        if inner.isEmpty { return [] }
        var words: [String] = []
        var start = inner.lowerBound
        while start <= inner.upperBound {
            var end = start
            while end < inner.upperBound, bytes[end] != UInt8(ascii: ",") { end += 1 }
            guard let word = word(trimmed(start..<end)) else { return nil }
            words.append(word)
            start = end + 1
        }
        return words
    }

    /// Text that YAML reads unchanged.
    private func message(_ range: Range<Int>) -> String? {
        if range.isEmpty || isNull(range) { return "" }
        guard Self.isWordByte(bytes[range.lowerBound]) || bytes[range.lowerBound] >= 0x80 else { return nil }
        var before: UInt8 = 0
        for byte in bytes[range] {
            if byte < 0x20 || byte == 0x7F { return nil }
            if byte == 0x20, before == UInt8(ascii: ":") { return nil }
            if byte == UInt8(ascii: "#"), before == 0x20 { return nil }
            before = byte
        }
        return before == UInt8(ascii: ":") ? nil : String(decoding: bytes[range], as: UTF8.self)
    }

    // MARK: Bytes

    private static let hyphen = UInt8(ascii: "-")

    private var startsComment: Bool {
        position + 2 < bytes.count && bytes[position] == Self.hyphen && bytes[position + 1] == Self.hyphen
            && bytes[position + 2] == 0x20
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == 0x20 { start += 1 }
        while start < end, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private func equals(_ range: Range<Int>, _ name: StaticString) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { text in range.indices.allSatisfy { bytes[$0] == text[$0 - range.lowerBound] } }
    }

    private func isNull(_ range: Range<Int>) -> Bool {
        equals(range, "null") || equals(range, "Null") || equals(range, "NULL")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }
}
