internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Builds the statements that are sent to the server for one revision. It has no side effects, so it can be checked
/// against the protocol.
///
/// 1. A unit of DML runs in one transaction with its journal update: both happen or neither.
/// 2. Before DDL, the journal gets the intent and a fingerprint; after it, the mark.
/// 3. The version rows change in one transaction with the journal's last update. For DML, it is the unit's own
///    transaction.
struct StepRun {
    let step: MigrationPlan.Step
    let tables: RunnerTables
    /// How much of one text the journal may get at once, in bytes.
    let longestText: Int
    /// Whether a statement outside a transaction may be left uncommitted.
    let commitsByHand: Bool
    private(set) var entry: JournalEntry
    /// Whether the journal has the entry already.
    private(set) var isWritten: Bool
    /// Whether `RunnerTables.startClock` holds the start time of this run.
    private var usesClock: Bool
    /// Details that the journal gets with the first entry.
    private var details: JournalDetails?
    /// Times of statements that the journal does not have yet.
    private var unwrittenSeconds: [Double?] = []

    /// The statements of one round trip, including the revision's own.
    struct Batch {
        var statements: [String] = []
        /// The places of the revision's own statements in `statements`.
        var own: Range<Int> = 0..<0
        var isTransaction = false
        /// Whether the lock is checked before each of the revision's own statements.
        var guardsEach = false
        /// Whether the journal gets an entry before the revision's own statements, outside a transaction.
        var writesIntent = false
        /// The place of a change to the version table, which must find its row.
        var ending: Int?
        /// Whether the journal gets the times of all previous statements.
        var writesSeconds = false
    }

    init(
        step: MigrationPlan.Step,
        tables: RunnerTables,
        nextJournalID: UInt64,
        longestText: Int,
        commitsByHand: Bool,
        dialect: SQLDialect
    ) {
        self.step = step
        self.commitsByHand = commitsByHand
        self.tables = tables.timed(for: step.statements, dialect)
        self.longestText = longestText
        let checksums = StepRun.checksums(of: step.statements, dialect)
        if var entry = step.interrupted {
            entry.state = .running
            entry.nextStatement = step.firstStatement
            entry.statementChecksums = checksums
            entry.statementCount = checksums.count
            entry.checksum = Checksum.of(step.statements, dialect: dialect)
            entry.inFlight = nil
            entry.fingerprint = nil
            entry.error = nil
            if step.interrupted?.nextStatement != step.firstStatement { entry.batchPosition = nil }
            self.entry = entry
            isWritten = true
            usesClock = true
        } else {
            entry = JournalEntry(
                id: nextJournalID,
                revision: step.revision.id,
                action: JournalEntry.Action(step.direction),
                state: .running,
                checksum: Checksum.of(step.statements, dialect: dialect),
                statementChecksums: checksums
            )
            isWritten = false
            // If an intent is the first entry written, it sets the time itself.
            usesClock = step.units.first.map { !$0.hasIntent } ?? true
        }
    }

    static func checksums(of statements: [SQLStatement], _ dialect: SQLDialect) -> [String] {
        statements.map { JournalEntry.shortened(Checksum.of($0.text, dialect: dialect)) }
    }

    /// Makes the journal keep what is needed to show and undo this run if it stops halfway.
    ///
    /// - Parameter schemaBefore: `SchemaSnapshot.text`; nil if nothing can be taken back.
    mutating func keep(schemaBefore: String?) {
        details = JournalDetails(schemaBefore: schemaBefore, statements: statementTexts)
    }

    private var statementTexts: String? { JournalDetails.text(of: step.statements.map(\.text), limit: longestText) }

    /// Writes the current entry.
    ///
    /// - Parameter seconds: An expression for the times that are written with it.
    private func write(_ seconds: String?) -> String {
        isWritten
            ? tables.update(
                entry,
                usesClock: usesClock,
                appending: seconds,
                dropsDetails: entry.state == .done
                    && (details != nil || entry.definition != nil || step.isContinuation)
            )
            : tables.insert(
                entry,
                usesClock: usesClock,
                keeping: entry.state == .done ? nil : details,
                seconds: seconds
            )
    }

    /// The first statements of a continued run. The file may have changed after the point that is done.
    var opening: [String] {
        guard isWritten else { return [] }
        let done = step.firstStatement
        let known = entry.statementSeconds.prefix(done)
        let seconds = known + Array(repeating: nil, count: done - known.count)
        return [
            tables.startClock,
            tables.restart(
                entry,
                statements: statementTexts,
                statementSeconds: Self.text(of: Array(seconds))
            ),
        ]
    }

