internal import SchemaModel
internal import SchemaSQL

/// What statements leave in their session that is gone with it.
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

    private typealias Reading = (facts: StatementFacts, use: SessionUse)

    private func read(_ statements: ArraySlice<SQLStatement>) -> [Reading] {
        statements.map { statement in
            let facts = StatementClassifier.facts(of: statement.text, dialect: dialect)
            return (facts, SessionUse(of: statement.text, facts, dialect))
        }
    }

    /// The statements before `index` that a new session has to run first, in order. Nothing that those from `index` on need is lost.
    func repeated(_ statements: [SQLStatement], before index: Int) -> [SQLStatement] {
        var trail = SessionTrail()
        var repeated: [(place: Int, use: SessionUse)] = []
        let executed = read(statements[index...]).reduce(into: Set<SessionFact>()) { $0.formUnion($1.use.reads) }
        for (place, reading) in read(statements[..<index]).enumerated() {
            let use = reading.use
            let canRepeat = trail.canRepeat(use)
            _ = trail.read(use)
            let prepares = use.leaves.contains { if case .prepared = $0 { true } else { false } }
            if prepares, use.leaves.isDisjoint(with: executed) { continue }
            // What a setting gets from rows is what they say now, where nothing better is known.
            if canRepeat || use.isSetting { repeated.append((place, use)) }
        }
        return repeated.filter { entry in
            let isTaken =
                entry.use.leaves.contains(.nextInsertID) && trail.pendingInsertID != entry.place
                || entry.use.opensTransaction
            return entry.use.isSetting || !isTaken
        }.map { statements[$0.place] }
    }

    /// What the statements before `index` left and those from `index` on use; nil where nothing is lost.
    ///
    /// - Parameters:
    ///   - givesNumber: whether an INSERT is certain to have the server make a number for a row.
    ///   - programs: the bodies of triggers and routines, which may read what the statements do not name.
    func lost(
        _ statements: [SQLStatement],
        before index: Int,
        givesNumber: (SQLStatement, StatementFacts) throws -> Bool,
        programs: () throws -> [String]
    ) rethrows -> String? {
        if index == 0 { return nil }
        var trail = SessionTrail()
        var temporaryTables = Set<SQLName>()
        // An `insert_id` that was taken comes again with the rest of its SET.
        var taken = false
        for reading in read(statements[..<index]) {
            let facts = reading.facts
            // A DROP TABLE without TEMPORARY takes a temporary table too.
            if facts.isDrop {
                temporaryTables.subtract(facts.temporaryTables + facts.objects.map(\.name))
            } else {
                temporaryTables.formUnion(facts.temporaryTables)
            }
            if reading.use.isSetting, reading.use.leaves.contains(.nextInsertID) { taken = true }
            _ = trail.read(reading.use)
        }
        if let table = temporaryTables.map(\.name).min() { return table }
        if let setting = trail.lostSetting { return setting.name }
        var lost = Set(trail.origins.keys)
        lost.insert(.lastStatement)
        if taken, trail.pendingInsertID == nil { lost.insert(.nextInsertID) }
        let rest = read(statements[index...])
        let runsPrograms = rest.contains { [.dml, .query, .other].contains($0.facts.kind) }
        if runsPrograms, lost.contains(where: { if case .variable = $0 { true } else { false } }) {
            let variables = try programs().reduce(into: Set<SessionFact>()) { all, body in
                let use = SessionUse(of: body, StatementFacts(kind: .other), dialect)
                all.formUnion(use.reads.filter { if case .variable = $0 { true } else { false } })
            }
            if let needed = variables.intersection(lost).map(\.name).min() { return needed }
        }
        for (statement, reading) in zip(statements[index...], rest) {
            let use = reading.use
            if lost.contains(.clock), !use.leaves.contains(.clock) { return SessionFact.clock.name }
            if let needed = use.reads.intersection(lost).map(\.name).min() { return needed }
            lost.remove(.lastStatement)
            var left = use.leaves
            if left.contains(.insertID), lost.contains(.insertID), !use.isCertain,
                try !givesNumber(statement, reading.facts)
            {
                left.remove(.insertID)
            }
            lost.subtract(left)
        }
        return nil
    }
}
