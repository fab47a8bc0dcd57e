internal import SQLStatements

/// Decides how to continue a revision that a run left half done. It runs no statement.
struct Recovery {
    enum Decision: Hashable {
        /// The statements before this index are done; this one and those after it are not.
        case continueAt(Int)
        /// Read the current state of the objects of `fingerprint`, then ask `decide(now:)`.
        case compare(Fingerprint)
        /// Find out how much of the statement's effect the table's definition shows, then ask `decide(_:)`.
        case examine
        case changed([Int])
        case undecidable(MigrationError.Undecidable.Reason)
    }

    let entry: JournalEntry
    /// The shortened checksums of the statements that the file has now.
    let checksums: [String]
    /// The facts about the statement in flight, as it ran; nil if they are unknown.
    let facts: StatementFacts?

    /// Decides by the journal alone.
    func decide() -> Decision {
        if entry.state == .undoing || entry.inFlight == .undo { return .undecidable(.beingUndone) }
        let done = entry.nextStatement
        let changed = changed(0..<done)
        if !changed.isEmpty { return .changed(changed) }
        guard let inFlight = entry.inFlight else { return .continueAt(done) }
        if entry.state == .failed, inFlight != .ddl { return .undecidable(.unprotected) }
        switch inFlight {
        case .other, .undo: return .undecidable(.leavesNoTrace)
        case .ddl, .creations:
            let before = Fingerprint(text: entry.fingerprint ?? "")
            if before.lines.contains(where: { $0.state == .unreadable }) { return .undecidable(.unreadable) }
            return .compare(before)
        }
    }

    /// The statements of the range that differ from those that ran.
    private func changed(_ range: Range<Int>) -> [Int] {
        range.filter { index in
            index >= checksums.count || index >= entry.statementChecksums.count
                || checksums[index] != entry.statementChecksums[index]
        }
    }

    /// Decides by the journal and the state of the objects.
    func decide(now: Fingerprint) -> Decision {
        let before = Fingerprint(text: entry.fingerprint ?? "")
        if now.lines.contains(where: { $0.state == .unreadable }) { return .undecidable(.unreadable) }
        if entry.inFlight == .creations { return decide(created: now) }
        // None of the named objects has changed: the statement did not run, or it may run again.
        if before == now { return .continueAt(entry.nextStatement) }
        guard let facts else { return .undecidable(.changedSince) }
        return Effect(of: facts, before, now).map(decide) ?? .examine
    }

    /// Decides by the journal and the effect of the statement in flight.
    func decide(_ effect: Effect) -> Decision {
        let index = entry.nextStatement
        switch effect {
        case .none: return .continueAt(index)
        // The statement reported that it failed.
        case .whole where entry.state == .failed: return .undecidable(.partlyApplied)
        // The old statement ran, and the one that the file has in its place now did not.
        case .whole: return changed(index..<index + 1).isEmpty ? .continueAt(index + 1) : .undecidable(.changedSince)
        case .part:
            // `DROP TABLE IF EXISTS a, b` drops the tables that are left.
            let mayGoOn = facts.map { $0.isConditional && $0.isManyInOne } ?? false
            return mayGoOn ? .continueAt(index) : .undecidable(.partlyApplied)
        case .unclear: return .undecidable(.changedOtherwise)
        }
    }

    /// Decides how far a group of CREATE TABLE statements got: a statement ran if its table exists.
    private func decide(created now: Fingerprint) -> Decision {
        let count = now.lines.prefix { $0.state != .absent }.count
        // A table that exists after one that does not is not ours, or another session dropped the one that was.
        if now.lines.dropFirst(count).contains(where: { $0.state != .absent }) { return .undecidable(.partlyApplied) }
        let next = entry.nextStatement + count
        let changed = changed(entry.nextStatement..<next)
        return changed.isEmpty ? .continueAt(next) : .changed(changed)
    }

    /// Whether the objects will tell, after a crash, if the statement ran.
    static func inFlight(_ facts: StatementFacts, _ before: Fingerprint) -> JournalEntry.InFlight {
        if facts.isRepeatable { return .ddl }
        if before.lines.isEmpty { return .other }
        guard facts.mayLeaveNoTrace else { return .ddl }
        // Swapped tables show it only if no two of them look the same.
        let areDistinct = Set(before.lines.map(\.state)).count == before.lines.count
        return !facts.renames.isEmpty && areDistinct ? .ddl : .other
    }
}
