internal import SchemaSQL

/// Parses each text only once: a schema has thousands of columns but only dozens of types.
final class ColumnTypeCache {
    private struct Key: Hashable {
        var text: String
        var charset: String
    }

    private var parsed: [Key: ParsedColumnType] = [:]

    func parse(_ text: String, charset: String) throws(ColumnTypeError) -> ParsedColumnType {
        let key = Key(text: text, charset: charset)
        if let type = parsed[key] { return type }
        let type = try ColumnTypeParser.parse(text, charset: charset)
        parsed[key] = type
        return type
    }
}
