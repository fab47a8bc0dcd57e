internal import SQLStatements
internal import ServerPort

/// Asks the server how much of a DDL statement's effect exists.
struct EffectReader {
    /// Opens a session with the run's database selected.
    let connect: () throws -> any QueryExecutor
    /// How long that session waits for a locked table, in whole seconds.
    let lockWait: Int

    /// - Parameters:
    ///   - before: The fingerprint of the named objects before the statement, with the definition of a table.
    ///   - now: The current fingerprint, which differs from `before`.
    ///   - settings: Statements that give a session the settings that the statement ran under.
    /// - Throws: `ServerError` when the connection is lost, and the errors of `connect`.
    func effect(
        of statement: String,
        _ facts: StatementFacts,
        _ before: Fingerprint,
        _ now: Fingerprint,
        after settings: [String]
    ) throws -> Effect {
        if let effect = Effect(of: facts, before, now) { return effect }
        guard let object = facts.objects.first else { return .unclear }
        return try effect(of: statement, on: object, before, now, after: settings)
    }

    func effect(
        of statement: String,
        on object: SQLObject,
        _ before: Fingerprint,
        _ now: Fingerprint,
        after settings: [String]
    ) throws -> Effect {
        let isNew = before.lines.allSatisfy { $0.state == .absent }
        guard isNew || before.definition != nil else { return .unclear }
        let copy = TableCopy(executor: try connect(), settings: [LockWaitLimit.set(lockWait)] + settings)
        if let found = try copy.definitions(of: object, before: before.definition, statement) {
            return Effect(before: found.before, after: found.after, now: found.now)
        }
        // Its existence is all there is to see.
        if isNew { return .whole }
        return Effect(of: statement, before: before.definition, now: now.definition ?? "")
    }
}
