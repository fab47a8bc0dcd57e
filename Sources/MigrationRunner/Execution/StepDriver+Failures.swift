internal import Revisions
internal import SQLStatements
internal import ServerPort

extension StepDriver {
    /// Finds out what a failed round trip left, and records it in the journal.
    ///
    /// - Parameter failed: The statement that the server refused; nil if it is unknown which one.
    func resolve(
        _ error: ServerError,
        of failed: SentStatement?,
        _ attempt: Attempt,
        _ wait: LockWait,
        _ stepRun: StepRun
    ) -> MigrationFailure {
        var failure = resolve(error, of: failed, attempt, stepRun)
        failure.lockWait = wait
        return failure
    }

    func resolve(
        _ error: ServerError,
        of failed: SentStatement?,
        _ attempt: Attempt,
        _ stepRun: StepRun
    ) -> MigrationFailure {
        let (unit, trip, before) = (attempt.unit, attempt.trip, attempt.before)
        let step = stepRun.step
        let origin = failed?.origin ?? step.origin(at: unit.sent.lowerBound)
        if error.isConnectionLost { return failure(of: unit, origin, step, .unknown, error) }
        executor.rollBack()
        let stage = trip.stage(of: failed)
        if stage != .own {
            // The runner's own statement failed. In a transaction, this undid the rest. After DDL, the next run sees by
            // the fingerprint that the DDL ran.
            let isUndone = trip.isTransaction || stage == .before
            let done = unit.range.lowerBound
            return bookkeepingFailure(at: origin, step, done: done, isUndone ? .notApplied : .unrecorded, error)
        }
        var changed: Fingerprint?
        // If the table exists, the statement did nothing, no matter who created it.
        if let before, error.code != .tableExists, isUntouched(attempt, step) == false { changed = before }
        // If a unit has an intent, it was written before the statement and stays.
        let isWritten = stepRun.isWritten || trip.writesIntent
        // Without transactions, or outside one, the work before the failure stays.
        let staysPartly =
            switch unit.kind {
            case .unprotected: true
            case .other: origin.map { $0.index > unit.sent.lowerBound || !isRefused($0.statement.text, error) } ?? true
            case .ddl, .creations, .transaction, .session, .nothing: false
            }
        let note = stepRun.failure(
            of: unit,
            error: error,
            changed: changed,
            staysPartly: staysPartly,
            isWritten: isWritten
        )
        // If even this fails, the journal says `running`, and the next run decides by the fingerprint.
        _ = try? executor.execute(all: stepRun.committed([note]))
        // The run ends here, so only what its owner reads in this session could notice.
        _ = try? executor.execute(all: restoring)
        let isPartial = changed != nil || staysPartly
        return failure(of: unit, origin, step, isPartial ? .partlyApplied : .notApplied, error)
    }

    /// Whether the server refused a statement that runs others, such as `CALL`, before any of those ran.
    private func isRefused(_ statement: String, _ error: ServerError) -> Bool {
        let facts = StatementClassifier.facts(of: statement, dialect: executor.dialect)
        switch error.code {
        // A prepared statement is parsed while it runs.
        case .syntaxError: return facts.losses.isEmpty
        // The error must be about this procedure, not about one that it calls.
        case .routineDoesNotExist, .wrongArgumentCount, .routineAccessDenied:
            guard let called = SQLNames.called(by: statement, dialect: executor.dialect) else { return false }
            let name = "\(called.database ?? session.database).\(called.name)"
            return [" \(name) ", " \(name);", "'\(name)'"].contains { error.message.contains($0) }
        default: return false
        }
    }

    /// Whether a DDL unit that failed left the named objects unchanged. Ignores changes that other sessions may have
    /// made meanwhile.
    ///
    /// - Returns: nil if that cannot be seen.
    func isUntouched(_ attempt: Attempt, _ step: MigrationPlan.Step) -> Bool? {
        guard let before = attempt.before,
            let now = try? Fingerprint(of: before.lines.map(\.object), executor)
        else { return nil }
        if now == before { return true }
        guard case .ddl(let facts) = attempt.unit.kind,
            zip(before.lines, now.lines).allSatisfy({ ($0.state == .absent) == ($1.state == .absent) })
        else { return false }
        let place = attempt.unit.range.lowerBound
        let settings = SessionMemory(dialect: executor.dialect).settings(step.statements, before: place)
        let statement = step.statements[place].text
        // If this run cannot look, the next one does.
        let effect = (try? effects.effect(of: statement, facts, before, now, after: settings)) ?? .unclear
        return effect == .none
    }

    /// A failure of a unit's first statement.
    func failure(
        of unit: RunUnit,
        _ step: MigrationPlan.Step,
        _ fate: MigrationFailure.Fate,
        _ error: ServerError
    ) -> MigrationFailure {
        failure(of: unit, step.origin(at: unit.range.lowerBound), step, fate, error)
    }

    func failure(
        of unit: RunUnit,
        _ origin: StatementOrigin?,
        _ step: MigrationPlan.Step,
        _ fate: MigrationFailure.Fate,
        _ error: ServerError
    ) -> MigrationFailure {
        failure(at: origin, isBookkeeping: false, step, done: unit.range.lowerBound, fate, error)
    }

    /// A failure of the runner's own statements.
    ///
    /// - Parameter index: The revision's statement that they concern.
    func bookkeepingFailure(
        at index: Int,
        _ step: MigrationPlan.Step,
        done: Int,
        _ fate: MigrationFailure.Fate,
        _ error: ServerError
    ) -> MigrationFailure {
        bookkeepingFailure(at: step.origin(at: index), step, done: done, fate, error)
    }

    func bookkeepingFailure(
        at origin: StatementOrigin?,
        _ step: MigrationPlan.Step,
        done: Int,
        _ fate: MigrationFailure.Fate,
        _ error: ServerError
    ) -> MigrationFailure {
        failure(at: origin, isBookkeeping: true, step, done: done, fate, error)
    }

    private func failure(
        at origin: StatementOrigin?,
        isBookkeeping: Bool,
        _ step: MigrationPlan.Step,
        done: Int,
        _ fate: MigrationFailure.Fate,
        _ error: ServerError
    ) -> MigrationFailure {
        MigrationFailure(
            finishedRevisions: finishedRevisions,
            revision: step.origin,
            origin: origin,
            isBookkeeping: isBookkeeping,
            statementsDone: done,
            canBeUndone: canBeUndone,
            fate: fate,
            serverError: error
        )
    }
}
