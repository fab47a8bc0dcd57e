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
    /// Goes into the first journal entry, so that no revision begins once the lock is gone.
    private let lockGuard: String
    private(set) var entry: JournalEntry
    /// Whether the journal has the entry already.
    private(set) var isWritten: Bool
    /// Whether `RunnerTables.startClock` says when this run began.
    private var usesClock: Bool

    /// Statements in one round trip, and which of them are the revision's own.
    struct Batch {
        var statements: [String] = []
        /// Places in `statements`.
        var own: Range<Int> = 0..<0
        var isTransaction = false
        /// The journal gets an entry before the revision's own statements, outside of a transaction.
        var writesIntent = false
        /// The place of a change to the version table, which must have found its row.
        var ending: Int?
    }

    init(
        step: MigrationPlan.Step,
        tables: RunnerTables,
        lockGuard: String,
        nextJournalID: UInt64,
        dialect: SQLDialect
    ) {
        self.step = step
        self.tables = tables
        self.lockGuard = lockGuard
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

    /// Writes the entry as it is.
    private var write: String {
        isWritten
            ? tables.update(entry, usesClock: usesClock)
            : tables.insert(entry, guardedBy: lockGuard, usesClock: usesClock)
    }

    /// What a continued run has to say first: the file may have changed behind what is done.
    var opening: [String] {
        isWritten ? [RunnerTables.startClock, tables.restart(entry)] : []
    }

    /// What is sent for a unit. `fingerprint` is that of a DDL unit's objects, just taken.
    func batch(for unit: RunUnit, next following: RunUnit?, fingerprint: Fingerprint?) -> Batch {
        let isLast = following == nil
        let own = step.statements[unit.sent].map(\.text)
        var batch = Batch()
        var next = self
        if !isWritten, usesClock { batch.add([RunnerTables.startClock]) }
        switch unit.kind {
        case .transaction:
            batch.isTransaction = true
            batch.add(["START TRANSACTION"])
            batch.addOwn(own)
            batch.add(isLast ? next.ending() : next.mark(unit.range.upperBound))
            batch.add(["COMMIT"])
            return batch
        case .ddl(let facts):
            let before = fingerprint ?? Fingerprint(text: "")
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = Recovery.inFlight(facts, before)
            next.entry.fingerprint = before.text
            batch.add(next.writeAndKeep())
            batch.writesIntent = true
        case .other:
            next.entry.nextStatement = unit.range.lowerBound
            next.entry.inFlight = .other
            batch.add(next.writeAndKeep())
            batch.writesIntent = true
        case .session, .nothing: break
        }
        batch.addOwn(own)
        if isLast {
            // One UPDATE of both tables takes twice the time of this: MariaDB 10.11 makes a temporary table for it.
            batch.add(["START TRANSACTION"] + next.ending())
            batch.ending = step.rowsBefore.isEmpty ? nil : batch.statements.count - 1
            batch.add(["COMMIT"])
        } else if !Self.marksForBoth(unit, following) {
            batch.add(next.mark(unit.range.upperBound))
        }
        return batch
    }

    /// Whether what is written for the unit after a DDL unit can stand for the mark of both: the fingerprint tells as much, and
    /// it saves a commit for each DDL statement.
    private static func marksForBoth(_ unit: RunUnit, _ following: RunUnit?) -> Bool {
        guard case .ddl(let facts) = unit.kind, !facts.mayLeaveNoTrace else { return false }
        return switch following?.kind {
        case .ddl, .transaction: true
        case .session, .other, .nothing, nil: false
        }
    }

    /// What is sent where no statement is left, or none ever was.
    func emptyBatch() -> Batch {
        var next = self
        return Batch(
            statements: [RunnerTables.startClock, "START TRANSACTION"] + next.ending() + ["COMMIT"],
            isTransaction: true
        )
    }

    private mutating func writeAndKeep() -> [String] {
        defer { isWritten = true }
        return [write]
    }

    /// Says that the statements before `next` are done.
    private mutating func mark(_ next: Int) -> [String] {
        entry.nextStatement = next
        entry.inFlight = nil
        entry.fingerprint = nil
        return writeAndKeep()
    }

    /// The journal's last word and the version rows, for a transaction.
    private mutating func ending() -> [String] {
        entry.state = .done
        entry.nextStatement = step.statements.count
        entry.inFlight = nil
        entry.fingerprint = nil
        return writeAndKeep() + tables.changeVersions(from: step.rowsBefore, to: step.rowsAfter)
    }

    // MARK: What happened

    /// A unit's batch went through.
    mutating func completed(_ unit: RunUnit) {
        entry.nextStatement = unit.range.upperBound
        isWritten = true
    }

    /// The server refused a statement: what is sent to remember that.
    ///
    /// - Parameters:
    ///   - unit: Its unit; nil for the run's own ending.
    ///   - changed: The fingerprint of before, where the statement changed something although it failed.
    func failure(of unit: RunUnit?, error: ServerError, changed: Fingerprint?, isWritten: Bool) -> String {
        var next = self
        next.entry.state = .failed
        next.entry.nextStatement = unit?.range.lowerBound ?? step.statements.count
        next.entry.inFlight = changed == nil ? nil : .ddl
        next.entry.fingerprint = changed?.text
        next.entry.error = "\(error.errno) (\(error.sqlState)): \(error.message)"
        return isWritten
            ? tables.update(next.entry, usesClock: usesClock) : tables.insert(next.entry, usesClock: usesClock)
    }
}

extension StepRun.Batch {
    fileprivate mutating func add(_ statements: [String]) { self.statements += statements }

    fileprivate mutating func addOwn(_ statements: [String]) {
        own = self.statements.count..<self.statements.count + statements.count
        self.statements += statements
    }
}
