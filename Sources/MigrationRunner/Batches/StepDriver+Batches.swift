internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

extension StepDriver {
    /// Runs a statement in ranges of a key.
    func runBatch(
        _ unit: RunUnit,
        _ settings: BatchSettings,
        next: RunUnit?,
        _ stepRun: inout StepRun
    ) throws {
        let step = stepRun.step
        let index = unit.range.lowerBound
        let statement = step.statements[index]
        announce(step.origin(at: index))
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
            let trip = stepRun.roundTrip(of: unit, text, position: position, next: next)
            let attempt = Attempt(unit: unit, trip: trip, before: nil, settings: self.settings(of: unit, step))
            try send(attempt, nil, stepRun)
            keepWarnings(stepRun)
            if let position {
                stepRun.advanced(to: position, trip)
            } else {
                stepRun.completed(unit, trip, seconds: (clock.now - began).inSeconds)
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

    /// Returns where a batch starts or continues; the position is nil if there are no rows.
    func batchStart(
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
            let origin = StatementOrigin(revision: step.origin, index: unit.range.lowerBound, statement: statement)
            throw MigrationError.batch(problem, origin)
        }
    }

    /// Runs the queries of a batch between its ranges, and reports a server error as a failure of the statement.
    func asking<Answer>(_ unit: RunUnit, _ stepRun: StepRun, _ body: () throws -> Answer) throws -> Answer {
        do {
            return try body()
        } catch let error as ServerError {
            throw failure(of: unit, stepRun.step, .notApplied, error)
        }
    }

    func progress(_ position: BatchPosition, since start: ContinuousClock.Instant, from before: Double?)
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
}
