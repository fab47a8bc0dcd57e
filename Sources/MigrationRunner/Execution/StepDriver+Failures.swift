internal import Revisions
internal import SQLStatements
internal import ServerPort

extension StepDriver {
    /// Finds out what a failed batch left, and records it in the journal.
    func resolve(
        _ error: ServerError,
        _ attempt: Attempt,
        _ wait: LockWait,
        _ stepRun: StepRun
    ) -> MigrationFailure {
        var failure = resolve(error, attempt, stepRun)
        failure.lockWait = wait
        return failure
    }

    func resolve(_ error: ServerError, _ attempt: Attempt, _ stepRun: StepRun) -> MigrationFailure {
        let (unit, batch, before) = (attempt.unit, attempt.batch, attempt.before)
        let step = stepRun.step
        let place = error.failedIndex ?? batch.own.lowerBound
        let index = min(unit.sent.lowerBound + max(0, place - batch.own.lowerBound), max(0, step.statements.count - 1))
        let done = unit.range.lowerBound
        if error.isConnectionLost {
            return failure(of: unit, index: index, step, done: done, .unknown, error)
        }
        _ = try? executor.execute("ROLLBACK")
        if !batch.own.contains(place) {
            // The runner's own statement failed. In a transaction, this undid the rest. After DDL, the next run sees by
            // the fingerprint that the DDL ran.
            let isUndone = batch.isTransaction || place < batch.own.lowerBound
            return failure(of: nil, index: index, step, done: done, isUndone ? .notApplied : .unrecorded, error)
        }
        var changed: Fingerprint?
        // If the table exists, the statement did nothing, no matter who created it.
        if let before, error.code != .tableExists, isUntouched(attempt, step) == false { changed = before }
        // If a unit has an intent, it was written before the statement and stays.
        let isWritten = stepRun.isWritten || batch.writesIntent
        // Without transactions, or outside one, the work before the failure stays.
        let staysPartly =
            unit.kind == .unprotected
            || unit.kind == .other && (place > batch.own.lowerBound || !isRefused(step.statements[index].text, error))
        let note = stepRun.failure(
            of: unit,
            error: error,
            changed: changed,
            staysPartly: staysPartly,
            isWritten: isWritten
        )
        // If even this fails, the journal says `running`, and the next run decides by the fingerprint.
        _ = try? executor.execute(all: stepRun.committed([note]))
        _ = try? executor.execute(all: restoring)
        let isPartial = changed != nil || staysPartly
        return failure(of: unit, index: index, step, done: done, isPartial ? .partlyApplied : .notApplied, error)
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

    /// - Parameter unit: nil if the runner's own bookkeeping failed.
    func failure(
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