    /// Builds the batch for a unit. `fingerprint` is the one just taken of a DDL unit's objects.
    func batch(for unit: RunUnit, next following: RunUnit?, fingerprint: Fingerprint?) -> Batch {
        let isLast = following == nil
        let own = unit.texts(step.statements)
        var batch = Batch()
        var next = self
        if !isWritten, usesClock { batch.add([tables.startClock]) }
        switch unit.kind {
        case .transaction:
            batch.isTransaction = true
            addTransaction(unit, own, isLast: isLast, &next, &batch)
            return batch
        case .unprotected:
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = .other
            next.addIntent(to: &batch)
            addTransaction(unit, own, isLast: isLast, &next, &batch)
            return batch
        case .ddl(let facts):
            let before = fingerprint ?? Fingerprint(text: "")
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = Recovery.inFlight(facts, before)
            next.entry.fingerprint = before.text
            next.entry.definition = before.definition
            next.addIntent(to: &batch)
        case .creations(let objects):
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = .creations
            next.entry.fingerprint = Fingerprint(absent: objects).text
            next.addIntent(to: &batch)
            batch.guardsEach = true
        case .other:
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = .other
            next.addIntent(to: &batch)
        case .session, .nothing: break
        }
        let start = isLast ? startOfLast(unit, &batch) : nil
        batch.addOwn(own)
        if isLast {
            // One UPDATE of both tables would take twice as long: MariaDB 10.11 creates a temporary table for it.
            batch.add([begin])
            batch.add(next.ending(unit, since: start, &batch))
            batch.ending = step.rowsBefore.isEmpty ? nil : batch.statements.count - 1
            batch.add(["COMMIT"])
        } else if !Self.marksForBoth(unit, following) {
            batch.add(committed(next.mark(unit.range.upperBound, &batch)))
        }
        return batch
    }

    private mutating func addIntent(to batch: inout Batch) {
        batch.add(committed(writeAndKeep(&batch)))
        batch.writesIntent = true
    }

    /// Makes the statements commit, for journal writes outside a unit's transaction. If they stayed uncommitted, they
    /// could be rolled back while a CALL's changes to tables without transactions stay.
    func committed(_ statements: [String]) -> [String] {
        commitsByHand ? [begin] + statements + ["COMMIT"] : statements
    }

    /// A revision may have made its session read-only, but the journal must still be written.
    private var begin: String { commitsByHand ? "START TRANSACTION READ WRITE" : "START TRANSACTION" }

    /// Builds the batch for one range of a unit.
    ///
    /// - Parameters:
    ///   - statement: The statement for this range; nil if there is none.
    ///   - position: The position after this range; nil after the last.
    func batch(
        of unit: RunUnit,
        _ statement: String?,
        position: BatchPosition?,
        next following: RunUnit?
    ) -> Batch {
        var batch = Batch()
        var next = self
        batch.isTransaction = true
        if !isWritten, usesClock { batch.add([tables.startClock]) }
        let own = [statement].compactMap { $0 }
        guard let position else {
            next.entry.batchPosition = nil
            addTransaction(unit, own, isLast: following == nil, &next, &batch)
            return batch
        }
        batch.add([begin])
        batch.addOwn(own)
        next.entry.batchPosition = position.text
        batch.add(next.mark(unit.range.lowerBound, &batch))
        batch.add(["COMMIT"])
        return batch
    }

    private func addTransaction(
        _ unit: RunUnit,
        _ own: [String],
        isLast: Bool,
        _ next: inout StepRun,
        _ batch: inout Batch
    ) {
        let start = isLast ? startOfLast(unit, &batch) : nil
        batch.add(unit.opening.map { step.statements[$0].textWithClauses } + [begin])
        batch.addOwn(own)
        batch.add(isLast ? next.ending(unit, since: start, &batch) : next.mark(unit.range.upperBound, &batch))
        batch.add(["COMMIT"])
    }

    /// An expression for the start time of the last unit. Its time is written together with it, so the server must
    /// measure it.
    private func startOfLast(_ unit: RunUnit, _ batch: inout Batch) -> String? {
        if unit.sent.isEmpty { return nil }
        // If it is also the first, the entry or the clock has the time.
        if !isWritten { return usesClock ? RunnerTables.clock : "started_at" }
        batch.add([tables.startStatementClock])
        return RunnerTables.statementClock
    }

    /// Whether the journal entry of the unit after a DDL unit can serve as the mark of both. The fingerprint tells as
    /// much, and this saves one commit per DDL statement.
    private static func marksForBoth(_ unit: RunUnit, _ following: RunUnit?) -> Bool {
        switch unit.kind {
        case .ddl(let facts): if facts.mayLeaveNoTrace { return false }
        case .creations: break
        case .transaction, .unprotected, .session, .other, .nothing: return false
        }
        return switch following?.kind {
        case .ddl, .creations, .transaction: true
        case .session, .other, .unprotected, .nothing, nil: false
        }
    }

