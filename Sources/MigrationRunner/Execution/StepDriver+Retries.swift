internal import Revisions
internal import SchemaModel
internal import SchemaSQL

extension StepDriver {
    /// Rests, unless somebody stops the run.
    func rest(_ pause: Duration) {
        let end = clock.now + pause
        while clock.now < end, !isCancelled() { Pause.rest(min(end - clock.now, .milliseconds(100))) }
    }

    /// Makes sure that a batch which met a lock left nothing but what stays.
    ///
    /// - Returns: Where in the batch to go on; nil where it is not to be sent again.
    func takenBack(_ attempt: Attempt, _ place: Int, _ stepRun: StepRun) -> Int? {
        let batch = attempt.batch
        if batch.isTransaction {
            guard rollsBack() else { return nil }
            if !attempt.unit.changesSession { return batch.own.lowerBound - 1 }
            // What a SET in it did is taken back by nothing else.
            return setsUpAgain(before: attempt.unit, stepRun) ? 0 : nil
        }
        if batch.own.contains(place) {
            switch attempt.unit.kind {
            case .ddl, .creations:
                return isUntouched(attempt, stepRun.step) == true ? place : nil
            case .session: return place
            case .other, .unprotected, .transaction, .nothing: return nil
            }
        }
        // Taking back what follows it would take back a part of the statement.
        if attempt.unit.kind == .unprotected, place > batch.own.lowerBound { return nil }
        // The statement is followed by a transaction, or a mark that may be written twice.
        guard rollsBack() else { return nil }
        return min(max(place, 0), batch.own.upperBound)
    }

    /// Ends the transaction with nothing of it left: not so where it has rows of an engine without transactions.
    func rollsBack() -> Bool {
        guard let warnings = try? executor.execute("SHOW WARNINGS").rows,
            !warnings.contains(where: { $0.int(1) == Self.notTakenBack }),
            let rollback = try? executor.execute("ROLLBACK")
        else { return false }
        return rollback.warningCount == 0
    }

    /// Brings the session back to what a unit found.
    func setsUpAgain(before unit: RunUnit, _ stepRun: StepRun) -> Bool {
        let memory = SessionMemory(dialect: executor.dialect)
        let (statements, index) = (stepRun.step.statements, unit.range.lowerBound)
        let questions = SessionQuestions(executor: executor)
        do {
            let lost = try memory.lost(
                statements,
                before: index,
                givesNumber: questions.givesNumber,
                programs: questions.programs
            )
            guard lost == nil else { return false }
            let started = try executor.execute("SELECT \(RunnerTables.clock)").rows.first?[0]
            try resetSession(stepRun)
            let settings = memory.repeated(statements, before: index).map(\.textWithClauses)
            try executor.execute(batch: ["SET \(RunnerTables.clock) = \(RunnerTables.literal(started))"] + settings)
            return true
        } catch {
            // The error that the unit met is told.
            return false
        }
    }

    /// ER_WARNING_NOT_COMPLETE_ROLLBACK
    static let notTakenBack = 1196

    func blockers(of unit: RunUnit) -> [BlockingConnection] {
        var tables: [SQLName] = []
        switch unit.kind {
        case .ddl(let facts): tables = facts.objects.filter { $0.kind == .table }.map(\.name)
        case .creations(let objects): tables = objects.map(\.name)
        case .transaction, .unprotected, .session, .other, .nothing: break
        }
        return BlockerSearch(executor: executor, database: session.database).blockers(of: tables)
    }
}
