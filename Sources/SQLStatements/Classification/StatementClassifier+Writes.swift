extension StatementClassifier {
    /// Finds the tables that DML writes to. Where the text is ambiguous, takes all tables named before the conditions.
    mutating func classifyWrites(_ verb: StaticString) {
        skipAny("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE")
        if verb.isEqual(to: "INSERT") || verb.isEqual(to: "REPLACE") {
            skipAny("INTO")
            facts.insertsRows = true
            facts.writes = [name()].compactMap { $0 }
        } else if verb.isEqual(to: "UPDATE") {
            classifyReferences(until: "SET")
        } else if verb.isEqual(to: "DELETE") {
            classifyReferences(until: "WHERE")
        } else if verb.isEqual(to: "LOAD") {
            classifyLoad()
        }
    }

    /// Reads `LOAD DATA … INTO TABLE t`. `LOAD INDEX INTO CACHE` commits implicitly and changes nothing.
    private mutating func classifyLoad() {
        if sees("INDEX") {
            facts.kind = .ddl
            facts.isRepeatable = true
            return
        }
        facts.insertsRows = true
        while token != nil, !sees("TABLE") { advance() }
        if skip("TABLE") { facts.writes = [name()].compactMap { $0 } }
    }

    /// Reads table references, including aliases, joins and subqueries.
    private mutating func classifyReferences(until end: StaticString) {
        var depth = 0
        var expectsName = true
        while token != nil, depth > 0 || !sees(end) {
            if sees("(") {
                depth += 1
                advance()
            } else if sees(")") {
                depth -= 1
                expectsName = false
                advance()
            } else if sees("SELECT") {
                expectsName = false
                advance()
            } else if skip("FROM") || skip("JOIN") || skip("USING") || skip(",") {
                expectsName = true
            } else if sees("ORDER") || sees("LIMIT") || sees("RETURNING") {
                if depth == 0 { return }
                advance()
            } else if expectsName, let table = name() {
                // In `DELETE t.* FROM t`, the table is the name before the dot.
                if !facts.writes.contains(table) { facts.writes.append(table) }
                expectsName = false
            } else {
                advance()
            }
        }
    }
}
