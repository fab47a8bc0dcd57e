internal import SQLStatements
package import SchemaModel

/// What a statement in SQL models does. Models are loaded on a server that may hold real data, so only a statement that
/// certainly defines something in the current database counts as a definition.
package enum ModelStatement: Hashable, Sendable {
    /// Creates, changes or drops a table, view, trigger, routine, event or sequence of the current database.
    case definition
    /// Changes how the session reads the statements that follow.
    case setting
    /// Writes rows, or brackets statements that do, as in a dump. Models ignore rows.
    case rows
    /// Anything else. It may affect more than the current database.
    case other

    /// - Parameter statement: One statement without versioned comments.
    package init(_ statement: String, dialect: SQLDialect) {
        var reader = ModelStatementReader(SQLScanner(statement, dialect: dialect))
        self = reader.read()
    }
}

private struct ModelStatementReader {
    private enum Verb {
        case create, alter, drop
    }

    private var scanner: SQLScanner

    init(_ scanner: SQLScanner) { self.scanner = scanner }

    mutating func read() -> ModelStatement {
        switch scanner.word() {
        case "create": readDefinition(.create)
        case "alter": readDefinition(.alter)
        case "drop": readDefinition(.drop)
        case "rename": scanner.accept(anyOf: "TABLE", "TABLES") && !hasQualifiedName() ? .definition : .other
        case "set": readSet()
        case "insert", "replace": readInsert()
        case "lock", "unlock": scanner.accept(anyOf: "TABLE", "TABLES") ? .rows : .other
        case "start": scanner.accept(words: "TRANSACTION") ? .rows : .other
        case "begin", "commit":
            scanner.isAtEnd || scanner.accept(words: "WORK") && scanner.isAtEnd ? .rows : .other
        default: .other
        }
    }

    /// Returns whether a qualified name occurs before the given word or the end.
    private mutating func hasQualifiedName(before end: StaticString? = nil) -> Bool {
        while !scanner.isAtEnd {
            if let end, scanner.accept(words: end) { return false }
            if scanner.accept(".") { return true }
            scanner.advance()
        }
        return false
    }

    /// Skips an unqualified name. Returns false if the name is qualified or missing.
    private mutating func acceptOwnName() -> Bool {
        _ = scanner.accept(words: "IF", "NOT", "EXISTS") || scanner.accept(words: "IF", "EXISTS")
        return scanner.identifier() != nil && !scanner.isNext(".")
    }

    // MARK: Definitions

    private mutating func readDefinition(_ verb: Verb) -> ModelStatement {
        while scanner.acceptDefinitionOption() {}
        let isOwn: Bool
        switch scanner.word() {
        case "table", "tables", "index": isOwn = verb == .drop ? !hasQualifiedName() : definesOwnTable(verb)
        case "view", "sequence", "procedure": isOwn = verb == .drop ? !hasQualifiedName() : acceptOwnName()
        case "function": isOwn = verb == .drop ? !hasQualifiedName() : definesOwnFunction()
        case "package":
            _ = scanner.accept(words: "BODY")
            isOwn = acceptOwnName()
        case "trigger": isOwn = verb == .drop ? !hasQualifiedName() : definesOwnTrigger()
        case "event": isOwn = acceptOwnName() && !hasQualifiedName(before: "DO")
        // Without a name, the statement applies to the current database. These words are reserved.
        case "database", "schema":
            isOwn = verb == .alter && scanner.accept(anyOf: "CHARACTER", "COLLATE", "DEFAULT")
        default: isOwn = false
        }
        return isOwn ? .definition : .other
    }

    /// Outside parentheses, the names are tables that the statement changes: its own table, the new name, the table to
    /// swap with, the table of an index. Foreign keys and LIKE only read theirs. A query would run, including its
    /// functions.
    private mutating func definesOwnTable(_ verb: Verb) -> Bool {
        var depth = 0
        guard acceptOwnName() else { return false }
        while !scanner.isAtEnd {
            if scanner.accept(anyOf: "REFERENCES", "LIKE") {
                _ = scanner.identifier()
                if scanner.accept(".") { _ = scanner.identifier() }
                continue
            }
            if depth == 0, scanner.isNext(".") || verb == .create && scanner.accept(anyOf: "AS", "VALUES", "TABLE") {
                return false
            }
            if scanner.accept(anyOf: "SELECT") { return false }
            if scanner.accept("(") {
                depth += 1
                if scanner.accept(anyOf: "VALUES", "TABLE") { return false }
                continue
            }
            if scanner.isNext(")") { depth -= 1 }
            scanner.advance()
        }
        return true
    }

