internal import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Runs revisions: sends what `StepRun` works out, and looks at what comes back.
final class StepDriver {
    private let executor: any QueryExecutor
    private let lock: any RunLock
    private let session: SessionState
    private let tables: RunnerTables
    private let observer: (RunEvent) -> Void
    private var finishedRevisions: [String] = []
    /// What the next DDL statement names, asked for in the round trip before it.
    private var prefetched: Fingerprint?
    private var census: TableCensus
    private var snapshots: SnapshotReader
    /// What the statements of the last round trip changed.
    private var affectedRows: UInt64 = 0
    /// How long each statement took of a unit whose statements are guarded each.
    private var ownSeconds: [Double?] = []

    private let clock = ContinuousClock()
    private let options: RunnerOptions
    private let replicas: ReplicaWatch?
    private let isCancelled: () -> Bool

    init(
        executor: any QueryExecutor,
        lock: any RunLock,
        session: SessionState,
        tables: RunnerTables,
        census: TableCensus,
        options: RunnerOptions,
        replicas: ReplicaWatch?,
        isCancelled: @escaping () -> Bool,
        observer: @escaping (RunEvent) -> Void
    ) {
        self.census = census
        snapshots = SnapshotReader(executor: executor, session: session)
        self.options = options
        self.replicas = replicas
        self.isCancelled = isCancelled
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
        observer(.started(step))
        let units = step.units.filter { $0.range.lowerBound >= step.firstStatement }
        if step.isContinuation {
            try bookkeeping(stepRun.opening, stepRun)
        } else {
            try keepDetails(&stepRun)
        }
        try replaySession(stepRun)
        if units.isEmpty { try bookkeeping(stepRun.emptyBatch().statements, stepRun) }
        let changesSession = step.units.contains { $0.kind == .session || $0.kind == .other }
        let group = CreationGroup(dialect: executor.dialect)
        var place = 0
        while place < units.count {
            // The last one's time is written together with it, so it stands alone.
            let several = group.unit(of: units[place..<units.count - 1], step.statements, census)
            place += several?.range.count ?? 1
            let next = place < units.count ? units[place] : nil
            // In another session state the next revision's names could mean other objects.
            let upcoming = next ?? (changesSession ? nil : following?.units.first)
            try run(several ?? units[place - 1], next: next, upcoming: upcoming, &stepRun)
        }
        if changesSession { try bookkeeping(restoring, stepRun) }
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
        // What is done or not, as a whole, leaves nothing to show and nothing to undo.
        let isNeeded = SnapshotReader.isNeeded(for: step.units)
        guard isNeeded || step.units.count > 1 else { return }
        var before: String?
        if isNeeded {
            do {
                before = try snapshots.read(step.units, step.statements, isAbsent: census.isAbsent)?.text
            } catch let error as ServerError {
                throw failure(of: nil, index: 0, step, done: 0, .notApplied, error)
            }
        }
        stepRun.keep(schemaBefore: before.flatMap { $0.utf8.count <= session.longestText ? $0 : nil })
    }

    /// What brings the session back to what a revision finds.
    private var restoring: [String] { session.restoring + [LockWaitLimit.set(options.lockWait)] }

    /// What the statements that are done had set in their session is gone with it.
    private func replaySession(_ stepRun: StepRun) throws {
        let step = stepRun.step
        for unit in step.units where unit.kind == .session && unit.range.upperBound <= step.firstStatement {
            try bookkeeping(step.statements[unit.sent].map(\.textWithClauses), stepRun)
        }
    }

    private func run(_ unit: RunUnit, next: RunUnit?, upcoming: RunUnit?, _ stepRun: inout StepRun) throws {
        let step = stepRun.step
        if let batch = unit.batch { return try runBatch(unit, batch, next: next, &stepRun) }
        var isSeveral = false
        if case .creations = unit.kind { isSeveral = true }
        for index in isSeveral ? unit.sent.prefix(1) : unit.sent { announce(index, step) }
        let before = try fingerprint(for: unit, step)
        let batch = stepRun.batch(for: unit, next: next, fingerprint: before)
        census.ran(unit)
        snapshots.ran(unit)
        let question = upcoming.flatMap { census.fingerprint(for: $0) == nil ? $0.onlyObject : nil }
        let sent = clock.now
        let attempt = Attempt(unit: unit, batch: batch, before: before, settings: settings(of: unit, step))
        ownSeconds = []
        try send(attempt, question, stepRun)
        if isSeveral {
            stepRun.completed(upTo: unit.range.upperBound, batch, seconds: ownSeconds)
        } else {
            stepRun.completed(unit, batch, seconds: (clock.now - sent).inSeconds)
        }
    }

