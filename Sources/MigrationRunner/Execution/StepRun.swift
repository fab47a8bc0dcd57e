internal import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Works out what is sent to the server for one revision: pure, so that it can be read against the protocol.
///
/// 1. A unit of DML runs in a transaction with its own journal update: both or neither.
/// 2. Before DDL the journal gets the intent and a fingerprint; after it, the mark.
/// 3. The version rows change in one transaction with the journal's last update, which for DML is the unit's own.
struct StepRun {
    let step: MigrationPlan.Step
    let tables: RunnerTables
    /// How much of one text the journal may get at once, in bytes.
    let longestText: Int
    /// Whether a statement outside of a transaction may be left uncommitted.
    let commitsByHand: Bool
    private(set) var entry: JournalEntry
    /// Whether the journal has the entry already.
    private(set) var isWritten: Bool
    /// Whether `RunnerTables.startClock` says when this run began.
    private var usesClock: Bool
    /// What the journal gets with the first entry.
    private var details: JournalDetails?
    /// Times of statements that the journal does not have yet.
    private var unwrittenSeconds: [Double?] = []

    /// Statements in one round trip, and which of them are the revision's own.
    struct Batch {
        var statements: [String] = []
        /// Places in `statements`.
        var own: Range<Int> = 0..<0
        var isTransaction = false
        /// The lock is looked at before each of the revision's own statements.
        var guardsEach = false
        /// The journal gets an entry before the revision's own statements, outside of a transaction.
        var writesIntent = false
        /// The place of a change to the version table, which must have found its row.
        var ending: Int?
        /// The journal gets the times of all statements before.
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
                direction: step.direction.rawValue,
                state: .running,
                checksum: Checksum.of(step.statements, dialect: dialect),
                statementChecksums: checksums
            )
            isWritten = false
            // An intent, which is the first that is written, knows the time by itself.
            usesClock = step.units.first.map { !$0.hasIntent } ?? true
        }
    }

    static func checksums(of statements: [SQLStatement], _ dialect: SQLDialect) -> [String] {
        statements.map { JournalEntry.shortened(Checksum.of($0.text, dialect: dialect)) }
    }

    /// Has the journal keep what it takes to show and to undo this run, should it stop half way.
    ///
    /// - Parameter schemaBefore: `SchemaSnapshot.text`; nil where nothing can be taken back.
    mutating func keep(schemaBefore: String?) {
        details = JournalDetails(schemaBefore: schemaBefore, statements: statementTexts)
    }

    private var statementTexts: String? { JournalDetails.text(of: step.statements.map(\.text), limit: longestText) }

    /// Writes the entry as it is.
    ///
    /// - Parameter seconds: an expression for the times that are written with it.
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

    /// What a continued run has to say first: the file may have changed behind what is done.
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

    /// What is sent for a unit. `fingerprint` is that of a DDL unit's objects, just taken.
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
            // One UPDATE of both tables takes twice the time of this: MariaDB 10.11 makes a temporary table for it.
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

    /// What the journal gets outside of a unit's transaction. Left uncommitted, it would be taken back where what a CALL does to
    /// tables without transactions stays.
    func committed(_ statements: [String]) -> [String] {
        commitsByHand ? [begin] + statements + ["COMMIT"] : statements
    }

    /// A revision may have made its session read-only, and the journal is written all the same.
    private var begin: String { commitsByHand ? "START TRANSACTION READ WRITE" : "START TRANSACTION" }

    /// What is sent for a range of a unit that is a batch.
    ///
    /// - Parameters:
    ///   - statement: for this range; nil where there is none.
    ///   - position: where the batch stands after it; nil after the last.
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

    /// An expression for when the last unit began: its time is written together with it, so the server has to tell it.
    private func startOfLast(_ unit: RunUnit, _ batch: inout Batch) -> String? {
        if unit.sent.isEmpty { return nil }
        // Where it is the first as well, the entry or the clock knows.
        if !isWritten { return usesClock ? RunnerTables.clock : "started_at" }
        batch.add([tables.startStatementClock])
        return RunnerTables.statementClock
    }

    /// Whether what is written for the unit after a DDL unit can stand for the mark of both: the fingerprint tells as much, and
    /// it saves a commit for each DDL statement.
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

    /// What is sent where no statement is left, or none ever was.
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
        // Few at a time would be much to write, and many much to lose.
        let isDue = unwrittenSeconds.count >= 32 || unwrittenSeconds.reduce(0) { $0 + ($1 ?? 0) } >= 1
        guard isDue else { return [write(nil)] }
        batch.writesSeconds = true
        return [write(RunnerTables.literal(takeSeconds()))]
    }

    private mutating func takeSeconds() -> String {
        defer { unwrittenSeconds = [] }
        return Self.text(of: unwrittenSeconds)
    }

    /// A comma behind each, so that more can be put behind the last.
    private static func text(of seconds: [Double?]) -> String {
        seconds.map { ($0.map { "\(Double(Int($0 * 1e6)) / 1e6)" } ?? "") + "," }.joined()
    }

    /// Says that the statements before `next` are done.
    private mutating func mark(_ next: Int, _ batch: inout Batch) -> [String] {
        entry.nextStatement = next
        entry.inFlight = nil
        entry.fingerprint = nil
        return writeAndKeep(&batch)
    }

    /// The journal's last word and the version rows, for a transaction.
    ///
    /// - Parameters:
    ///   - unit: the last one, if there is one.
    ///   - start: an expression for when that began.
    private mutating func ending(_ unit: RunUnit?, since start: String?, _ batch: inout Batch) -> [String] {
        entry.state = .done
        entry.nextStatement = step.statements.count
        entry.inFlight = nil
        entry.fingerprint = nil
        var seconds: String?
        // A statement alone took as long as all.
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

    /// A range went through.
    mutating func advanced(to position: BatchPosition, _ batch: Batch) {
        entry.batchPosition = position.text
        isWritten = true
        if batch.writesSeconds { unwrittenSeconds = [] }
    }

    /// A unit's batch went through, and took this long.
    mutating func completed(_ unit: RunUnit, _ batch: Batch, seconds: Double) {
        let last = unit.sent.isEmpty ? nil : seconds
        completed(
            upTo: unit.range.upperBound,
            batch,
            seconds: Array(repeating: nil, count: unit.range.count - 1) + [last]
        )
    }

    /// The statements before `next` are done, and the last of them took this long each.
    mutating func completed(upTo next: Int, _ batch: Batch, seconds: [Double?]) {
        entry.nextStatement = next
        entry.batchPosition = nil
        isWritten = true
        if batch.writesSeconds { unwrittenSeconds = [] }
        unwrittenSeconds += seconds
    }

    /// The server refused a statement: what is sent to remember that.
    ///
    /// - Parameters:
    ///   - unit: Its unit; nil for the run's own ending.
    ///   - changed: The fingerprint of before, where the statement changed something although it failed.
    ///   - staysPartly: What the unit did before it failed stayed, and no fingerprint tells.
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
