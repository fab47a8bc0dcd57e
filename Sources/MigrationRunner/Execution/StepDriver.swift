internal import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Runs revisions: sends what `StepRun` works out, and looks at what comes back.
final class StepDriver {
    private let executor: any QueryExecutor
    private let lock: RunLock
    private let session: SessionState
    private let tables: RunnerTables
    private let observer: (RunEvent) -> Void
    private var finishedRevisions: [String] = []
    /// What the next DDL statement names, asked for in the round trip before it.
    private var prefetched: Fingerprint?
    private var census: TableCensus

    private let clock = ContinuousClock()
    /// A statement that took longer than this may have outlived the lock's connection.
    private static let trustsLockFor = Duration.seconds(5)

    init(
        executor: any QueryExecutor,
        lock: RunLock,
        session: SessionState,
        tables: RunnerTables,
        census: TableCensus,
        observer: @escaping (RunEvent) -> Void
    ) {
        self.census = census
        self.executor = executor
        self.lock = lock
        self.session = session
        self.tables = tables
        self.observer = observer
    }

    /// - Parameter following: The step that will be run after this one.
    /// - Throws: `MigrationFailure`, `MigrationError.lockLost`, `.versionRowsChanged`.
    func run(_ stepRun: StepRun, following: MigrationPlan.Step?) throws -> RunReport.Step {
        var stepRun = stepRun
        let step = stepRun.step
        let started = clock.now
        var lockChecked = started
        observer(.started(step))
        let units = step.units.filter { $0.range.lowerBound >= step.firstStatement }
        if step.isContinuation {
            try checkLock(step)
            try bookkeeping(stepRun.opening, stepRun)
        } else {
            try keepDetails(&stepRun)
        }
        try replaySession(stepRun)
        if units.isEmpty { try bookkeeping(stepRun.emptyBatch().statements, stepRun) }
        let changesSession = step.units.contains { $0.kind == .session || $0.kind == .other }
        for (place, unit) in units.enumerated() {
            if clock.now - lockChecked > Self.trustsLockFor {
                try checkLock(step)
                lockChecked = clock.now
            }
            let next = place + 1 < units.count ? units[place + 1] : nil
            // In another session state the next revision's names could mean other objects.
            let upcoming = next ?? (changesSession ? nil : following?.units.first)
            try run(unit, next: next, upcoming: upcoming, &stepRun)
        }
        if changesSession { try bookkeeping(session.restoring, stepRun) }
        let report = RunReport.Step(
            revision: step.revision.id,
            direction: step.direction,
            statements: step.statements.count - step.firstStatement,
            seconds: (clock.now - started).inSeconds,
            status: step.isContinuation ? .resumed : .done
        )
        finishedRevisions.append(step.revision.id)
        observer(.finished(report))
        return report
    }

    /// Before a revision that can stop half way: what it takes to show that, and to take it back.
    private func keepDetails(_ stepRun: inout StepRun) throws {
        let step = stepRun.step
        guard step.units.contains(where: \.hasIntent) || step.units.count > 1 else { return }
        var before: String?
        if SnapshotReader.isNeeded(for: step.units) {
            do {
                before = try SnapshotReader(executor: executor)
                    .read(step.units, step.statements, isAbsent: census.isAbsent)?.text
            } catch let error as ServerError {
                throw failure(of: nil, index: 0, step, done: 0, .notApplied, error)
            }
        }
        stepRun.keep(schemaBefore: before.flatMap { $0.utf8.count <= session.longestText ? $0 : nil })
    }

    private func checkLock(_ step: MigrationPlan.Step) throws {
        let isHeld: Bool
        do {
            isHeld = try lock.isHeld(seenFrom: executor)
        } catch let error as ServerError {
            throw failure(of: nil, index: step.firstStatement, step, done: step.firstStatement, .notApplied, error)
        }
        if !isHeld { throw MigrationError.lockLost(before: step.revision.id) }
    }

    /// What the statements that are done had set in their session is gone with it.
    private func replaySession(_ stepRun: StepRun) throws {
        let step = stepRun.step
        for unit in step.units where unit.kind == .session && unit.range.upperBound <= step.firstStatement {
            try bookkeeping(step.statements[unit.sent].map(\.text), stepRun)
        }
    }

    private func run(_ unit: RunUnit, next: RunUnit?, upcoming: RunUnit?, _ stepRun: inout StepRun) throws {
        let step = stepRun.step
        for index in unit.sent {
            observer(.statement(step.statements[index], index: index, count: step.statements.count))
        }
        let before = try fingerprint(for: unit, step)
        let batch = stepRun.batch(for: unit, next: next, fingerprint: before)
        census.ran(unit)
        let question = upcoming.flatMap { census.fingerprint(for: $0) == nil ? $0.onlyObject : nil }
        let sent = clock.now
        do {
            try send(batch, question, step)
        } catch let error as ServerError {
            if Self.isLockLost(error, batch, stepRun) { throw lockLost(step) }
            throw resolve(error, unit, batch, before, stepRun)
        }
        stepRun.completed(unit, batch, seconds: (clock.now - sent).inSeconds)
    }

    /// What a DDL unit's objects look like before it: as the round trip before said, or asked for now.
    private func fingerprint(for unit: RunUnit, _ step: MigrationPlan.Step) throws -> Fingerprint? {
        guard case .ddl(let facts) = unit.kind else { return nil }
        defer { prefetched = nil }
        if let known = census.fingerprint(for: unit) { return known }
        if let prefetched, prefetched.lines.map(\.object) == facts.objects { return prefetched }
        do {
            return try Fingerprint(of: facts.objects, executor)
        } catch let error as ServerError {
            let index = unit.range.lowerBound
            throw failure(of: unit, index: index, step, done: index, .notApplied, error)
        }
    }

