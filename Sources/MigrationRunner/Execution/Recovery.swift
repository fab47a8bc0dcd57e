internal import SchemaSQL

/// Decides how to go on with a revision that a run left half done. No statement is run here.
struct Recovery {
    enum Decision: Hashable {
        /// The statements before this index are done, this one and those behind it are not.
        case continueAt(Int)
        /// First see what the objects of `fingerprint` look like now, then ask `decide(now:)`.
        case compare(Fingerprint)
        /// First see how much of the statement's effect the table's definition shows, then ask `decide(_:)`.
        case examine
        case changed([Int])
        case undecidable(MigrationError.Undecidable.Reason)
    }

    let entry: JournalEntry
    /// The shortened checksums of the statements that the file has now.
    let checksums: [String]
    /// What the statement in flight is, as it ran; nil where nobody knows.
    let facts: StatementFacts?

    /// What the journal alone tells.
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

    /// Which of these statements are not in the file as they ran.
    private func changed(_ range: Range<Int>) -> [Int] {
        range.filter { index in
            index >= checksums.count || index >= entry.statementChecksums.count
                || checksums[index] != entry.statementChecksums[index]
        }
    }

    /// What the journal and the objects tell together.
    func decide(now: Fingerprint) -> Decision {
        let before = Fingerprint(text: entry.fingerprint ?? "")
        if now.lines.contains(where: { $0.state == .unreadable }) { return .undecidable(.unreadable) }
        if entry.inFlight == .creations { return decide(created: now) }
        // Nothing that it names has changed: it did not run, or it may run again.
        if before == now { return .continueAt(entry.nextStatement) }
        guard let facts else { return .undecidable(.changedSince) }
        return Effect(of: facts, before, now).map(decide) ?? .examine
    }

    /// What the journal and the effect of the statement in flight tell together.
    func decide(_ effect: Effect) -> Decision {
        let index = entry.nextStatement
        switch effect {
        case .none: return .continueAt(index)
        // It said that it failed.
        case .whole where entry.state == .failed: return .undecidable(.partlyApplied)
        // It ran, and what the file has in its place now has not.
        case .whole: return changed(index..<index + 1).isEmpty ? .continueAt(index + 1) : .undecidable(.changedSince)
        case .part:
            // `DROP TABLE IF EXISTS a, b` takes what is left.
            let mayGoOn = facts.map { $0.isConditional && $0.isManyInOne } ?? false
            return mayGoOn ? .continueAt(index) : .undecidable(.partlyApplied)
        case .unclear: return .undecidable(.changedOtherwise)
        }
    }

    /// How far several CREATE TABLE came: those that are there ran.
    private func decide(created now: Fingerprint) -> Decision {
        let count = now.lines.prefix { $0.state != .absent }.count
        // One that is there behind one that is not is none of ours, or somebody dropped what was.
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
        // Tables that change places show it where no two of them look the same.
        let areDistinct = Set(before.lines.map(\.state)).count == before.lines.count
        return !facts.renames.isEmpty && areDistinct ? .ddl : .other
    }
}