    /// Builds the batch for a revision without remaining statements.
    func emptyBatch() -> Batch {
        var next = self
        var batch = Batch()
        return Batch(
            statements: [tables.startClock, begin] + next.ending(nil, since: nil, &batch) + [
                "COMMIT"
            ],
            isTransaction: true
        )
    }

    private mutating func writeAndKeep(_ batch: inout Batch) -> [String] {
        defer { isWritten = true }
        // Few at a time would mean many writes; many at a time could mean a large loss.
        let isDue = unwrittenSeconds.count >= 32 || unwrittenSeconds.reduce(0) { $0 + ($1 ?? 0) } >= 1
        guard isDue else { return [write(nil)] }
        batch.writesSeconds = true
        return [write(RunnerTables.literal(takeSeconds()))]
    }

    private mutating func takeSeconds() -> String {
        defer { unwrittenSeconds = [] }
        return Self.text(of: unwrittenSeconds)
    }

    /// Each time is followed by a comma, so that more can be appended.
    private static func text(of seconds: [Double?]) -> String {
        seconds.map { ($0.map { "\(Double(Int($0 * 1e6)) / 1e6)" } ?? "") + "," }.joined()
    }

    /// Records that the statements before `next` are done.
    private mutating func mark(_ next: Int, _ batch: inout Batch) -> [String] {
        entry.nextStatement = next
        entry.inFlight = nil
        entry.fingerprint = nil
        return writeAndKeep(&batch)
    }

    /// The journal's last update and the version rows, for a transaction.
    ///
    /// - Parameters:
    ///   - unit: The last unit, if there is one.
    ///   - start: An expression for the unit's start time.
    private mutating func ending(_ unit: RunUnit?, since start: String?, _ batch: inout Batch) -> [String] {
        entry.state = .done
        entry.nextStatement = step.statements.count
        entry.inFlight = nil
        entry.fingerprint = nil
        var seconds: String?
        // A single statement took as long as the whole revision.
        if let unit, step.statements.count > 1 {
            let before = takeSeconds() + Self.text(of: Array(repeating: nil, count: unit.range.count - 1))
            seconds =
                start.map { "CONCAT(\(RunnerTables.literal(before)), \(tables.elapsed(since: $0)), ',')" }
                ?? "'\(before),'"
        }
        defer { isWritten = true }
        return [write(seconds)] + tables.changeVersions(from: step.rowsBefore, to: step.rowsAfter)
    }

    // MARK: What happened

    /// Records that a range is done.
    mutating func advanced(to position: BatchPosition, _ batch: Batch) {
        entry.batchPosition = position.text
        isWritten = true
        if batch.writesSeconds { unwrittenSeconds = [] }
    }

    /// Records that a unit's batch is done, and how long it took.
    mutating func completed(_ unit: RunUnit, _ batch: Batch, seconds: Double) {
        let last = unit.sent.isEmpty ? nil : seconds
        completed(
            upTo: unit.range.upperBound,
            batch,
            seconds: Array(repeating: nil, count: unit.range.count - 1) + [last]
        )
    }

    /// Records that the statements before `next` are done. `seconds` are the times of the last of them.
    mutating func completed(upTo next: Int, _ batch: Batch, seconds: [Double?]) {
        entry.nextStatement = next
        entry.batchPosition = nil
        isWritten = true
        if batch.writesSeconds { unwrittenSeconds = [] }
        unwrittenSeconds += seconds
    }

    /// The statement that records an error of the server.
    ///
    /// - Parameters:
    ///   - unit: The unit that failed; nil if the run's own final statements failed.
    ///   - changed: The fingerprint from before, if the statement changed something although it failed.
    ///   - staysPartly: Whether the unit's work before the failure stays, and no fingerprint shows it.
    func failure(
        of unit: RunUnit?,
        error: ServerError,
        changed: Fingerprint?,
        staysPartly: Bool,
        isWritten: Bool
    ) -> String {
        var next = self
        next.entry.state = .failed
        next.entry.nextStatement = unit?.range.lowerBound ?? step.statements.count
        next.entry.inFlight = staysPartly ? .other : changed == nil ? nil : .ddl
        next.entry.fingerprint = changed?.text
        next.entry.definition = changed?.definition
        next.entry.error = "\(error.errno) (\(error.sqlState)): \(error.message)"
        let seconds = RunnerTables.literal(next.takeSeconds())
        return isWritten
            ? tables.update(next.entry, usesClock: usesClock, appending: seconds)
            : tables.insert(next.entry, usesClock: usesClock, keeping: details, seconds: seconds)
    }
}

extension StepRun.Batch {
    fileprivate mutating func add(_ statements: [String]) { self.statements += statements }

    fileprivate mutating func addOwn(_ statements: [String]) {
        own = self.statements.count..<self.statements.count + statements.count
        self.statements += statements
    }
}