    /// A loadable function (`RETURNS type SONAME`) does not belong to a database.
    private mutating func definesOwnFunction() -> Bool {
        guard acceptOwnName() else { return false }
        return !scanner.accept(words: "RETURNS")
    }

    private mutating func definesOwnTrigger() -> Bool {
        guard acceptOwnName() else { return false }
        while !scanner.isAtEnd {
            if scanner.accept(words: "ON") { return acceptOwnName() }
            scanner.advance()
        }
        return false
    }

    // MARK: Rows

    private mutating func readInsert() -> ModelStatement {
        while scanner.accept(anyOf: "LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "INTO") {}
        return acceptOwnName() ? .rows : .other
    }

    // MARK: SET

    /// Functions that only compute a value from their arguments.
    private static let plainFunctions: Set = ["concat", "concat_ws", "replace", "if", "ifnull", "nullif", "coalesce"]

    private mutating func readSet() -> ModelStatement {
        if scanner.isAtEnd { return .other }
        repeat {
            guard acceptOwnVariable() else {
                // Dumps of servers with GTIDs start with this.
                return scanner.accept(words: "GTID_PURGED") ? .rows : .other
            }
            guard acceptPlainValue() else { return .other }
        } while scanner.accept(",")
        return scanner.isAtEnd ? .setting : .other
    }

    /// Skips `name`, `SESSION name`, `@name`, `@@name`, `@@SESSION.name`, `NAMES`, `CHARACTER SET` and similar.
    private mutating func acceptOwnVariable() -> Bool {
        if scanner.accept("@") {
            guard scanner.accept("@") else { return scanner.identifier() != nil || scanner.stringLiteral() != nil }
            if scanner.accept(anyOf: "SESSION", "LOCAL") { return scanner.accept(".") && acceptOwnName() }
            if scanner.accept(anyOf: "GLOBAL", "PERSIST", "PERSIST_ONLY") {
                _ = scanner.accept(".")
                return false
            }
            return acceptOwnName()
        }
        let isForeign = scanner.accept(
            anyOf: "GLOBAL",
            "PERSIST",
            "PERSIST_ONLY",
            "PASSWORD",
            "ROLE",
            "DEFAULT",
            "RESOURCE",
            "STATEMENT"
        )
        if isForeign { return false }
        _ = scanner.accept(anyOf: "SESSION", "LOCAL")
        return acceptOwnName()
    }

    /// Skips to the comma before the next assignment. Returns false if the value may have side effects.
    private mutating func acceptPlainValue() -> Bool {
        var depth = 0
        while !scanner.isAtEnd {
            if depth == 0, scanner.isNext(",") { return true }
            if scanner.isNext("(") { depth += 1 }
            if scanner.isNext(")") { depth -= 1 }
            if scanner.accept("@") {
                _ = scanner.accept("@") && scanner.accept(anyOf: "GLOBAL", "SESSION", "LOCAL") && scanner.accept(".")
                continue
            }
            if scanner.isNext(".") || scanner.accept(anyOf: "FROM", "INTO", "NEXT", "PREVIOUS") { return false }
            guard let name = scanner.identifier() else {
                scanner.advance()
                continue
            }
            let isCall = scanner.isNext("(") && name.lowercased() != "select"
            if isCall, !Self.plainFunctions.contains(name.lowercased()) { return false }
        }
        return true
    }
}

extension SQLScanner {
    mutating func accept(anyOf words: StaticString...) -> Bool {
        words.contains { accept(words: $0) }
    }

    /// Skips one option between CREATE, ALTER or DROP and the kind of object.
    mutating func acceptDefinitionOption() -> Bool {
        if accept(words: "OR", "REPLACE") { return true }
        if accept(anyOf: "TEMPORARY", "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR", "AGGREGATE", "IGNORE", "ONLINE") {
            return true
        }
        if accept(words: "ALGORITHM") { return accept("=") && word() != nil }
        if accept(words: "SQL", "SECURITY") { return word() != nil }
        return accept(words: "DEFINER") && accept("=") && acceptAccount()
    }

    private mutating func acceptAccount() -> Bool {
        guard acceptAccountPart() else { return false }
        // CURRENT_USER()
        if accept("(") { return accept(")") }
        return accept("@") ? acceptAccountPart() : true
    }

    private mutating func acceptAccountPart() -> Bool { identifier() != nil || stringLiteral() != nil }
}
