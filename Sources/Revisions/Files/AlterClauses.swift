internal import SQLStatements

/// A statement that accepts `ALGORITHM` and `LOCK` (`ALTER TABLE`, `CREATE INDEX` or `DROP INDEX`), and the place for
/// them.
struct AlterClauses {
    private enum Form {
        /// The offset after the table's name, and whether a partitioning follows, which no comma may precede.
        case alterTable(Int, beforePartitioning: Bool)
        case createIndex
        /// The offsets of the index and of the table.
        case dropIndex(Range<Int>, table: Int)
    }

    private let bytes: [UInt8]
    private let tokens: [SQLToken]
    private let lexer: SQLLexer
    private var form: Form = .createIndex

    /// Returns nil for any other statement, and for one that cannot be parsed.
    init?(_ text: String) {
        var lexer = SQLLexer(text)
        var tokens: [SQLToken] = []
        do {
            while let token = try lexer.nextSignificant() { tokens.append(token) }
        } catch {
            return nil
        }
        (bytes, self.tokens, self.lexer) = (Array(text.utf8), tokens, lexer)
        guard let form = readForm() else { return nil }
        self.form = form
    }

    private func sees(_ word: StaticString, at index: Int) -> Bool {
        tokens.indices.contains(index) && lexer.isWord(tokens[index], word)
    }

    private func readForm() -> Form? {
        if sees("ALTER", at: 0) { return readAlterTable() }
        if sees("CREATE", at: 0) {
            let words: [StaticString] = [
                "OR", "REPLACE", "ONLINE", "OFFLINE", "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR",
            ]
            let place = skip(words, from: 1)
            return sees("INDEX", at: place) ? .createIndex : nil
        }
        guard sees("DROP", at: 0) else { return nil }
        let place = skip(["ONLINE", "OFFLINE"], from: 1)
        guard sees("INDEX", at: place), let on = tokens.indices.first(where: { sees("ON", at: $0) }),
            on > place + 1, on + 1 < tokens.count
        else { return nil }
        let index = tokens[place + 1].range.lowerBound..<tokens[on - 1].range.upperBound
        return .dropIndex(index, table: tokens[on + 1].range.lowerBound)
    }

    /// Reads `ALTER [ONLINE] [IGNORE] TABLE [IF EXISTS] name [WAIT n | NOWAIT]`.
    private func readAlterTable() -> Form? {
        var place = skip(["ONLINE", "OFFLINE", "IGNORE"], from: 1)
        guard sees("TABLE", at: place) else { return nil }
        place = skip(["IF", "EXISTS"], from: place + 1)
        guard place < tokens.count else { return nil }
        while place + 2 < tokens.count, lexer.text(tokens[place + 1]) == "." { place += 2 }
        if sees("WAIT", at: place + 1) { place += 2 } else if sees("NOWAIT", at: place + 1) { place += 1 }
        guard place + 1 < tokens.count else { return nil }
        let isPartitioning =
            sees("PARTITION", at: place + 1) && sees("BY", at: place + 2)
            || sees("REMOVE", at: place + 1)
        return .alterTable(tokens[place].range.upperBound, beforePartitioning: isPartitioning)
    }

    private func skip(_ words: [StaticString], from start: Int) -> Int {
        var place = start
        while words.contains(where: { sees($0, at: place) }) { place += 1 }
        return place
    }

    /// Whether the statement itself contains the clause `algorithm` or `lock`.
    func says(_ key: String) -> Bool {
        // ALTER ONLINE TABLE means LOCK=NONE.
        if key == "lock", sees("ONLINE", at: 1) { return true }
        let values: [StaticString] =
            key == "lock"
            ? ["DEFAULT", "NONE", "SHARED", "EXCLUSIVE"] : ["DEFAULT", "COPY", "INPLACE", "NOCOPY", "INSTANT"]
        return tokens.indices.dropFirst().contains { index in
            guard sees(key == "lock" ? "LOCK" : "ALGORITHM", at: index) else { return false }
            let hasSign = tokens.indices.contains(index + 1) && lexer.text(tokens[index + 1]) == "="
            return values.contains { sees($0, at: index + (hasSign ? 2 : 1)) }
        }
    }

    func text(with settings: StatementSettings) -> String {
        func piece(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        switch form {
        case .alterTable(let offset, let beforePartitioning):
            let clauses = settings.clauses(separator: ", ") + (beforePartitioning ? "" : ",")
            return piece(0..<offset) + " " + clauses + piece(offset..<bytes.count)
        case .createIndex:
            // The clauses must come before a comment at the end.
            let end = tokens.last?.range.upperBound ?? bytes.count
            return piece(0..<end) + " " + settings.clauses(separator: " ") + piece(end..<bytes.count)
        case .dropIndex(let index, let table):
            // MariaDB (10.11, 11.8) does not accept ALGORITHM in DROP INDEX, but does in the equivalent ALTER TABLE.
            let end = tokens.last?.range.upperBound ?? bytes.count
            return "ALTER TABLE \(piece(table..<end)) \(settings.clauses(separator: ", ")), DROP INDEX \(piece(index))"
        }
    }
}
