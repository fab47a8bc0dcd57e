internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Runs revisions: sends the batches of `StepRun`, and checks the results.
final class StepDriver {
    let executor: any QueryExecutor
    let lock: any RunLock
    let session: SessionState
    let tables: RunnerTables
    let observer: (RunEvent) -> Void
    var finishedRevisions: [String] = []
    /// The object that the next DDL statement names, read in the previous round trip.
    var prefetched: Fingerprint?
    var census: TableCensus
    var snapshots: SnapshotReader
    /// The number of rows that the statements of the last round trip changed.
    var affectedRows: UInt64 = 0
    /// The server's warnings about them.
    var warnings: [ServerWarning] = []
    /// The time that each statement took, for a unit whose statements are guarded one by one.
    var ownSeconds: [Double?] = []

    let clock = ContinuousClock()
    let options: RunnerOptions
    let effects: EffectReader
    let replicas: ReplicaWatch?
    let isCancelled: () -> Bool

    init(
        executor: any QueryExecutor,
        lock: any RunLock,
        session: SessionState,
        tables: RunnerTables,
        census: TableCensus,
        options: RunnerOptions,
        effects: EffectReader,
        replicas: ReplicaWatch?,
        isCancelled: @escaping () -> Bool,
        observer: @escaping (RunEvent) -> Void
    ) {
        self.census = census
        snapshots = SnapshotReader(executor: executor, session: session)
        self.options = options
        self.effects = effects
        self.replicas = replicas
        self.isCancelled = isCancelled
        self.executor = executor
        self.lock = lock
        self.session = session
        self.tables = tables
        self.observer = observer
    }

    /// - Parameter following: The step that runs after this one.
    /// - Throws: `MigrationFailure`, `MigrationError.lockLost`, `.versionRowsChanged`.
    func run(_ stepRun: StepRun, following: MigrationPlan.Step?) throws -> RunReport.Step {
        var stepRun = stepRun
        let step = stepRun.step
        let started = clock.now
        observer(.started(step))
        let units = step.units.compactMap { $0.rest(from: step.firstStatement) }
        if step.isContinuation {
            try bookkeeping(stepRun.opening, stepRun)
        } else {
            try keepDetails(&stepRun)
        }
        try replaySession(stepRun)
        if units.isEmpty { try bookkeeping(stepRun.emptyBatch().statements, stepRun) }
        let changesSession = step.units.contains(where: \.changesSession)
        let group = CreationGroup(dialect: executor.dialect)
        var place = 0
        while place < units.count {
            // The time of the last unit is written together with it, so it is not grouped.
            let several = group.unit(of: units[place..<units.count - 1], step.statements, census)
            place += several?.range.count ?? 1
            let next = place < units.count ? units[place] : nil
            // In another session state, the names of the next revision could mean other objects.
            let upcoming = next ?? (changesSession ? nil : following?.units.first)
            try run(several ?? units[place - 1], next: next, upcoming: upcoming, &stepRun)
        }
        let report = RunReport.Step(
            revision: step.revision.id,
            direction: step.direction,
            statements: step.statements.count - step.firstStatement,
            seconds: (clock.now - started).inSeconds,
            status: step.isContinuation ? .resumed : .done
        )
        finishedRevisions.append(step.revision.id)
        observer(.finished(report))
        // The revision is done, whatever happens to the session.
        if step.touchesSession(executor.dialect) { try asOwn(stepRun) { try resetSession(stepRun) } }
        return report
    }