    /// Sends a batch, and behind it the question that the next unit will ask.
    private func send(_ batch: StepRun.Batch, _ question: SQLObject?, _ step: MigrationPlan.Step) throws {
        prefetched = nil
        let questions = question.map { [Fingerprint.query(for: $0)] } ?? []
        var foundRow = true
        do {
            let results = try executor.execute(batch: batch.statements + questions)
            if let question, let answer = results.last { prefetched = Fingerprint(of: question, rows: answer.rows) }
            if let ending = batch.ending, results.indices.contains(ending) {
                foundRow = results[ending].affectedRows > 0
            }
        } catch let error as ServerError where error.batchIndex == batch.statements.count {
            // The batch went through, and its results went with the error. What does not exist yet is answered by one;
            // anything else shows when it is asked again.
            prefetched = question.flatMap { Fingerprint(of: $0, error: error) }
            if batch.ending != nil { foundRow = try hasVersions(step.rowsAfter, step) }
        }
        if !foundRow {
            throw MigrationError.versionRowsChanged(revision: step.revision.id, expected: step.rowsBefore)
        }
    }

    private func hasVersions(_ rows: [String], _ step: MigrationPlan.Step) throws -> Bool {
        if rows.isEmpty { return true }
        do {
            return try executor.execute("SELECT \(tables.hasVersions(rows))").rows.first?[0] == "1"
        } catch let error as ServerError {
            let done = step.statements.count
            throw failure(of: nil, index: done - 1, step, done: done, .notApplied, error)
        }
    }

    /// The journal's first entry refused to be written, since the lock is gone.
    private static func isLockLost(_ error: ServerError, _ batch: StepRun.Batch, _ stepRun: StepRun) -> Bool {
        guard error.errno == RunnerTables.guardError, !stepRun.isWritten else { return false }
        return !batch.own.contains(error.batchIndex ?? batch.own.lowerBound)
    }

    private func lockLost(_ step: MigrationPlan.Step) -> MigrationError {
        _ = try? executor.execute("ROLLBACK")
        return .lockLost(before: step.revision.id)
    }

    /// Statements of the runner's own.
    private func bookkeeping(_ statements: [String], _ stepRun: StepRun) throws {
        do {
            try executor.execute(batch: statements)
        } catch let error as ServerError {
            if !error.isConnectionLost { _ = try? executor.execute("ROLLBACK") }
            if Self.isLockLost(error, StepRun.Batch(), stepRun) { throw lockLost(stepRun.step) }
            let done = stepRun.entry.nextStatement
            let fate: MigrationFailure.Fate = error.isConnectionLost ? .unknown : .notApplied
            throw failure(of: nil, index: done, stepRun.step, done: done, fate, error)
        }
    }

    // MARK: Failures

    /// ER_TABLE_EXISTS_ERROR: the statement did nothing, whoever made the table.
    private static let tableExists = 1050

    /// Finds out what a failed batch left, and has the journal remember it.
    private func resolve(
        _ error: ServerError,
        _ unit: RunUnit,
        _ batch: StepRun.Batch,
        _ before: Fingerprint?,
        _ stepRun: StepRun
    ) -> MigrationFailure {
        let step = stepRun.step
        let place = error.batchIndex ?? batch.own.lowerBound
        let index = min(unit.sent.lowerBound + max(0, place - batch.own.lowerBound), max(0, step.statements.count - 1))
        let done = unit.range.lowerBound
        if error.isConnectionLost {
            return failure(of: unit, index: index, step, done: done, .unknown, error)
        }
        _ = try? executor.execute("ROLLBACK")
        if !batch.own.contains(place) {
            // The runner's own statement failed. In a transaction that took the rest back; behind DDL the next run sees by
            // the fingerprint that the DDL ran.
            let isUndone = batch.isTransaction || place < batch.own.lowerBound
            return failure(of: nil, index: index, step, done: done, isUndone ? .notApplied : .unrecorded, error)
        }
        var changed: Fingerprint?
        if let before, error.errno != Self.tableExists,
            let now = try? Fingerprint(of: before.lines.map(\.object), executor), now != before
        {
            changed = before
        }
        // The intent, where a unit has one, was written before the statement and stays written.
        let isWritten = stepRun.isWritten || batch.writesIntent
        let note = stepRun.failure(of: unit, error: error, changed: changed, isWritten: isWritten)
        // Where even this fails, the journal says `running`, and the next run finds out by the fingerprint.
        _ = try? executor.execute(note)
        _ = try? executor.execute(batch: session.restoring)
        let isPartial = changed != nil || unit.kind == .unprotected
        return failure(of: unit, index: index, step, done: done, isPartial ? .partlyApplied : .notApplied, error)
    }

    /// - Parameter unit: nil where the failure is the runner's own bookkeeping.
    private func failure(
        of unit: RunUnit?,
        index: Int,
        _ step: MigrationPlan.Step,
        done: Int,
        _ fate: MigrationFailure.Fate,
        _ error: ServerError
    ) -> MigrationFailure {
        let statement = step.statements.indices.contains(index) ? step.statements[index] : nil
        return MigrationFailure(
            direction: step.direction,
            finishedRevisions: finishedRevisions,
            revision: step.revision.id,
            path: step.revision.path,
            statementIndex: index,
            statementCount: step.statements.count,
            line: statement?.line ?? 0,
            column: statement?.column ?? 0,
            statement: unit == nil ? nil : statement?.text,
            statementsDone: done,
            fate: fate,
            serverError: error
        )
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
