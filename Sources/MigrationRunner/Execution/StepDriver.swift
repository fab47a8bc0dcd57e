internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Runs revisions: sends the round trips of `StepRun`, and checks the results.
final class StepDriver {
    let executor: any QueryExecutor
    let lock: any RunLock
    let session: SessionState
    let tables: RunnerTables
    let observer: (RunEvent) -> Void
    var finishedRevisions: [String] = []
    /// Whether the current revision can be undone if it stops halfway.
    var canBeUndone = false
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
        canBeUndone = stepRun.entry.canBeUndone
        try replaySession(stepRun)
        if units.isEmpty { try bookkeeping(stepRun.closing, stepRun) }
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
        if step.touchesSession(executor.dialect) { try asBookkeeping(stepRun) { try resetSession(stepRun) } }
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
                throw bookkeepingFailure(at: 0, step, done: 0, .notApplied, error)
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
        for index in isSeveral ? unit.sent.prefix(1) : unit.sent { announce(step.origin(at: index)) }
        let before = try fingerprint(for: unit, step)
        let trip = stepRun.roundTrip(for: unit, next: next, fingerprint: before)
        census.ran(unit)
        snapshots.ran(unit)
        let question = upcoming.flatMap { census.fingerprint(for: $0) == nil ? $0.onlyObject : nil }
        let sent = clock.now
        let attempt = Attempt(unit: unit, trip: trip, before: before, settings: settings(of: unit, step))
        ownSeconds = []
        try send(attempt, question, stepRun)
        keepWarnings(stepRun)
        if isSeveral {
            stepRun.completed(upTo: unit.range.upperBound, trip, seconds: ownSeconds)
        } else {
            stepRun.completed(unit, trip, seconds: (clock.now - sent).inSeconds)
        }
    }

    func keepWarnings(_ stepRun: StepRun) {
        if warnings.isEmpty { return }
        for warning in warnings { observer(.warning(warning)) }
        // If this fails, the statement has still run and is marked, and the next statement shows the problem.
        _ = try? executor.execute(all: stepRun.committed([tables.add(warnings, to: stepRun.entry.id)]))
    }

    func announce(_ origin: StatementOrigin?) {
        if let origin { observer(.statement(origin)) }
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
            throw failure(of: unit, step, .notApplied, error)
        }
    }

    /// A unit that is being run.
    struct Attempt {
        var unit: RunUnit
        var trip: RoundTrip
        /// The state of a DDL unit's objects before it runs.
        var before: Fingerprint?
        let settings: StatementSettings
    }

    /// In a group of CREATE TABLE statements, those before the failed one are done, and those after it have not begun.
    func narrow(_ attempt: inout Attempt, _ stepRun: inout StepRun, to failed: SentStatement?) {
        guard case .creations(let objects) = attempt.unit.kind, let failed = failed ?? attempt.trip.firstOwn,
            let origin = failed.origin, let place = failed.place, attempt.trip.own.contains(place)
        else { return }
        let index = origin.index
        let done = index - attempt.unit.range.lowerBound
        let seconds = ownSeconds.prefix(done) + Array(repeating: nil, count: max(0, done - ownSeconds.count))
        stepRun.completed(upTo: index, attempt.trip, seconds: Array(seconds))
        let range = index..<index + 1
        attempt.unit = RunUnit(kind: .creations([objects[done]]), range: range, sent: range)
        attempt.trip.own = place..<place + 1
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

    /// Makes a round trip, and repeats it while locks block it.
    func send(_ attempt: Attempt, _ question: SQLObject?, _ stepRun: StepRun) throws {
        let retries = attempt.settings.retries ?? options.lockRetries
        let policy = RetryPolicy(retries: retries, firstPause: options.lockPause)
        var start = Resumption(place: 0, isInNewSession: true)
        var tries = 0
        while true {
            if isCancelled() {
                throw MigrationError.cancelled(within: stepRun.step.revision.id, canBeUndone: canBeUndone)
            }
            let outgoing = Outgoing(
                attempt.trip,
                from: start.place,
                isInNewSession: start.isInNewSession,
                lockGuard: lock.guardStatement(),
                lockGuardInTransaction: lock.guardStatement(inTransaction: true),
                lockWait: attempt.settings.lockWait,
                quiet: attempt.unit.quiet
            )
            do {
                guard try lock.keep() else { throw lockLost(stepRun.step) }
                return try send(outgoing, attempt, question, stepRun.step)
            } catch let error as ServerError {
                let failed = outgoing.statement(at: error.failedIndex)
                if error.code == LockGuard.error, failed?.purpose == .lockGuard { throw lockLost(stepRun.step) }
                var (attempt, stepRun) = (attempt, stepRun)
                narrow(&attempt, &stepRun, to: failed)
                guard let failed, Set.retriable.contains(error.code),
                    let resumed = try takenBack(attempt, failed, stepRun)
                else { throw resolve(error, of: failed, attempt, LockWait(), stepRun) }
                tries += 1
                let pause = policy.pause(after: tries)
                let blockers = blockers(of: attempt.unit)
                let wait = LockWait(tries: tries, retries: retries, pause: pause, blockers: blockers, error: error)
                guard let pause else { throw resolve(error, of: failed, attempt, wait, stepRun) }
                observer(.blocked(wait))
                rest(pause)
                start = resumed
            }
        }
    }

    /// Makes one round trip. The statements are followed by the query that the next unit needs.
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
        let trip = attempt.trip
        let questions = question.map { [Fingerprint.query(for: $0)] } ?? []
        var foundRow = true
        var last = clock.now
        do {
            // The rows of a revision's SELECT are not needed.
            let keepsRows = { (index: Int) in outgoing.statement(at: index)?.purpose != .own }
            let texts = outgoing.statements.map(\.text) + questions
            try executor.execute(all: texts, keepsRows: keepsRows) { index, result in
                let arrived = clock.now
                defer { last = arrived }
                guard let sent = outgoing.statement(at: index) else {
                    prefetched = question.map { Fingerprint(of: $0, rows: result.rows) }
                    return
                }
                switch sent.purpose {
                case .warnings:
                    guard warningCount > 0, let origin = sent.origin else { return }
                    warnings += ServerWarning.read(result.rows, count: warningCount, about: origin)
                case .own:
                    affectedRows += result.affectedRows
                    warningCount = result.warningCount
                    guard trip.guardsEach else { return }
                    ownSeconds.append((arrived - last).inSeconds)
                    announce(trip.own(after: sent)?.origin)
                case .mark, .versions: if sent.place == trip.ending { foundRow = result.affectedRows > 0 }
                case .lockGuard, .lockWait, .clock, .begin, .intent, .opening, .commit: break
                }
            }
        } catch let error as ServerError where error.failedIndex == outgoing.statements.count {
            // The statements succeeded, but their results were lost with the error. An object that does not exist yet
            // gives such an error; any other problem shows when the query is repeated.
            prefetched = question.flatMap { Fingerprint(of: $0, error: error) }
            if trip.ending != nil { foundRow = try hasVersions(step.rowsAfter, step) }
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
            throw bookkeepingFailure(at: done - 1, step, done: done, .notApplied, error)
        }
    }

    func lockLost(_ step: MigrationPlan.Step) -> MigrationError {
        executor.rollBack()
        return .lockLost(before: step.revision.id)
    }

    /// Runs the runner's own statements under the lock guard.
    func bookkeeping(_ statements: [String], _ stepRun: StepRun) throws {
        try asBookkeeping(stepRun) { try executor.execute(all: [lock.guardStatement()] + statements) }
    }

    /// Reports a server error as a failure of the runner's own statements.
    func asBookkeeping(_ stepRun: StepRun, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ServerError {
            if !error.isConnectionLost { executor.rollBack() }
            if error.failedIndex == 0, error.code == LockGuard.error { throw lockLost(stepRun.step) }
            let done = stepRun.entry.nextStatement
            let fate: MigrationFailure.Fate = error.isConnectionLost ? .unknown : .notApplied
            throw bookkeepingFailure(at: done, stepRun.step, done: done, fate, error)
        }
    }
}
