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
        let checksums = Checksum.ofAllAndEach(step.statements, dialect: dialect)
        let statementChecksums = checksums.each.map(JournalEntry.shortened)
        if var entry = step.interrupted {
            entry.state = .running
            entry.nextStatement = step.firstStatement
            entry.statementChecksums = statementChecksums
            entry.statementCount = statementChecksums.count
            entry.checksum = checksums.all
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
                checksum: checksums.all,
                statementChecksums: statementChecksums
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
        entry.canBeUndone = schemaBefore != nil
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

    /// Builds the round trip for a unit. `fingerprint` is the one just taken of a DDL unit's objects.
    func roundTrip(for unit: RunUnit, next following: RunUnit?, fingerprint: Fingerprint?) -> RoundTrip {
        let isLast = following == nil
        let own = step.sent(by: unit)
        var trip = RoundTrip()
        var next = self
        if !isWritten, usesClock { trip.add(.clock, [tables.startClock], for: nil) }
        switch unit.kind {
        case .transaction:
            trip.isTransaction = true
            addTransaction(unit, own, isLast: isLast, &next, &trip)
            return trip
        case .unprotected:
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = .other
            next.addIntent(of: unit, to: &trip)
            addTransaction(unit, own, isLast: isLast, &next, &trip)
            return trip
        case .ddl(let facts):
            let before = fingerprint ?? Fingerprint(text: "")
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = Recovery.inFlight(facts, before)
            next.entry.fingerprint = before.text
            next.entry.definition = before.definition
            next.addIntent(of: unit, to: &trip)
        case .creations(let objects):
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = .creations
            next.entry.fingerprint = Fingerprint(absent: objects).text
            next.addIntent(of: unit, to: &trip)
            trip.guardsEach = true
        case .other:
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = .other
            next.addIntent(of: unit, to: &trip)
        case .session, .nothing: break
        }
        let start = isLast ? startOfLast(unit, &trip) : nil
        trip.addOwn(own)
        if isLast {
            // One UPDATE of both tables would take twice as long: MariaDB 10.11 creates a temporary table for it.
            let origin = step.origin(at: unit.range.upperBound - 1)
            trip.add(.begin, [begin], for: origin)
            next.addEnding(of: unit, since: start, to: &trip)
            trip.ending = step.rowsBefore.isEmpty ? nil : trip.statements.count - 1
            trip.add(.commit, ["COMMIT"], for: origin)
        } else if !Self.marksForBoth(unit, following) {
            let mark = next.mark(unit.range.upperBound, &trip)
            addCommitted(.mark, mark, of: unit, to: &trip)
        }
        return trip
    }

    private mutating func addIntent(of unit: RunUnit, to trip: inout RoundTrip) {
        let intent = writeAndKeep(&trip)
        addCommitted(.intent, intent, of: unit, to: &trip)
        trip.writesIntent = true
    }

    private func addCommitted(
        _ purpose: SentStatement.Purpose,
        _ statement: String,
        of unit: RunUnit,
        to trip: inout RoundTrip
    ) {
        let origin = step.origin(at: purpose == .intent ? unit.range.lowerBound : unit.range.upperBound - 1)
        if commitsByHand { trip.add(.begin, [begin], for: origin) }
        trip.add(purpose, [statement], for: origin)
        if commitsByHand { trip.add(.commit, ["COMMIT"], for: origin) }
    }

    /// Makes the statements commit, for journal writes outside a unit's transaction. If they stayed uncommitted, they
    /// could be rolled back while a CALL's changes to tables without transactions stay.
    func committed(_ statements: [String]) -> [String] {
        commitsByHand ? [begin] + statements + ["COMMIT"] : statements
    }

    /// A revision may have made its session read-only, but the journal must still be written.
    private var begin: String { commitsByHand ? "START TRANSACTION READ WRITE" : "START TRANSACTION" }

    /// Builds the round trip for one range of a unit.
    ///
    /// - Parameters:
    ///   - statement: The statement for this range; nil if there is none.
    ///   - position: The position after this range; nil after the last.
    func roundTrip(
        of unit: RunUnit,
        _ statement: String?,
        position: BatchPosition?,
        next following: RunUnit?
    ) -> RoundTrip {
        var trip = RoundTrip()
        var next = self
        let origin = step.origin(at: unit.range.lowerBound)
        trip.isTransaction = true
        if !isWritten, usesClock { trip.add(.clock, [tables.startClock], for: nil) }
        let own = statement.flatMap { text in origin.map { [(text, $0)] } } ?? []
        guard let position else {
            next.entry.batchPosition = nil
            addTransaction(unit, own, isLast: following == nil, &next, &trip)
            return trip
        }
        trip.add(.begin, [begin], for: origin)
        trip.addOwn(own)
        next.entry.batchPosition = position.text
        trip.add(.mark, [next.mark(unit.range.lowerBound, &trip)], for: origin)
        trip.add(.commit, ["COMMIT"], for: origin)
        return trip
    }

    private func addTransaction(
        _ unit: RunUnit,
        _ own: [(text: String, origin: StatementOrigin)],
        isLast: Bool,
        _ next: inout StepRun,
        _ trip: inout RoundTrip
    ) {
        let start = isLast ? startOfLast(unit, &trip) : nil
        for index in unit.opening {
            trip.add(.opening, [step.statements[index].textWithClauses], for: step.origin(at: index))
        }
        let origin = step.origin(at: unit.range.upperBound - 1)
        trip.add(.begin, [begin], for: origin)
        trip.addOwn(own)
        if isLast {
            next.addEnding(of: unit, since: start, to: &trip)
        } else {
            trip.add(.mark, [next.mark(unit.range.upperBound, &trip)], for: origin)
        }
        trip.add(.commit, ["COMMIT"], for: origin)
    }

    /// An expression for the start time of the last unit. Its time is written together with it, so the server must
    /// measure it.
    private func startOfLast(_ unit: RunUnit, _ trip: inout RoundTrip) -> String? {
        if unit.sent.isEmpty { return nil }
        // If it is also the first, the entry or the clock has the time.
        if !isWritten { return usesClock ? RunnerTables.clock : "started_at" }
        trip.add(.clock, [tables.startStatementClock], for: step.origin(at: unit.sent.lowerBound))
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

    /// The statements for a revision without remaining statements.
    var closing: [String] {
        var next = self
        var trip = RoundTrip()
        trip.add(.clock, [tables.startClock], for: nil)
        trip.add(.begin, [begin], for: nil)
        next.addEnding(of: nil, since: nil, to: &trip)
        trip.add(.commit, ["COMMIT"], for: nil)
        return trip.statements.map(\.text)
    }

    private mutating func writeAndKeep(_ trip: inout RoundTrip) -> String {
        defer { isWritten = true }
        // Few at a time would mean many writes; many at a time could mean a large loss.
        let isDue = unwrittenSeconds.count >= 32 || unwrittenSeconds.reduce(0) { $0 + ($1 ?? 0) } >= 1
        guard isDue else { return write(nil) }
        trip.writesSeconds = true
        return write(RunnerTables.literal(takeSeconds()))
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
    private mutating func mark(_ next: Int, _ trip: inout RoundTrip) -> String {
        entry.nextStatement = next
        entry.inFlight = nil
        entry.fingerprint = nil
        return writeAndKeep(&trip)
    }

    /// Adds the journal's last update and the change of the version rows to a transaction.
    ///
    /// - Parameters:
    ///   - unit: The last unit, if there is one.
    ///   - start: An expression for the unit's start time.
    private mutating func addEnding(of unit: RunUnit?, since start: String?, to trip: inout RoundTrip) {
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
        let origin = unit.flatMap { step.origin(at: $0.range.upperBound - 1) }
        trip.add(.mark, [write(seconds)], for: origin)
        trip.add(.versions, tables.changeVersions(from: step.rowsBefore, to: step.rowsAfter), for: origin)
        isWritten = true
    }

    // MARK: What happened

    /// Records that a range is done.
    mutating func advanced(to position: BatchPosition, _ trip: RoundTrip) {
        entry.batchPosition = position.text
        isWritten = true
        if trip.writesSeconds { unwrittenSeconds = [] }
    }

    /// Records that a unit's round trip is done, and how long it took.
    mutating func completed(_ unit: RunUnit, _ trip: RoundTrip, seconds: Double) {
        let last = unit.sent.isEmpty ? nil : seconds
        completed(
            upTo: unit.range.upperBound,
            trip,
            seconds: Array(repeating: nil, count: unit.range.count - 1) + [last]
        )
    }

    /// Records that the statements before `next` are done. `seconds` are the times of the last of them.
    mutating func completed(upTo next: Int, _ trip: RoundTrip, seconds: [Double?]) {
        entry.nextStatement = next
        entry.batchPosition = nil
        isWritten = true
        if trip.writesSeconds { unwrittenSeconds = [] }
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
