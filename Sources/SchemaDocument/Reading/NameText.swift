internal import SchemaModel

/// Parses names inside short texts: `updated_at desc`, `email(20)`, `` `odd name`(20) ``, `shop.teams(id, region)`. It
/// works on scalars, because a backquote followed by a combining accent is still a backquote.
struct NameText {
    private var rest: Substring.UnicodeScalarView

    private init(_ text: String) {
        rest = text[...].unicodeScalars
    }

    /// Reads one part of a key. A text that equals one of the table's `columns` is a name, whatever it looks like.
    static func indexPart(_ text: String, columns: [String]) -> IndexPart? {
        if columns.contains(text) { return IndexPart(column: text) }
        let overlaps = " without overlaps"
        if text.lowercased().hasSuffix(overlaps) {
            var reader = NameText(String(text.dropLast(overlaps.count)))
            reader.skipSpace()
            guard let name = reader.name(until: "("), !name.isEmpty else { return nil }
            return IndexPart(.period(name))
        }
        var reader = NameText(text)
        reader.skipSpace()
        let isQuoted = reader.rest.first == "`"
        guard let name = reader.name(until: "("), !name.isEmpty else { return nil }
        var part = IndexPart(column: name)
        if reader.accept("(") {
            guard let length = Int(reader.word()), length > 0, reader.accept(")") else { return nil }
            part.prefixLength = length
        } else if !isQuoted {
            // Without quotes, the name includes the direction.
            return undirected(name)
        }
        return reader.withDirection(part)
    }

    /// Reads `table`, `table(a, b)` or `database.table(a, b)`. Without columns, the list is empty.
    static func reference(_ text: String) -> (database: String?, table: String, columns: [String])? {
        var reader = NameText(text)
        var database: String?
        guard var table = reader.name(until: ".("), !table.isEmpty else { return nil }
        if reader.accept(".") {
            database = table
            guard let name = reader.name(until: "("), !name.isEmpty else { return nil }
            table = name
        }
        var columns: [String] = []
        if reader.accept("(") {
            repeat {
                guard let column = reader.name(until: ",)"), !column.isEmpty else { return nil }
                columns.append(column)
            } while reader.accept(",")
            guard reader.accept(")") else { return nil }
        }
        reader.skipSpace()
        return reader.rest.isEmpty ? (database, table, columns) : nil
    }

    private static func undirected(_ text: String) -> IndexPart {
        for (word, isDescending) in [("desc", true), ("asc", false)] where text.lowercased().hasSuffix(word) {
            let name = text.dropLast(word.count)
            guard name.last?.isWhitespace == true else { continue }
            return IndexPart(column: String(name).trimmedSQL, isDescending: isDescending)
        }
        return IndexPart(column: text)
    }

    private mutating func withDirection(_ part: IndexPart) -> IndexPart? {
        var part = part
        let word = word().lowercased()
        skipSpace()
        guard ["", "asc", "desc"].contains(word), rest.isEmpty else { return nil }
        part.isDescending = word == "desc"
        return part
    }

    /// Reads a name in backquotes, or everything before one of the `ends`.
    private mutating func name(until ends: String) -> String? {
        skipSpace()
        guard rest.first == "`" else {
            let ends = Array(ends.unicodeScalars)
            let text = rest.prefix { !ends.contains($0) }
            rest = rest[text.endIndex...]
            return String(text).trimmedSQL
        }
        var name = String.UnicodeScalarView()
        rest = rest.dropFirst()
        while let end = rest.firstIndex(of: "`") {
            name.append(contentsOf: rest[..<end])
            rest = rest[rest.index(after: end)...]
            guard rest.first == "`" else { return String(name) }
            name.append("`")
            rest = rest.dropFirst()
        }
        return nil
    }

    private mutating func word() -> String {
        skipSpace()
        let text = rest.prefix { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0.properties.isAlphabetic }
        rest = rest[text.endIndex...]
        return String(text)
    }

    private mutating func accept(_ symbol: Unicode.Scalar) -> Bool {
        skipSpace()
        guard rest.first == symbol else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func skipSpace() {
        // Usually there is no space, and this check avoids Unicode tables.
        rest = rest.drop { !("!"..."~").contains($0) && $0.properties.isWhitespace }
    }
}
