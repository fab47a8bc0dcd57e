internal import DiagnosticModel
internal import SchemaModel
internal import SchemaSQL
internal import YAMLDocument

/// The keys of one mapping. A value of the wrong kind is reported as a problem and treated as missing.
struct Fields {
    let place: DocumentPlace
    let problems: ProblemList
    let location: SourceLocation
    /// Whether there is an unknown key. A missing key is then probably that one, misspelled.
    let hasUnknownKeys: Bool
    private let entries: [YAMLNode.Entry]

    /// - Parameter known: The allowed keys; nil if the user chooses the keys.
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

    /// The value of a key; nil if it is missing or null.
    subscript(key: String) -> YAMLNode? {
        guard let index = index(of: key), !entries[index].value.isNull else { return nil }
        return entries[index].value
    }

    /// Returns whether the key is present with a null value.
    func isNull(_ key: String) -> Bool {
        index(of: key).map { entries[$0].value.isNull } ?? false
    }

    func keyLocation(_ key: String) -> SourceLocation {
        index(of: key).map { entries[$0].keyLocation } ?? location
    }

    /// Returns an index, which avoids copying entries.
    private func index(of key: String) -> Int? {
        // The lengths usually differ, and comparing them is cheaper.
        entries.indices.first { entries[$0].key.utf8.count == key.utf8.count && entries[$0].key == key }
    }

    func text(_ key: String) -> String? {
        guard let node = self[key] else { return nil }
        if let text = node.string { return text }
        wrongType(key, expected: "text", node)
        return nil
    }

    /// Reads SQL text without surrounding whitespace.
    func sql(_ key: String) -> String? {
        guard let text = text(key)?.trimmedSQL else { return nil }
        if text.isEmpty { badValue(key, expected: ["an SQL expression"]) }
        return text.isEmpty ? nil : text
    }

    /// Reads `{sql: …}` or a bare expression.
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

    /// Reads a list, or a single item as a list of one.
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

    /// Reads one of a few words, ignoring case. `_` counts as a blank.
    func word<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) -> Value?
    where Value.RawValue == String {
        guard let text = text(key) else { return nil }
        let words = text.lowercased().utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }
        let wanted = String(decoding: words, as: UTF8.self)
        if let value = Value.allCases.first(where: { $0.rawValue.lowercased() == wanted }) { return value }
        badValue(key, expected: Value.allCases.map { $0.rawValue.lowercased() })
        return nil
    }

    /// Reports a collation that belongs to another character set.
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

    /// Reads `source: {file, line, column}`, which programs that print documents write. Otherwise returns the location
    /// in the document.
    func origin(else location: SourceLocation) -> Origin {
        guard let node = self["source"] else { return Origin(location) }
        guard
            let fields = Fields(node, .source, key: "source", known: ["file", "line", "column"], problems),
            let file = fields.text("file")
        else { return Origin(location) }
        let line = fields.int("line", in: 0...Int.max) ?? 0
        return Origin(SourceLocation(file: file, line: line, column: fields.int("column", in: 0...Int.max) ?? 0))
    }

    /// All entries, for a mapping whose keys the user chooses.
    var all: [YAMLNode.Entry] { entries }
}

extension String {
    /// The string without surrounding whitespace.
    var trimmedSQL: String {
        // Usually there is nothing to trim, which is quick to see in ASCII.
        if let first = utf8.first, let last = utf8.last, (33..<127).contains(first), (33..<127).contains(last) {
            return self
        }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
