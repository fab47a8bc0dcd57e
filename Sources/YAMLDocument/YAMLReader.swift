internal import CLibYAML
package import DiagnosticModel

/// What is wrong with a YAML text, and where.
package enum YAMLError: Error, Hashable, Sendable {
    /// libyaml's message.
    case syntax(String, SourceLocation, YAMLMistake)
    case duplicateKey(String, SourceLocation, first: SourceLocation)
    case keyIsNotText(SourceLocation)
    /// Anchors, aliases and merge keys, which hide what a file says from its readers.
    case unsupported(String, SourceLocation)
    case severalDocuments(SourceLocation)
}

extension YAMLNode {
    /// Reads one YAML document. JSON is YAML too. An empty text gives a null node.
    ///
    /// - Parameters:
    ///   - file: The file name for locations.
    ///   - firstLine: The line of `file` on which `text` starts.
    ///   - columnOffset: The number of columns of `file` to the left of `text` on each line.
    /// - Throws: `YAMLError`.
    package static func read(
        _ text: String,
        file: String,
        firstLine: Int = 1,
        columnOffset: Int = 0
    ) throws(YAMLError) -> YAMLNode {
        var bytes = Array(text.utf8)[...]
        // libyaml counts the byte order mark as a column, which would break the indentation of the first line.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        let reader = YAMLReader(file: file, firstLine: firstLine, columnOffset: columnOffset)
        do {
            return try reader.read(bytes)
        } catch {
            let first = bytes.first { !" \t\r\n".utf8.contains($0) }
            guard case .syntax = error, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { throw error }
            let (rewritten, places) = SurrogatePairs.rewritten(bytes)
            if places.isEmpty { throw error }
            return try YAMLReader(file: file, firstLine: firstLine, columnOffset: columnOffset, places)
                .read(rewritten[...])
        }
    }
}

/// Turns the events of libyaml's parser into nodes with locations.
private final class YAMLReader {
    private let file: String
    private let firstLine: Int
    private let columnOffset: Int
    private let rewrittenPairs: [SurrogatePairs.Place]
    private var bytes: ArraySlice<UInt8> = []
    /// A pointer, because Swift checks each access to a stored `var` of a class, and there is one for every event.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    /// Deeper than any real document. The limit keeps a hostile file from exhausting the stack.
    private static let deepestNesting = 200

    init(file: String, firstLine: Int, columnOffset: Int, _ rewrittenPairs: [SurrogatePairs.Place] = []) {
        self.file = file
        self.firstLine = firstLine
        self.columnOffset = columnOffset
        self.rewrittenPairs = rewrittenPairs
        parser.initialize(to: yaml_parser_t())
    }

    deinit { parser.deallocate() }

    func read(_ bytes: ArraySlice<UInt8>) throws(YAMLError) -> YAMLNode {
        self.bytes = bytes
        // libyaml keeps a pointer to the input, so the bytes must outlive the parser.
        let start = SourceLocation(file: file, line: firstLine, column: 1 + columnOffset)
        let result: Result<YAMLNode, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
            guard yaml_parser_initialize(parser) == 1 else { return .failure(.syntax("out of memory", start, .other)) }
            defer { yaml_parser_delete(parser) }
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            return Result { () throws(YAMLError) -> YAMLNode in try document(start: start) }
        }
        return try result.get()
    }

    private func document(start: SourceLocation) throws(YAMLError) -> YAMLNode {
        var root = YAMLNode(value: .scalar("", isPlain: true), location: start)
        var documents = 0
        while true {
            let event = try next()
            switch event.kind {
            case YAML_STREAM_END_EVENT: return root
            case YAML_DOCUMENT_START_EVENT:
                documents += 1
                if documents > 1 { throw .severalDocuments(event.location) }
                root = try node(from: next(), depth: 0)
            default: continue
            }
        }
    }

    private func node(from event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        if event.hasAnchor { throw .unsupported("anchors", event.location) }
        if depth > Self.deepestNesting {
            throw .unsupported("nesting deeper than \(Self.deepestNesting) levels", event.location)
        }
        switch event.kind {
        case YAML_SCALAR_EVENT:
            return YAMLNode(value: .scalar(event.text, isPlain: event.isPlain), location: event.location)
        case YAML_SEQUENCE_START_EVENT:
            var nodes: [YAMLNode] = []
            while true {
                let event = try next()
                if event.kind == YAML_SEQUENCE_END_EVENT { break }
                nodes.append(try node(from: event, depth: depth + 1))
            }
            return YAMLNode(value: .sequence(nodes), location: event.location)
        case YAML_MAPPING_START_EVENT:
            return YAMLNode(value: .mapping(try entries(depth: depth)), location: event.location)
        default:
            throw .unsupported("aliases", event.location)
        }
    }

    private func entries(depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var keys = KeySet()
        while true {
            let key = try next()
            if key.kind == YAML_MAPPING_END_EVENT { return entries }
            guard key.kind == YAML_SCALAR_EVENT else { throw .keyIsNotText(key.location) }
            if key.isPlain, key.text == "<<" { throw .unsupported("merge keys", key.location) }
            if let first = keys.insert(key.text, into: entries) {
                throw .duplicateKey(key.text, key.location, first: entries[first].keyLocation)
            }
            let value = try node(from: next(), depth: depth + 1)
            entries.append(YAMLNode.Entry(key: key.text, keyLocation: key.location, value: value))
        }
    }

    /// The keys of a mapping so far. Most mappings have few keys, for which a linear search is faster than hashing.
    private struct KeySet {
        private static let fewest = 16
        private var indices: [String: Int] = [:]

        /// Returns the index of the entry that already has the key.
        mutating func insert(_ key: String, into entries: [YAMLNode.Entry]) -> Int? {
            if entries.count < Self.fewest { return entries.firstIndex { $0.key == key } }
            if indices.isEmpty {
                for (index, entry) in entries.enumerated() { indices[entry.key] = index }
            }
            if let first = indices[key] { return first }
            indices[key] = entries.count
            return nil
        }
    }

    private struct Event {
        var kind: yaml_event_type_t
        var text = ""
        var isPlain = false
        var hasAnchor = false
        let location: SourceLocation
    }

    private func next() throws(YAMLError) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else {
            let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
            let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
            let mistake = YAMLMistake(of: parser.pointee, in: bytes, location)
            throw .syntax(context + problem, location(of: parser.pointee.problem_mark), mistake)
        }
        defer { yaml_event_delete(&raw) }
        let location = location(of: raw.start_mark)
        switch raw.type {
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            return Event(
                kind: raw.type,
                text: String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self),
                isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
                hasAnchor: scalar.anchor != nil,
                location: location
            )
        case YAML_SEQUENCE_START_EVENT:
            return Event(kind: raw.type, hasAnchor: raw.data.sequence_start.anchor != nil, location: location)
        case YAML_MAPPING_START_EVENT:
            return Event(kind: raw.type, hasAnchor: raw.data.mapping_start.anchor != nil, location: location)
        default: return Event(kind: raw.type, location: location)
        }
    }

    private func location(of mark: yaml_mark_t) -> SourceLocation {
        let (line, column) = (Int(mark.line), Int(mark.column))
        let pairs = rewrittenPairs.isEmpty ? 0 : rewrittenPairs.count { $0.line == line && $0.column <= column }
        return SourceLocation(
            file: file,
            line: line + firstLine,
            column: column + 1 + columnOffset + pairs * SurrogatePairs.shrinkage
        )
    }
}
