internal import SQLStatements
internal import SchemaModel

/// What statements leave in their session, and a new session lacks.
///
/// A continued run repeats the statements that only set up the session (`SET NAMES`, `SET @x = 5`). It cannot repeat
/// those that depend on rows, on the clock or on the previous statement, which have all changed since.
struct SessionMemory {
    let dialect: SQLDialect

    private typealias Reading = (facts: StatementFacts, use: SessionUse)

    private func read(_ statements: ArraySlice<SQLStatement>) -> [Reading] {
        statements.map { statement in
            let facts = StatementClassifier.facts(of: statement.text, dialect: dialect)
            return (facts, SessionUse(of: statement.text, facts, dialect))
        }
    }

    /// The statements before `index` that a new session has to run first, in order. The caller has checked that nothing
    /// that the statements from `index` on need is lost.
    func repeated(_ statements: [SQLStatement], before index: Int) -> [SQLStatement] {
        settingUp(statements, before: index).map { statements[$0.place] }
    }

    /// The part of `repeated` that is safe for a session that only inspects the database: statements that read only the
    /// session, change nothing else, and leave nothing but variables that the settings of a run restore.
    func settings(_ statements: [SQLStatement], before index: Int) -> [String] {
        settingUp(statements, before: index).filter { setting in
            let leavesValues = setting.use.leaves.allSatisfy { if case .variable = $0 { true } else { false } }
            return setting.canRepeat && leavesValues && !setting.use.changesServer
        }.map { statements[$0.place].text }
    }

    private typealias Setting = (place: Int, use: SessionUse, canRepeat: Bool)

    private func settingUp(_ statements: [SQLStatement], before index: Int) -> [Setting] {
        var trail = SessionTrail()
        var repeated: [Setting] = []
        let executed = read(statements[index...]).reduce(into: Set<SessionFact>()) { $0.formUnion($1.use.reads) }
        for (place, reading) in read(statements[..<index]).enumerated() {
            let use = reading.use
            let canRepeat = trail.canRepeat(use)
            _ = trail.read(use, at: place)
            let prepares = use.leaves.contains { if case .prepared = $0 { true } else { false } }
            if prepares, use.leaves.isDisjoint(with: executed) { continue }
            // For a setting that comes from rows, the current rows are the best that is known.
            if canRepeat || use.isSetting { repeated.append((place, use, canRepeat)) }
        }
        return repeated.filter { setting in
            let isTaken =
                setting.use.leaves.contains(.nextInsertID) && trail.pendingInsertID != setting.place
                || setting.use.opensTransaction
            return setting.use.isSetting || !isTaken
        }
    }

    /// Whether these statements may find other session values when they are sent again in the same session, because
    /// they both read and change one: `@n := @n + 1`.
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

    /// The session state that the statements before `index` left and those from `index` on use; nil if nothing is lost.
    ///
    /// - Parameters:
    ///   - givesNumber: Whether an INSERT is certain to make the server generate a number for a row.
    ///   - programs: The bodies of triggers and routines, which may read variables that the statements do not name; nil
    ///     for a body that this account may not read.
    func lost(
        _ statements: [SQLStatement],
        before index: Int,
        givesNumber: (SQLStatement, StatementFacts) throws -> Bool,
        programs: () throws -> [String?]
    ) rethrows -> String? {
        if index == 0 { return nil }
        var trail = SessionTrail()
        var temporaryTables = Set<SQLName>()
        // Repeating its SET brings back an `insert_id` that was already taken.
        var taken = false
        for (place, reading) in read(statements[..<index]).enumerated() {
            let facts = reading.facts
            // A DROP TABLE without TEMPORARY drops a temporary table too.
            if facts.isDrop {
                temporaryTables.subtract(facts.temporaryTables + facts.objects.map(\.name))
            } else {
                temporaryTables.formUnion(facts.temporaryTables)
            }
            if reading.use.isSetting, reading.use.leaves.contains(.nextInsertID) { taken = true }
            _ = trail.read(reading.use, at: place)
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
