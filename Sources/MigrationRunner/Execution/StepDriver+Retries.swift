internal import Revisions
internal import SQLStatements
internal import ServerPort
internal import SwiftMigPlatform

extension StepDriver {
    /// Rests, unless the run is cancelled.
    func rest(_ pause: Duration) {
        let end = clock.now + pause
        while clock.now < end, !isCancelled() { Pause.rest(min(end - clock.now, .milliseconds(100))) }
    }

    /// The place where a round trip continues after it met a lock.
    struct Resumption {
        var place: Int
        /// Whether everything that the round trip had set in its session is lost.
        var isInNewSession = false
    }

    /// Takes back what a round trip that met a lock has done, except for what stays in any case.
    ///
    /// - Parameter failed: The statement that met the lock.
    /// - Returns: nil if the round trip must not be made again.
    /// - Throws: `MigrationError.lockLost`.
    func takenBack(_ attempt: Attempt, _ failed: SentStatement, _ stepRun: StepRun) throws -> Resumption? {
        let (unit, trip) = (attempt.unit, attempt.trip)
        // Nothing else takes back a SET in it, or `@n := @n + 1`.
        let memory = SessionMemory(dialect: executor.dialect)
        let isMoved = memory.isMovedOn(by: stepRun.step.statements[unit.range])
        if trip.isTransaction {
            guard rollsBack() else { return nil }
            guard unit.changesSession || isMoved else { return Resumption(place: trip.own.lowerBound - 1) }
            return try setsUpAgain(before: unit, stepRun) ? Resumption(place: 0, isInNewSession: true) : nil
        }
        if let place = failed.place, trip.own.contains(place) {
            switch unit.kind {
            case .ddl, .creations: guard isUntouched(attempt, stepRun.step) == true else { return nil }
            case .session: break
            case .other, .unprotected, .transaction, .nothing: return nil
            }
            if isMoved, try !setsUpAgain(before: unit, stepRun) { return nil }
            return Resumption(place: place, isInNewSession: isMoved)
        }
        // Rolling back what follows the statement would take back part of it.
        if unit.kind == .unprotected, trip.stage(of: failed) == .after { return nil }
        // The statement is followed by a transaction, or by a mark that may be written twice.
        guard rollsBack() else { return nil }
        return Resumption(place: min(failed.place ?? 0, trip.own.upperBound))
    }

    /// Rolls the transaction back, and tells whether nothing of it is left. Rows in an engine without transactions
    /// stay.
    func rollsBack() -> Bool {
        guard let warnings = try? executor.execute("SHOW WARNINGS").rows,
            !warnings.contains(where: { $0.int(1) == ServerErrorCode.incompleteRollback.rawValue }),
            let rollback = try? executor.execute("ROLLBACK")
        else { return false }
        return rollback.warningCount == 0
    }

    /// Restores the session state that the unit started with.
    ///
    /// - Returns: false if that is impossible.
    /// - Throws: `MigrationError.lockLost`.
    func setsUpAgain(before unit: RunUnit, _ stepRun: StepRun) throws -> Bool {
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
            let clocks = [RunnerTables.clock, RunnerTables.statementClock]
            let times = try executor.execute("SELECT \(clocks.joined(separator: ", "))").rows.first
            try resetSession(stepRun)
            let again = clocks.enumerated().map { "\($1) = \(RunnerTables.literal(times?[$0]))" }
            let settings = memory.repeated(statements, before: index).map(\.textWithClauses)
            try executor.execute(all: ["SET \(again.joined(separator: ", "))"] + settings)
            return true
        } catch is ServerError {
            // The error of the unit is reported instead.
            return false
        }
    }

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