    /// Before a revision that can stop halfway, keeps what is needed to show and undo it.
    func keepDetails(_ stepRun: inout StepRun) throws {
        let step = stepRun.step
        // A revision that is done as a whole or not at all leaves nothing to show or undo.
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

    /// Statements that restore the session state a revision starts with.
    var restoring: [String] { session.restoring + [LockWaitLimit.set(options.lockWait)] }

    /// Resets the session, so that the next revision starts as if it ran alone.
    func resetSession(_ stepRun: StepRun) throws {
        try executor.resetSession()
        guard try lock.takeAgain() else { throw lockLost(stepRun.step) }
        try executor.execute(all: [lock.guardStatement()] + restoring)
    }

    /// Repeats the session settings of the statements that are done, which were lost with their session.
    func replaySession(_ stepRun: StepRun) throws {
        let step = stepRun.step
        if step.firstStatement == 0 { return }
        let memory = SessionMemory(dialect: executor.dialect)
        let settings = memory.repeated(step.statements, before: min(step.firstStatement, step.statements.count))
        if settings.isEmpty { return }
        try bookkeeping(settings.map(\.textWithClauses), stepRun)
    }

    func run(_ unit: RunUnit, next: RunUnit?, upcoming: RunUnit?, _ stepRun: inout StepRun) throws {
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
        keepWarnings(stepRun)
        if isSeveral {
            stepRun.completed(upTo: unit.range.upperBound, batch, seconds: ownSeconds)
        } else {
            stepRun.completed(unit, batch, seconds: (clock.now - sent).inSeconds)
        }
    }

    func keepWarnings(_ stepRun: StepRun) {
        if warnings.isEmpty { return }
        for warning in warnings { observer(.warning(warning)) }
        // If this fails, the statement has still run and is marked, and the next statement shows the problem.
        _ = try? executor.execute(all: stepRun.committed([tables.add(warnings, to: stepRun.entry.id)]))
    }

    func announce(_ index: Int, _ step: MigrationPlan.Step) {
        observer(.statement(step.statements[index], index: index, count: step.statements.count))
    }

    /// The state of a DDL unit's objects before it: prefetched in the previous round trip, or read now.
    func fingerprint(for unit: RunUnit, _ step: MigrationPlan.Step) throws -> Fingerprint? {
        if case .creations(let objects) = unit.kind { return Fingerprint(absent: objects) }
        guard case .ddl(let facts) = unit.kind else { return nil }
        defer { prefetched = nil }
        if let known = census.fingerprint(for: unit) { return known }
        do {
            let isPrefetched = prefetched?.lines.map(\.object) == facts.objects
            var before = try isPrefetched ? prefetched : Fingerprint(of: facts.objects, executor)
            if before?.definition?.utf8.count ?? 0 > session.longestText { before?.definition = nil }
            return before
        } catch let error as ServerError {
            let index = unit.range.lowerBound
            throw failure(of: unit, index: index, step, done: index, .notApplied, error)
        }
    }

    /// A unit that is being run.
    struct Attempt {
        var unit: RunUnit
        var batch: StepRun.Batch
        /// The state of a DDL unit's objects before it runs.
        var before: Fingerprint?
        let settings: StatementSettings
    }

    /// In a group of CREATE TABLE statements, those before the failed one are done, and those after it have not begun.
    func narrow(_ attempt: inout Attempt, _ stepRun: inout StepRun, failedAt place: Int) {
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

    /// The settings from the directives of a unit's statements; in a transaction of several, the first value of each
    /// applies.
    func settings(of unit: RunUnit, _ step: MigrationPlan.Step) -> StatementSettings {
        step.statements[unit.range].reduce(into: StatementSettings()) { all, statement in
            let settings = StatementSettings(of: statement)
            all.lockWait = all.lockWait ?? settings.lockWait
            all.retries = all.retries ?? settings.retries
        }
    }

    /// Sends a batch, and repeats it while locks block it.
    func send(_ attempt: Attempt, _ question: SQLObject?, _ stepRun: StepRun) throws {
        let retries = attempt.settings.retries ?? options.lockRetries
        let policy = RetryPolicy(retries: retries, firstPause: options.lockPause)
        var start = Resumption(place: 0, isInNewSession: true)
        var tries = 0
        while true {
            if isCancelled() { throw MigrationError.cancelled(within: stepRun.step.revision.id) }
            let outgoing = Outgoing(
                attempt.batch,
                from: start.place,
                isInNewSession: start.isInNewSession,
                lockGuard: lock.guardStatement(),
                lockGuardInTransaction: lock.guardStatement(inTransaction: true),
                lockWait: attempt.settings.lockWait,
                quiet: Set(attempt.unit.quiet.map { $0 - attempt.unit.sent.lowerBound + attempt.batch.own.lowerBound })
            )
            do {
                guard try lock.keep() else { throw lockLost(stepRun.step) }
                return try send(outgoing, attempt, question, stepRun.step)
            } catch var error as ServerError {
                if isLockLost(error, outgoing) { throw lockLost(stepRun.step) }
                error.failedIndex = error.failedIndex.map { outgoing.place(of: $0) }
                var (attempt, stepRun) = (attempt, stepRun)
                narrow(&attempt, &stepRun, failedAt: error.failedIndex ?? attempt.batch.own.lowerBound)
                guard let place = error.failedIndex, Set.retriable.contains(error.code),
                    let resumed = try takenBack(attempt, place, stepRun)
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

    /// Makes one round trip. The batch is followed by the query that the next unit needs.
    func send(
        _ outgoing: Outgoing,
        _ attempt: Attempt,
        _ question: SQLObject?,
        _ step: MigrationPlan.Step
    ) throws {
        prefetched = nil
        affectedRows = 0
        warnings = []
        var warningCount = 0
        let batch = attempt.batch
        let questions = question.map { [Fingerprint.query(for: $0)] } ?? []
        var foundRow = true
        var last = clock.now
        do {
            // The rows of a revision's SELECT are not needed.
            let keepsRows = { (index: Int) in
                outgoing.isBetween(index) || !batch.own.contains(outgoing.place(of: index))
            }
            try executor.execute(all: outgoing.statements + questions, keepsRows: keepsRows) { index, result in
                let arrived = clock.now
                defer { last = arrived }
                if index == outgoing.statements.count, let question {
                    prefetched = Fingerprint(of: question, rows: result.rows)
                }
                if let place = outgoing.warnings[index], warningCount > 0 {
                    let own = attempt.unit.sent.lowerBound + place - batch.own.lowerBound
                    let statement = step.statements[min(own, step.statements.count - 1)]
                    warnings += ServerWarning.read(result.rows, count: warningCount, statement, index: own)
                }
                guard !outgoing.isBetween(index) else { return }
                let place = outgoing.place(of: index)
                if place == batch.ending { foundRow = result.affectedRows > 0 }
                guard batch.own.contains(place) else { return }
                affectedRows += result.affectedRows
                warningCount = result.warningCount
                guard batch.guardsEach else { return }
                ownSeconds.append((arrived - last).inSeconds)
                if place + 1 < batch.own.upperBound {
                    announce(attempt.unit.sent.lowerBound + place + 1 - batch.own.lowerBound, step)
                }
            }
        } catch let error as ServerError where error.failedIndex == outgoing.statements.count {
            // The batch succeeded, but its results were lost with the error. An object that does not exist yet gives
            // such an error; any other problem shows when the query is repeated.
            prefetched = question.flatMap { Fingerprint(of: $0, error: error) }
            if batch.ending != nil { foundRow = try hasVersions(step.rowsAfter, step) }
        }
        if !foundRow {
            throw MigrationError.versionRowsChanged(revision: step.revision.id, expected: step.rowsBefore)
        }
    }

    func hasVersions(_ rows: [String], _ step: MigrationPlan.Step) throws -> Bool {
        if rows.isEmpty { return true }
        do {
            return try executor.execute("SELECT \(tables.hasVersions(rows))").rows.first?[0] == "1"
        } catch let error as ServerError {
            let done = step.statements.count
            throw failure(of: nil, index: done - 1, step, done: done, .notApplied, error)
        }
    }

    /// Whether the guard refused the statements.
    func isLockLost(_ error: ServerError, _ outgoing: Outgoing) -> Bool {
        error.code == LockGuard.error && error.failedIndex.map(outgoing.isBetween) ?? false
    }

    func lockLost(_ step: MigrationPlan.Step) -> MigrationError {
        _ = try? executor.execute("ROLLBACK")
        return .lockLost(before: step.revision.id)
    }

    /// Runs the runner's own statements under the lock guard.
    func bookkeeping(_ statements: [String], _ stepRun: StepRun) throws {
        try asOwn(stepRun) { try executor.execute(all: [lock.guardStatement()] + statements) }
    }

    func asOwn(_ stepRun: StepRun, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ServerError {
            if !error.isConnectionLost { _ = try? executor.execute("ROLLBACK") }
            if error.failedIndex == 0, error.code == LockGuard.error { throw lockLost(stepRun.step) }
            let done = stepRun.entry.nextStatement
            let fate: MigrationFailure.Fate = error.isConnectionLost ? .unknown : .notApplied
            throw failure(of: nil, index: done, stepRun.step, done: done, fate, error)
        }
    }
}
