internal import SchemaModel
internal import SchemaSQL

/// What statements leave in their session that is gone with it: temporary tables and user variables.
///
/// A continued run repeats what only sets the session up (`SET NAMES`, `SET @x = 5`). It cannot repeat what depends on rows,
/// on the clock or on the statement before, all of which have changed since.
struct SessionMemory {
    let dialect: SQLDialect

    /// `USE`, and a `SET` of this session alone.
    static func isSetting(_ statement: String, _ dialect: SQLDialect) -> Bool {
        var lexer = SQLLexer(statement, dialect: dialect)
        guard let first = try? lexer.nextSignificant() else { return false }
        if lexer.isWord(first, "USE") { return true }
        guard lexer.isWord(first, "SET") else { return false }
        let others: [StaticString] = ["GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD", "ROLE", "RESOURCE", "SELECT"]
        while let token = try? lexer.nextSignificant() {
            if others.contains(where: { lexer.isWord(token, $0) }) { return false }
        }
        return true
    }

    /// What the statements before `index` left and those from `index` on use; nil where nothing is lost.
    func lost(_ statements: [SQLStatement], before index: Int) -> String? {
        var variables = Set<String>()
        var temporaryTables = Set<SQLName>()
        // What stands in a transaction is not repeated, not even a SET.
        var isInTransaction = false
        for statement in statements[..<index] {
            let facts = StatementClassifier.facts(of: statement.text, dialect: dialect)
            if facts.kind == .transactionStart { isInTransaction = true }
            if facts.kind == .transactionEnd { isInTransaction = false }
            // A DROP TABLE without TEMPORARY takes a temporary table too.
            if facts.isDrop {
                temporaryTables.subtract(facts.temporaryTables + facts.objects.map(\.name))
            } else if !facts.temporaryTables.isEmpty {
                temporaryTables.formUnion(facts.temporaryTables)
            } else {
                let usage = VariableUsage(of: statement.text, facts.kind, dialect)
                let isRepeated = facts.kind == .session && !isInTransaction && !usage.isVolatile
                if isRepeated, usage.read.isDisjoint(with: variables) {
                    variables.subtract(usage.assigned)
                } else {
                    variables.formUnion(usage.assigned)
                }
            }
        }
        if let table = temporaryTables.map(\.name).min() { return table }
        for statement in statements[index...] where !variables.isEmpty {
            let kind = StatementClassifier.facts(of: statement.text, dialect: dialect).kind
            let usage = VariableUsage(of: statement.text, kind, dialect)
            if let needed = usage.read.intersection(variables).min() { return "@" + needed }
            variables.subtract(usage.assigned)
        }
        return nil
    }
}

/// The user variables of a statement, in lower case.
private struct VariableUsage {
    var read = Set<String>()
    var assigned = Set<String>()
    /// What it assigns may be something else when it is run again.
    var isVolatile = false

    private var lexer: SQLLexer
    private var tokens: [SQLToken] = []

    init(of text: String, _ kind: StatementFacts.Kind, _ dialect: SQLDialect) {
        lexer = SQLLexer(text, dialect: dialect)
        guard text.utf8.contains(UInt8(ascii: "@")) else { return }
        while let token = try? lexer.nextSignificant() { tokens.append(token) }
        isVolatile = tokens.indices.contains { isVolatile(at: $0) }
        let isSet = sees("SET", at: 0)
        // Where the text does not say which of the two happens, both may.
        let isOpaque = kind == .other || sees("LOAD", at: 0)
        var depth = 0
        var isTarget = false
        var follows = false
        for index in tokens.indices {
            if sees("(", at: index) { depth += 1 }
            if sees(")", at: index) { depth -= 1 }
            if isSet, depth == 0, index == 0 || sees(",", at: index) { isTarget = true; continue }
            if sees("INTO", at: index) { follows = true; continue }
            guard let name = variable(at: index) else {
                // `INTO @a, @b`
                if !sees("@", at: index), !sees(",", at: index), variable(at: index - 1) == nil { follows = false }
                if !sees("@", at: index) { isTarget = false }
                continue
            }
            let isAssigned = isTarget || follows || sees(":=", at: index + 1) || assigns(after: index)
            if isAssigned || isOpaque { assigned.insert(name) }
            if !isAssigned || isOpaque { read.insert(name) }
            isTarget = false
        }
    }

    private func sees(_ word: StaticString, at index: Int) -> Bool {
        tokens.indices.contains(index) && lexer.isWord(tokens[index], word)
    }

    /// `:=`, where the lexer gives it as two symbols.
    private func assigns(after index: Int) -> Bool {
        sees(":", at: index + 1) && sees("=", at: index + 2)
    }

    /// The name behind a single `@`; neither that of `@@x` nor the host of `'user'@'host'`.
    private func variable(at index: Int) -> String? {
        guard sees("@", at: index - 1), !sees("@", at: index - 2), tokens.indices.contains(index) else { return nil }
        let token = tokens[index]
        if index > 1 {
            let before = tokens[index - 2]
            let touches = before.range.upperBound == tokens[index - 1].range.lowerBound
            if touches, [.word, .quotedIdentifier, .string].contains(before.kind) { return nil }
        }
        switch token.kind {
        case .word: return lexer.text(token).lowercased()
        case .quotedIdentifier, .string: return String(lexer.text(token).dropFirst().dropLast()).lowercased()
        default: return nil
        }
    }

    private static let volatileWords: Set<String> = [
        "SELECT", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "LOCALTIMESTAMP", "UTC_TIMESTAMP",
        "UTC_DATE", "UTC_TIME", "LAST_INSERT_ID", "IDENTITY", "ERROR_COUNT", "WARNING_COUNT",
    ]

    /// Functions that give the same for the same; any other may look at rows, the clock or the statement before.
    private static let steadyFunctions: Set<String> = [
        "CONCAT", "COALESCE", "IFNULL", "IF", "CAST", "CONVERT", "REPLACE", "UPPER", "LOWER",
    ]

    private func isVolatile(at index: Int) -> Bool {
        guard tokens[index].kind == .word else { return false }
        let word = lexer.text(tokens[index]).uppercased()
        return Self.volatileWords.contains(word) || sees("(", at: index + 1) && !Self.steadyFunctions.contains(word)
    }
}
