/// Writes a document tree as JSON and keeps the tree's order, which is also that of the columns.
package struct JSONWriter {
    private var text = ""

    package static func text(of document: DocumentValue) -> String {
        var writer = JSONWriter()
        writer.write(document, indentation: 0)
        return writer.text + "\n"
    }

    private mutating func write(_ value: DocumentValue, indentation: Int) {
        switch value {
        case .text(let scalar): text += ScalarText.quoted(scalar)
        case .number(let number): text += String(number)
        case .bool(let bool): text += bool ? "true" : "false"
        case .list(let values):
            text += "["
            for (index, item) in values.enumerated() {
                if index > 0 { text += ", " }
                write(item, indentation: indentation)
            }
            text += "]"
        case .map(let entries, let isFlow): map(entries, isFlow: isFlow, indentation: indentation)
        }
    }

    private mutating func map(
        _ entries: [(key: String, value: DocumentValue)],
        isFlow: Bool,
        indentation: Int
    ) {
        let isOneLine = isFlow || entries.isEmpty
        text += "{"
        for (index, entry) in entries.enumerated() {
            if index > 0 { text += isOneLine ? ", " : "," }
            if !isOneLine { text += "\n" + String(repeating: " ", count: indentation + 2) }
            text += ScalarText.quoted(entry.key) + ": "
            write(entry.value, indentation: indentation + 2)
        }
        if !isOneLine { text += "\n" + String(repeating: " ", count: indentation) }
        text += "}"
    }
}
