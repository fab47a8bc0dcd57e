internal import DocumentTree

/// Writes a document tree as YAML.
struct YAMLWriter {
    private var text = ""

    /// Longer names do not push the values of their neighbours to the right.
    private static let widestAlignment = 32

    static func text(of document: DocumentValue) -> String {
        var writer = YAMLWriter()
        if case .map(let entries, _) = document { writer.block(entries, indentation: 0) }
        return writer.text
    }

    private mutating func block(_ entries: [(key: String, value: DocumentValue)], indentation: Int) {
        let keys = entries.map { ScalarText.yaml($0.key) + ":" }
        let isAligned = entries.allSatisfy { if case .map(_, isFlow: true) = $0.value { true } else { false } }
        let width = isAligned ? keys.map(Self.width).filter { $0 <= Self.widestAlignment }.max() ?? 0 : 0
        for (key, entry) in zip(keys, entries) {
            text += String(repeating: " ", count: indentation) + key
            if case .map(let inner, isFlow: false) = entry.value, !inner.isEmpty {
                text += "\n"
                block(inner, indentation: indentation + 2)
            } else if case .text(let scalar) = entry.value, ScalarText.isBlock(scalar) {
                text += " |-\n"
                for line in scalar.split(separator: "\n", omittingEmptySubsequences: false) {
                    text += line.isEmpty ? "\n" : String(repeating: " ", count: indentation + 2) + line + "\n"
                }
            } else {
                text += String(repeating: " ", count: max(0, width - Self.width(key)) + 1)
                flow(entry.value)
                text += "\n"
            }
        }
    }

    private static func width(_ text: String) -> Int {
        text.unicodeScalars.count
    }

    private mutating func flow(_ value: DocumentValue) {
        switch value {
        case .text(let scalar): text += ScalarText.yaml(scalar)
        case .number(let number): text += String(number)
        case .bool(let bool): text += bool ? "true" : "false"
        case .list(let values): separated(values, "[", "]") { $0.flow($1) }
        case .map(let entries, _):
            separated(entries, "{", "}") { writer, entry in
                writer.text += ScalarText.yaml(entry.key) + ": "
                writer.flow(entry.value)
            }
        }
    }

    private mutating func separated<Element>(
        _ elements: [Element],
        _ open: String,
        _ close: String,
        _ write: (inout YAMLWriter, Element) -> Void
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            write(&self, element)
        }
        text += close
    }
}
