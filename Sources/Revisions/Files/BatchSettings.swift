internal import DiagnosticModel
package import SQLStatements
internal import SchemaModel

/// The directive `-- swiftmig: batch table=users key=id size=5000 pause=50ms`: the statement runs in ranges of a key,
/// each in a separate transaction.
package struct BatchSettings: Hashable, Sendable {
    /// The table whose rows are split into ranges.
    package var table: SQLName
    /// The key column of the ranges.
    package var key: String
    /// The statement's alias for the table, from `key=u.id`.
    package var alias: String?
    /// The number of rows in a range.
    package var size: Int
    /// The pause between two ranges.
    package var pause: Duration
}

/// The text of a statement, split at `{range}`.
package struct RangeTemplate: Hashable, Sendable {
    private let parts: [String]

    /// Returns nil for a text without `{range}`, which does not count inside a string or a comment.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(text)
        var tokens: [SQLToken] = []
        var parts: [String] = []
        var end = 0
        // The server reports a text that cannot be parsed.
        while let token = lexer.nextReadable() {
            tokens.append(token)
            guard tokens.count > 2, lexer.isWord(token, "}"), lexer.isWord(tokens[tokens.count - 2], "RANGE"),
                lexer.isWord(tokens[tokens.count - 3], "{")
            else { continue }
            parts.append(String(decoding: bytes[end..<tokens[tokens.count - 3].range.lowerBound], as: UTF8.self))
            end = token.range.upperBound
        }
        guard !parts.isEmpty else { return nil }
        self.parts = parts + [String(decoding: bytes[end...], as: UTF8.self)]
    }

    /// Returns the text with a condition in place of each `{range}`.
    package func text(range: String) -> String { parts.joined(separator: range) }
}

/// Reads and checks the words after `batch`.
enum BatchSettingsReader {
    private static let keys = ["table", "key", "size", "pause"]

    static func settings(
        _ directive: Directive,
        of statement: SQLStatement
    ) throws(RevisionFileError) -> BatchSettings {
        var values: [String: (text: String, location: SourceLocation)] = [:]
        for word in directive.words {
            let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard keys.contains(parts[0]) else {
                throw .unknownDirective(parts[0], nearest: Spelling.nearest(to: parts[0], among: keys), word.location)
            }
            if values[parts[0]] != nil { throw .repeatedDirective(parts[0], word.location) }
            values[parts[0]] = (parts.count > 1 ? parts[1] : "", word.location)
        }
        func bad(_ key: String, _ expected: String) -> RevisionFileError {
            .badDirectiveValue(
                key: key,
                expected: expected,
                found: values[key]?.text ?? "",
                values[key]?.location ?? directive.location
            )
        }
        func name(_ key: String) throws(RevisionFileError) -> (qualifier: String?, name: String) {
            guard let text = values[key]?.text else { throw .missingDirectiveKey(key, of: "batch", directive.location) }
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard (1...2).contains(parts.count), !parts.contains(""), !text.contains("`") else {
                throw bad(
                    key,
                    key == "table" ? "the name of a table, without quotes" : "the name of a column, without quotes"
                )
            }
            return (parts.count == 2 ? parts[0] : nil, parts[parts.count - 1])
        }
        let table = try name("table")
        let key = try name("key")
        guard let size = Int(values["size"]?.text ?? "5000"), (1...10_000_000).contains(size) else {
            throw bad("size", "a number of rows from 1 to 10000000")
        }
        guard let pause = Duration(text: values["pause"]?.text ?? "0ms"), pause <= .seconds(3600) else {
            throw bad("pause", "a time such as 50ms or 2s, up to 1h")
        }
        let kind = StatementClassifier.facts(of: statement.text).kind
        guard kind == .dml else { throw .directiveNotApplicable("batch", .noRows, directive.location) }
        guard RangeTemplate(statement.text) != nil else {
            throw .directiveNotApplicable("batch", .noRange, directive.location)
        }
        return BatchSettings(
            table: table.qualifier.map { SQLName(database: $0, table.name) } ?? SQLName(table.name),
            key: key.name,
            alias: key.qualifier,
            size: size,
            pause: pause
        )
    }
}