    private func announce(_ index: Int, _ step: MigrationPlan.Step) {
        observer(.statement(step.statements[index], index: index, count: step.statements.count))
    }

    // MARK: Batches

    /// A statement in ranges of a key.
    private func runBatch(
        _ unit: RunUnit,
        _ settings: BatchSettings,
        next: RunUnit?,
        _ stepRun: inout StepRun
    ) throws {
        let step = stepRun.step
        let index = unit.range.lowerBound
        let statement = step.statements[index]
        announce(index, step)
        census.ran(unit)
        let (key, start) = try batchStart(unit, settings, stepRun)
        let template = RangeTemplate(statement.text)
        let began = clock.now
        var throttle = BatchThrottle(
            executor: executor,
            settings: settings,
            replicas: replicas,
            pause: rest,
            isCancelled: isCancelled
        )
        func run(_ text: String?, _ position: BatchPosition?) throws -> UInt64 {
            let batch = stepRun.batch(of: unit, text, position: position, next: next)
            let attempt = Attempt(unit: unit, batch: batch, before: nil, settings: self.settings(of: unit, step))
            try send(attempt, nil, stepRun)
            if let position {
                stepRun.advanced(to: position, batch)
            } else {
                stepRun.completed(unit, batch, seconds: (clock.now - began).inSeconds)
            }
            return affectedRows
        }
        guard var position = start else {
            _ = try run(nil, nil)
            return
        }
        let before = position.share
        while true {
            let end = try asking(unit, stepRun) { try executor.execute(key.end(after: position)).rows.first?[0] }
            let text = template?.text(range: key.condition(after: position, to: end ?? position.last))
            let isLast = end == nil || end == position.last
            position.done = end ?? position.last
            position.ranges += 1
            position.rows += try run(text, isLast ? nil : position)
            observer(.batch(progress(position, since: began, from: before)))
            if isLast { return }
            try asking(unit, stepRun) {
                try throttle.rest { lag in
                    var waiting = progress(position, since: began, from: before)
                    waiting.waitsFor = lag
                    observer(.batch(waiting))
                }
            }
        }
    }

    /// Where a batch begins or goes on; nil where there are no rows.
    private func batchStart(
        _ unit: RunUnit,
        _ settings: BatchSettings,
        _ stepRun: StepRun
    ) throws -> (BatchKey, BatchPosition?) {
        let step = stepRun.step
        let statement = step.statements[unit.range.lowerBound]
        do {
            if unit.kind == .unprotected { throw BatchProblem.noTransactions }
            return try asking(unit, stepRun) {
                let key = try BatchKey(settings, executor)
                if let position = stepRun.entry.batchPosition.flatMap({ BatchPosition(text: $0) }) {
                    guard position.source == key.source else { throw BatchProblem.otherKey(position.source) }
                    return (key, position)
                }
                let bounds = try executor.execute(key.bounds).rows.first
                guard let first = bounds?[0], let last = bounds?[1] else { return (key, nil) }
                return (key, BatchPosition(source: key.source, first: first, last: last))
            }
        } catch let problem as BatchProblem {
            let location = SourceLocation(file: step.revision.path, line: statement.line, column: statement.column)
            throw MigrationError.batch(problem, revision: step.revision.id, location)
        }
    }

    /// Questions of a batch between its ranges.
    private func asking<Answer>(_ unit: RunUnit, _ stepRun: StepRun, _ body: () throws -> Answer) throws -> Answer {
        do {
            return try body()
        } catch let error as ServerError {
            let index = unit.range.lowerBound
            throw failure(of: unit, index: index, stepRun.step, done: index, .notApplied, error)
        }
    }

    private func progress(_ position: BatchPosition, since start: ContinuousClock.Instant, from before: Double?)
        -> BatchProgress
    {
        let elapsed = clock.now - start
        var progress = BatchProgress(
            ranges: position.ranges,
            rows: position.rows,
            share: position.share,
            elapsed: elapsed
        )
        if let share = position.share, let before, share > before {
            progress.remaining = elapsed * ((1 - share) / (share - before))
        }
        return progress
    }

