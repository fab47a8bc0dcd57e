internal import SchemaModel
internal import SchemaSQL
internal import YAMLDocument

/// The keys of one mapping. What has the wrong kind is noted as a problem and reads as not said.
struct Fields {
    let place: DocumentPlace
    let problems: ProblemList
    let location: SourceLocation
    /// Where a key is unknown, a missing one is most likely that one, misspelled.
    let hasUnknownKeys: Bool
    private let entries: [YAMLNode.Entry]

    /// - Parameter known: the keys that may stand here; nil where the user chooses them.
    init?(_ node: YAMLNode, _ place: DocumentPlace, key: String, known: [String]?, _ problems: ProblemList) {
        guard let entries = node.isNull ? [] : node.mapping else {
            problems.add(
                .wrongType(key: key, in: place, expected: "a mapping", found: node.kind),
                at: node.location
            )
            return nil
        }
        self.place = place
        self.problems = problems
        self.entries = entries
        location = node.location
        var hasUnknownKeys = false
        if let known {
            for index in entries.indices where !known.contains(entries[index].key) {
                hasUnknownKeys = true
                problems.add(.unknownKey(entries[index].key, in: place, known: known), at: entries[index].keyLocation)
            }
        }
        self.hasUnknownKeys = hasUnknownKeys
    }

    /// The value of a key; nil where it is null.
    subscript(key: String) -> YAMLNode? {
        guard let index = index(of: key), !entries[index].value.isNull else { return nil }
        return entries[index].value
    }

    /// Whether the key stands here with nothing as its value.
    func isNull(_ key: String) -> Bool {
        index(of: key).map { entries[$0].value.isNull } ?? false
    }

    func keyLocation(_ key: String) -> SourceLocation {
        index(of: key).map { entries[$0].keyLocation } ?? location
    }

    /// By index, so that looking copies no entry.
    private func index(of key: String) -> Int? {
        // Mostly the lengths differ, which is seen without a comparison of text.
        entries.indices.first { entries[$0].key.utf8.count == key.utf8.count && entries[$0].key == key }
    }

    func text(_ key: String) -> String? {
        guard let node = self[key] else { return nil }
        if let text = node.string { return text }
        wrongType(key, expected: "text", node)
        return nil
    }

    /// SQL text, without the blanks and line ends around it.
    func sql(_ key: String) -> String? {
        guard let text = text(key)?.trimmedSQL else { return nil }
        if text.isEmpty { badValue(key, expected: ["an SQL expression"]) }
        return text.isEmpty ? nil : text
    }

    /// `{sql: …}`, or the expression alone.
    func expression(_ key: String) -> String? {
        guard let node = self[key], node.mapping != nil else { return sql(key) }
        guard let fields = Fields(node, place, key: key, known: ["sql"], problems) else { return nil }
        guard fields["sql"] != nil else {
            fields.missing("sql", at: node.location)
            return nil
        }
        return fields.sql("sql")
    }

    func bool(_ key: String) -> Bool? {
        guard let node = self[key] else { return nil }
        if let bool = node.bool { return bool }
        wrongType(key, expected: "true or false", node)
        return nil
    }

    func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = self[key] else { return nil }
        if let int = node.int, range.contains(int) { return int }
        wrongType(key, expected: "a number from \(range.lowerBound) to \(range.upperBound)", node)
        return nil
    }

    /// A list, or one item that stands for a list of one.
    func list(_ key: String) -> [YAMLNode]? {
        self[key].map { $0.sequence ?? [$0] }
    }

    func texts(_ key: String) -> [String]? {
        guard let nodes = list(key) else { return nil }
        return nodes.compactMap { node in
            if let text = node.string { return text }
            wrongType(key, expected: "text", node)
            return nil
        }
    }

    /// One of a few words, whatever the case; `_` counts as a blank.
    func word<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) -> Value?
    where Value.RawValue == String {
        guard let text = text(key) else { return nil }
        let words = text.lowercased().utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }
        let wanted = String(decoding: words, as: UTF8.self)
        if let value = Value.allCases.first(where: { $0.rawValue.lowercased() == wanted }) { return value }
        badValue(key, expected: Value.allCases.map { $0.rawValue.lowercased() })
        return nil
    }

    /// A collation belongs to one character set; one of another cannot stand beside it.
    func checkCollation(charset: String?, collation: String?) {
        guard let charset, let collation,
            let own = CharacterSet.ofCollation(CharacterSet.canonicalCollation(collation)),
            own != CharacterSet.canonicalName(charset)
        else { return }
        let key = index(of: "collation") == nil ? "charset" : "collation"
        problems.add(
            .exclusive("charset \(charset)", "collation \(collation)", in: place),
            at: index(of: key) == nil ? self["type"]?.location ?? location : keyLocation(key)
        )
    }

    func missing(_ key: String, at location: SourceLocation, in place: DocumentPlace? = nil) {
        if !hasUnknownKeys { problems.add(.missingKey(key, in: place ?? self.place), at: location) }
    }

    func badValue(_ key: String, expected: [String]) {
        let node = self[key]
        problems.add(
            .badValue(key: key, in: place, value: node?.string ?? "", expected: expected),
            at: node?.location ?? location
        )
    }

    func wrongType(_ key: String, expected: String, _ node: YAMLNode) {
        problems.add(.wrongType(key: key, in: place, expected: expected, found: node.kind), at: node.location)
    }

    /// `source: {file, line, column}`, which a program that prints documents writes; else the place in the document.
    func origin(else location: SourceLocation) -> Origin {
        guard let node = self["source"] else { return Origin(location) }
        guard
            let fields = Fields(node, .source, key: "source", known: ["file", "line", "column"], problems),
            let file = fields.text("file")
        else { return Origin(location) }
        let line = fields.int("line", in: 0...Int.max) ?? 0
        return Origin(SourceLocation(file: file, line: line, column: fields.int("column", in: 0...Int.max) ?? 0))
    }

    /// The keys that the user chose, with nothing left out.
    var all: [YAMLNode.Entry] { entries }
}

extension String {
    /// Without white space at both ends.
    var trimmedSQL: String {
        // Mostly there is nothing to trim, which ASCII tells at once.
        if let first = utf8.first, let last = utf8.last, (33..<127).contains(first), (33..<127).contains(last) {
            return self
        }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
