/// A document as a tree, before it becomes YAML or JSON.
indirect enum DocumentValue {
    case text(String)
    case number(Int)
    case bool(Bool)
    case list([DocumentValue])
    /// In the order to write. YAML writes the mapping on one line where `isFlow`.
    case map([(key: String, value: DocumentValue)], isFlow: Bool)

    var isEmpty: Bool {
        switch self {
        case .list(let values): values.isEmpty
        case .map(let entries, _): entries.isEmpty
        case .text, .number, .bool: false
        }
    }
}

/// A mapping under construction: what says nothing is not put in.
struct MapBuilder {
    private(set) var entries: [(key: String, value: DocumentValue)] = []

    mutating func add(_ key: String, _ value: DocumentValue?) {
        if let value, !value.isEmpty { entries.append((key, value)) }
    }

    mutating func add(_ key: String, text: String?) {
        add(key, text.flatMap { $0.isEmpty ? nil : .text($0) })
    }

    /// Only where it is true.
    mutating func add(_ key: String, flag: Bool) {
        if flag { entries.append((key, .bool(true))) }
    }

    mutating func add(_ key: String, sql: String?) {
        add(key, sql.map(DocumentValue.sql))
    }

    var flow: DocumentValue { .map(entries, isFlow: true) }
    var block: DocumentValue { .map(entries, isFlow: false) }
}

extension DocumentValue {
    static func sql(_ text: String) -> DocumentValue {
        .map([("sql", .text(text))], isFlow: true)
    }
}