    /// What a DDL unit's objects look like before it: as the round trip before said, or asked for now.
    private func fingerprint(for unit: RunUnit, _ step: MigrationPlan.Step) throws -> Fingerprint? {
        if case .creations(let objects) = unit.kind { return Fingerprint(absent: objects) }
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

    /// A unit that is being run.
    private struct Attempt {
        var unit: RunUnit
        var batch: StepRun.Batch
        /// What a DDL unit's objects looked like.
        var before: Fingerprint?
        let settings: StatementSettings
    }

    /// Of several CREATE TABLE those before the one that failed are done, and the others were not begun.
    private func narrow(_ attempt: inout Attempt, _ stepRun: inout StepRun, failedAt place: Int) {
        let own = attempt.batch.own
        guard case .creations(let objects) = attempt.unit.kind, own.contains(place) else { return }
        let done = place - own.lowerBound
        let index = attempt.unit.range.lowerBound + done
        let seconds = ownSeconds.prefix(done) + Array(repeating: nil, count: max(0, done - ownSeconds.count))
        stepRun.completed(upTo: index, attempt.batch, seconds: Array(seconds))
        let range = index..<index + 1
        attempt.unit = RunUnit(kind: .creations([objects[done]]), range: range, sent: range)
        attempt.batch.own = place..<place + 1
        attempt.before = Fingerprint(absent: [objects[done]])
    }

    /// What the directives of a unit's statements say; in a transaction of several, the first that says something.
    private func settings(of unit: RunUnit, _ step: MigrationPlan.Step) -> StatementSettings {
        step.statements[unit.range].reduce(into: StatementSettings()) { all, statement in
            let settings = StatementSettings(of: statement)
            all.lockWait = all.lockWait ?? settings.lockWait
            all.retries = all.retries ?? settings.retries
        }
    }

    /// Sends a batch until no lock is in its way any more.
    private func send(_ attempt: Attempt, _ question: SQLObject?, _ stepRun: StepRun) throws {
        let retries = attempt.settings.retries ?? options.lockRetries
        let policy = RetryPolicy(retries: retries, firstPause: options.lockPause)
        var start = 0
        var tries = 0
        while true {
            if isCancelled() { throw MigrationError.cancelled(within: stepRun.step.revision.id) }
            let outgoing = Outgoing(
                attempt.batch,
                from: start,
                lockGuard: lock.guardStatement(),
                lockGuardInTransaction: lock.guardStatement(inTransaction: true),
                lockWait: attempt.settings.lockWait
            )
            do {
                guard try lock.keep() else { throw lockLost(stepRun.step) }
                return try send(outgoing, attempt, question, stepRun.step)
            } catch var error as ServerError {
                if isLockLost(error, outgoing) { throw lockLost(stepRun.step) }
                error.batchIndex = error.batchIndex.map { outgoing.place(of: $0) }
                var (attempt, stepRun) = (attempt, stepRun)
                narrow(&attempt, &stepRun, failedAt: error.batchIndex ?? attempt.batch.own.lowerBound)
                guard let place = error.batchIndex, RetryPolicy.errors.contains(error.errno),
                    let resumed = takenBack(attempt, place, stepRun.step)
                else { throw resolve(error, attempt, LockWait(), stepRun) }
                tries += 1
                let pause = policy.pause(after: tries)
                let blockers = blockers(of: attempt.unit)
                let wait = LockWait(tries: tries, retries: retries, pause: pause, blockers: blockers, error: error)
                guard let pause else { throw resolve(error, attempt, wait, stepRun) }
                observer(.blocked(wait))
                rest(pause)
                start = resumed
            }
        }
    }

    /// Rests, unless somebody stops the run.
    private func rest(_ pause: Duration) {
        let end = clock.now + pause
        while clock.now < end, !isCancelled() { Pause.rest(min(end - clock.now, .milliseconds(100))) }
    }

    /// Makes sure that a batch which met a lock left nothing but what stays.
    ///
    /// - Returns: Where in the batch to go on; nil where it is not to be sent again.
    private func takenBack(_ attempt: Attempt, _ place: Int, _ step: MigrationPlan.Step) -> Int? {
        let batch = attempt.batch
        if batch.isTransaction {
            // What a SET in it did is not taken back.
            let changesSession = step.statements[attempt.unit.sent].contains { statement in
                StatementClassifier.facts(of: statement.text, dialect: executor.dialect).kind == .session
            }
            return rollsBack() && !changesSession ? batch.own.lowerBound - 1 : nil
        }
        if batch.own.contains(place) {
            switch attempt.unit.kind {
            case .ddl, .creations:
                guard let before = attempt.before else { return nil }
                let now = try? Fingerprint(of: before.lines.map(\.object), executor)
                return now == before ? place : nil
            case .session: return place
            case .other, .unprotected, .transaction, .nothing: return nil
            }
        }
        // To take back what stands behind it would take back a part of the statement.
        if attempt.unit.kind == .unprotected, place > batch.own.lowerBound { return nil }
        // What stands behind the statement is a transaction, or a mark that may be written twice.
        guard rollsBack() else { return nil }
        return min(max(place, 0), batch.own.upperBound)
    }

    /// Ends the transaction with nothing of it left: not so where it has rows of an engine without transactions.
    private func rollsBack() -> Bool {
        guard let warnings = try? executor.execute("SHOW WARNINGS").rows,
            !warnings.contains(where: { $0.int(1) == Self.notTakenBack }),
            let rollback = try? executor.execute("ROLLBACK")
        else { return false }
        return rollback.warningCount == 0
    }

    /// ER_WARNING_NOT_COMPLETE_ROLLBACK
    private static let notTakenBack = 1196

    private func blockers(of unit: RunUnit) -> [BlockingConnection] {
        var tables: [SQLName] = []
        switch unit.kind {
        case .ddl(let facts): tables = facts.objects.filter { $0.kind == .table }.map(\.name)
        case .creations(let objects): tables = objects.map(\.name)
        case .transaction, .unprotected, .session, .other, .nothing: break
        }
        return BlockerSearch(executor: executor, database: session.database).blockers(of: tables)
    }

    /// One round trip, with the question behind the batch that the next unit will ask.
    private func send(
        _ outgoing: Outgoing,
        _ attempt: Attempt,
        _ question: SQLObject?,
        _ step: MigrationPlan.Step
    ) throws {
        prefetched = nil
        affectedRows = 0
        let batch = attempt.batch
        let questions = question.map { [Fingerprint.query(for: $0)] } ?? []
        var foundRow = true
        var last = clock.now
        do {
            try executor.execute(batch: outgoing.statements + questions) { index, result in
                let arrived = clock.now
                defer { last = arrived }
                if index == outgoing.statements.count, let question {
                    prefetched = Fingerprint(of: question, rows: result.rows)
                }
                guard !outgoing.isBetween(index) else { return }
                let place = outgoing.place(of: index)
                if place == batch.ending { foundRow = result.affectedRows > 0 }
                guard batch.own.contains(place) else { return }
                affectedRows += result.affectedRows
                guard batch.guardsEach else { return }
                ownSeconds.append((arrived - last).inSeconds)
                if place + 1 < batch.own.upperBound {
                    announce(attempt.unit.sent.lowerBound + place + 1 - batch.own.lowerBound, step)
                }
            }
        } catch let error as ServerError where error.batchIndex == outgoing.statements.count {
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

    /// The guard refused to let the statements pass.
    private func isLockLost(_ error: ServerError, _ outgoing: Outgoing) -> Bool {
        error.errno == LockGuard.error && error.batchIndex.map(outgoing.isBetween) ?? false
    }

    private func lockLost(_ step: MigrationPlan.Step) -> MigrationError {
        _ = try? executor.execute("ROLLBACK")
        return .lockLost(before: step.revision.id)
    }

    /// Statements of the runner's own.
    private func bookkeeping(_ statements: [String], _ stepRun: StepRun) throws {
        do {
            try executor.execute(batch: [lock.guardStatement()] + statements)
        } catch let error as ServerError {
            if !error.isConnectionLost { _ = try? executor.execute("ROLLBACK") }
            if error.batchIndex == 0, error.errno == LockGuard.error { throw lockLost(stepRun.step) }
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
        _ attempt: Attempt,
        _ wait: LockWait,
        _ stepRun: StepRun
    ) -> MigrationFailure {
        var failure = resolve(error, attempt, stepRun)
        failure.lockWait = wait
        return failure
    }

    private func resolve(_ error: ServerError, _ attempt: Attempt, _ stepRun: StepRun) -> MigrationFailure {
        let (unit, batch, before) = (attempt.unit, attempt.batch, attempt.before)
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
        _ = try? executor.execute(batch: restoring)
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
            statement: unit == nil ? nil : statement?.textWithClauses,
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
