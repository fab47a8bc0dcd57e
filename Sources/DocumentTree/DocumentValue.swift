/// A document as a tree, before it is written as YAML or JSON.
package indirect enum DocumentValue: Sendable {
    case text(String)
    case number(Int)
    case bool(Bool)
    case list([DocumentValue])
    /// In writing order. YAML writes the mapping on one line if `isFlow`.
    case map([(key: String, value: DocumentValue)], isFlow: Bool)

    package var isEmpty: Bool {
        switch self {
        case .list(let values): values.isEmpty
        case .map(let entries, _): entries.isEmpty
        case .text, .number, .bool: false
        }
    }
}

/// A mapping under construction. It leaves out empty values.
package struct MapBuilder {
    package private(set) var entries: [(key: String, value: DocumentValue)] = []

    package init() {}

    package mutating func add(_ key: String, _ value: DocumentValue?) {
        if let value, !value.isEmpty { entries.append((key, value)) }
    }

    package mutating func add(_ key: String, text: String?) {
        add(key, text.flatMap { $0.isEmpty ? nil : .text($0) })
    }

    /// Adds the key only if the flag is true.
    package mutating func add(_ key: String, flag: Bool) {
        if flag { entries.append((key, .bool(true))) }
    }

    package mutating func add(_ key: String, sql: String?) {
        add(key, sql.map(DocumentValue.sql))
    }

    package var flow: DocumentValue { .map(entries, isFlow: true) }
    package var block: DocumentValue { .map(entries, isFlow: false) }
}

extension DocumentValue {
    package static func sql(_ text: String) -> DocumentValue {
        .map([("sql", .text(text))], isFlow: true)
    }
}
