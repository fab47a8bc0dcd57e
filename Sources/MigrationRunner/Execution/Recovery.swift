internal import SchemaSQL

/// Decides how to go on with a revision that a run left half done. No statement is run here.
struct Recovery {
    enum Decision: Hashable {
        /// The statements before this index are done, this one and those behind it are not.
        case continueAt(Int)
        /// First see what the objects of `fingerprint` look like now, then ask `decide(now:)`.
        case compare(Fingerprint)
        case changed([Int])
        case undecidable(MigrationError.Undecidable.Reason)
    }

    let entry: JournalEntry
    /// The shortened checksums of the statements that the file has now.
    let checksums: [String]
    /// What the statement in flight is, as the file has it now; nil where the file ends before it.
    let facts: StatementFacts?

    /// What the journal alone tells.
    func decide() -> Decision {
        if entry.state == .undoing || entry.inFlight == .undo { return .undecidable(.beingUndone) }
        let done = entry.nextStatement
        let changed = changed(0..<done)
        if !changed.isEmpty { return .changed(changed) }
        guard let inFlight = entry.inFlight else { return .continueAt(done) }
        if entry.state == .failed { return .undecidable(inFlight == .ddl ? .partlyApplied : .unprotected) }
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
        let index = entry.nextStatement
        let isUnchanged =
            index < checksums.count && index < entry.statementChecksums.count
            && checksums[index] == entry.statementChecksums[index]
        if now.lines.contains(where: { $0.state == .unreadable }) { return .undecidable(.unreadable) }
        if entry.inFlight == .creations { return decide(created: now) }
        // Nothing that it names has changed: it did not run, or it may run again.
        if before == now { return .continueAt(index) }
        // It ran, and what the file has in its place now has not.
        guard isUnchanged else { return .undecidable(.changedSince) }
        // MariaDB drops the old one before it makes the new one, and the server may die between.
        if facts?.isReplacing ?? false, isDroppedOnly(before, now) { return .continueAt(index) }
        if facts?.isManyInOne ?? false, isPartial(before, now) {
            // `DROP TABLE IF EXISTS a, b` takes what is left.
            return facts?.isConditional ?? false ? .continueAt(index) : .undecidable(.partlyApplied)
        }
        return .continueAt(index + 1)
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

    private func isDroppedOnly(_ before: Fingerprint, _ now: Fingerprint) -> Bool {
        zip(before.lines, now.lines).contains { $0.state != .absent && $1.state == .absent }
    }

    /// `DROP TABLE a, b` took one and left the other.
    private func isPartial(_ before: Fingerprint, _ now: Fingerprint) -> Bool {
        zip(before.lines, now.lines).contains { $0.state != .absent && $0.state == $1.state }
    }
}
