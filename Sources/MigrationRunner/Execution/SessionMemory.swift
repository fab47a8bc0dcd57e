internal import SchemaModel
internal import SchemaSQL

/// What statements leave in their session that is gone with it.
///
/// A continued run repeats what only sets the session up (`SET NAMES`, `SET @x = 5`). It cannot repeat what depends on rows,
/// on the clock or on the statement before, all of which have changed since.
struct SessionMemory {
    let dialect: SQLDialect

    private typealias Reading = (facts: StatementFacts, use: SessionUse)

    private func read(_ statements: ArraySlice<SQLStatement>) -> [Reading] {
        statements.map { statement in
            let facts = StatementClassifier.facts(of: statement.text, dialect: dialect)
            return (facts, SessionUse(of: statement.text, facts, dialect))
        }
    }

    /// The statements before `index` that a new session has to run first, in order. Nothing that those from `index` on need is lost.
    func repeated(_ statements: [SQLStatement], before index: Int) -> [SQLStatement] {
        settingUp(statements, before: index).map { statements[$0.place] }
    }

    /// Those of them that somebody may run who only looks at what is there: they read the session alone, change nothing else, and
    /// leave nothing there that the settings of a run do not bring back.
    func settings(_ statements: [SQLStatement], before index: Int) -> [String] {
        settingUp(statements, before: index).filter { entry in
            let leavesValues = entry.use.leaves.allSatisfy { if case .variable = $0 { true } else { false } }
            return entry.canRepeat && leavesValues && !entry.use.changesServer
        }.map { statements[$0.place].text }
    }

    private typealias Entry = (place: Int, use: SessionUse, canRepeat: Bool)

    private func settingUp(_ statements: [SQLStatement], before index: Int) -> [Entry] {
        var trail = SessionTrail()
        var repeated: [Entry] = []
        let executed = read(statements[index...]).reduce(into: Set<SessionFact>()) { $0.formUnion($1.use.reads) }
        for (place, reading) in read(statements[..<index]).enumerated() {
            let use = reading.use
            let canRepeat = trail.canRepeat(use)
            _ = trail.read(use)
            let prepares = use.leaves.contains { if case .prepared = $0 { true } else { false } }
            if prepares, use.leaves.isDisjoint(with: executed) { continue }
            // What a setting gets from rows is what they say now, where nothing better is known.
            if canRepeat || use.isSetting { repeated.append((place, use, canRepeat)) }
        }
        return repeated.filter { entry in
            let isTaken =
                entry.use.leaves.contains(.nextInsertID) && trail.pendingInsertID != entry.place
                || entry.use.opensTransaction
            return entry.use.isSetting || !isTaken
        }
    }

    /// Whether these statements, sent again in the same session, may find something else there than the first time, because they
    /// both read and change it: `@n := @n + 1`.
    func isMovedOn(by statements: ArraySlice<SQLStatement>) -> Bool {
        let uses = read(statements).map(\.use)
        let left = uses.reduce(into: Set<SessionFact>()) { $0.formUnion($1.leaves) }
        let usesNumber = uses.first { $0.reads.contains(.insertID) || $0.leaves.contains(.insertID) }
        if left.contains(.insertID), usesNumber?.reads.contains(.insertID) ?? false { return true }
        return uses.contains { use in
            use.reads.contains { fact in
                if case .variable = fact { left.contains(fact) } else { false }
            }
        }
    }

    /// What the statements before `index` left and those from `index` on use; nil where nothing is lost.
    ///
    /// - Parameters:
    ///   - givesNumber: whether an INSERT is certain to have the server make a number for a row.
    ///   - programs: the bodies of triggers and routines, which may read what the statements do not name; nil for one that this
    ///     account may not read.
    func lost(
        _ statements: [SQLStatement],
        before index: Int,
        givesNumber: (SQLStatement, StatementFacts) throws -> Bool,
        programs: () throws -> [String?]
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
        let lostVariables = lost.filter { if case .variable = $0 { true } else { false } }
        if runsPrograms, !lostVariables.isEmpty {
            let read = try programs().reduce(into: Set<SessionFact>()) { all, body in
                let use = body.map { SessionUse(of: $0, StatementFacts(kind: .other), dialect) }
                all.formUnion(use?.reads ?? lostVariables)
            }
            if let needed = read.intersection(lostVariables).map(\.name).min() { return needed }
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
