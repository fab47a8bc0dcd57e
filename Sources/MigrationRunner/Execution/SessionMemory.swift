internal import SchemaModel
internal import SchemaSQL

/// What statements leave in their session that is gone with it: temporary tables and user variables.
///
/// A continued run repeats what only sets the session up (`SET NAMES`, `SET @old = @@sql_mode`). It cannot repeat what depends
/// on rows, which have changed since.
struct SessionMemory {
    let dialect: SQLDialect

    /// What the statements before `index` left and those from `index` on use; nil where nothing is lost.
    func lost(_ statements: [SQLStatement], before index: Int) -> String? {
        var variables = Set<String>()
        var temporaryTables = Set<SQLName>()
        for statement in statements[..<index] {
            let facts = StatementClassifier.facts(of: statement.text, dialect: dialect)
            // A DROP TABLE without TEMPORARY takes a temporary table too.
            if facts.isDrop {
                temporaryTables.subtract(facts.temporaryTables + facts.objects.map(\.name))
            } else if !facts.temporaryTables.isEmpty {
                temporaryTables.formUnion(facts.temporaryTables)
            } else if facts.kind != .session || mentions("SELECT", in: statement.text) {
                variables.formUnion(self.variables(in: statement.text))
            }
        }
        if let table = temporaryTables.map(\.name).min() { return table }
        let used = statements[index...].reduce(into: Set<String>()) { $0.formUnion(self.variables(in: $1.text)) }
        return variables.intersection(used).min().map { "@" + $0 }
    }

    private func mentions(_ word: StaticString, in text: String) -> Bool {
        var lexer = SQLLexer(text, dialect: dialect)
        while let token = try? lexer.nextSignificant() {
            if lexer.isWord(token, word) { return true }
        }
        return false
    }

    /// The names of `@x`, in lower case; not those of `@@x`.
    private func variables(in text: String) -> Set<String> {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
        var names = Set<String>()
        var lexer = SQLLexer(text, dialect: dialect)
        var marks = 0
        // `'user'@'host'` is an account.
        var followsName = false
        while let token = try? lexer.next() {
            if lexer.isWord(token, "@") {
                marks += 1
                continue
            }
            let isName = token.kind == .word || token.kind == .quotedIdentifier || token.kind == .string
            if marks == 1, token.kind == .word, !followsName { names.insert(lexer.text(token).lowercased()) }
            marks = 0
            followsName = isName
        }
        return names
    }
}
