package import Revisions
internal import SQLStatements
internal import ServerPort

extension MigrationRunner {
    /// Returns what `run` would do. Runs nothing and creates nothing, but reads every file that it would run.
    ///
    /// - Parameters:
    ///   - waits: Whether to wait for a run in the other direction. Until it ends, nothing shows where the plan begins.
    ///   - observer: Told whom it waits for.
    ///   - isCancelled: Asked while it waits.
    /// - Throws: `RevisionTargetError`, `RevisionFileError`, `MigrationError`, `ServerError`.
    package func plan(
        _ direction: Direction,
        to target: RevisionTarget,
        waits: Bool = true,
        observer: @escaping (RunEvent) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> MigrationPlan {
        var (interrupted, isSettled) = try settledEntry()
        while let entry = interrupted, !isSettled, entry.action.direction != direction {
            guard waits else { throw MigrationError.locked(holder: try lockHolder(), seconds: 0) }
            try waitForOthers(observer: observer, isCancelled: isCancelled)
            (interrupted, isSettled) = try settledEntry()
        }
        let rows = try currentHeads()
        if let interrupted, isSettled { _ = try halfRunDirection(of: interrupted) }
        let graph = try graph.suiting(rows, naming: target.names, running: interrupted?.revision)
        let planner = RunPlanner(graph: graph, dialect: executor.dialect)
        var plan = try planner.plan(direction, to: target, rows: rows, interrupted: interrupted)
        if plan.steps.first?.interrupted != nil, isSettled { try decideContinuation(of: &plan) }
        return plan
    }

    /// Returns what `run` would do to finish the half-run revision, and no more; nil if there is none.
    ///
    /// - Throws: `RevisionFileError`, `MigrationError`, `ServerError`.
    package func resumption() throws -> MigrationPlan? {
        let (interrupted, isSettled) = try settledEntry()
        guard let entry = interrupted else { return nil }
        let direction = try halfRunDirection(of: entry)
        let rows = try currentHeads()
        let graph = try graph.suiting(rows, running: entry.revision)
        guard let revision = graph[entry.revision] else { throw MigrationError.interruptedFileMissing(entry) }
        let planner = RunPlanner(graph: graph, dialect: executor.dialect)
        var plan = try planner.plan(direction, path: [revision], rows: rows, interrupted: entry)
        if isSettled { try decideContinuation(of: &plan) }
        return plan
    }

    /// The entry of the half-run revision, and whether it is settled. While the server still works on it, nothing shows
    /// how far it will get; `run` waits and looks again.
    private func settledEntry() throws -> (entry: JournalEntry?, isSettled: Bool) {
        var interrupted = try interruptedEntry()
        var isSettled = false
        while interrupted != nil, !isSettled, try !isAtWork() {
            // The revision may have ended between the first look and the query.
            let now = try interruptedEntry()
            isSettled = now == interrupted
            interrupted = now
        }
        return (interrupted, isSettled)
    }

    /// Returns the direction of a half-run revision, if this version of the program can continue or undo it.
    ///
    /// - Throws: `MigrationError.journalOfNewerVersion`.
    package func halfRunDirection(of entry: JournalEntry) throws(MigrationError) -> Direction {
        guard !entry.isOfNewerVersion, let direction = entry.action.direction else {
            throw MigrationError.journalOfNewerVersion(table: options.journalTable, columns: [], entry: entry)
        }
        return direction
    }

    /// Returns the data that a plan would destroy. The caller asks the user, or refuses, before it runs the plan.
    ///
    /// - Throws: `ServerError`.
    package func dataLosses(of plan: MigrationPlan) throws -> [DataLoss] {
        var check = DataLossCheck(executor: executor)
        return try check.losses(of: plan)
    }

    /// Finds the statement at which an interrupted revision continues.
    func decideContinuation(of plan: inout MigrationPlan) throws {
        guard let planned = plan.steps.first, let entry = planned.interrupted else { return }
        let step = try RunPlanner(graph: plan.graph, dialect: executor.dialect).step(planned)
        _ = try halfRunDirection(of: entry)
        let checksums = StepRun.checksums(of: step.statements, executor.dialect)
        let inFlight = step.origin(at: entry.nextStatement)
        let memory = SessionMemory(dialect: executor.dialect)
        let settings = memory.settings(step.statements, before: min(entry.nextStatement, step.statements.count))
        let decision = try decision(
            entry,
            checksums: checksums,
            statements: try statements(of: step, asRunBy: entry, checksums),
            settings: settings
        )
        switch decision {
        case .continueAt(let index):
            let questions = SessionQuestions(executor: executor)
            let lost = try memory.lost(
                step.statements,
                before: min(index, step.statements.count),
                givesNumber: questions.givesNumber,
                programs: questions.programs
            )
            if let lost { throw try undecidable(.sessionLost(lost), step, entry, inFlight) }
            plan.steps[0].firstStatement = index
        case .compare, .examine: break
        case .changed(let indices):
            let ran = try ranStatements(of: entry)
            let changed = indices.map { index in
                MigrationError.ChangedStatement(
                    index: index,
                    ran: ran.indices.contains(index) ? ran[index] : nil,
                    now: step.origin(at: index)
                )
            }
            throw MigrationError.changedStatements(entry, path: step.revision.path, changed: changed)
        case .undecidable(let reason):
            throw try undecidable(reason, step, entry, inFlight)
        }
    }

    /// Decides where a revision continues, as far as the journal and the database tell.
    ///
    /// - Parameters:
    ///   - checksums: The checksums of the statements that the file has now.
    ///   - statements: The statements as they ran, from the first on, up to the last that is known.
    ///   - settings: The statements before the one in flight that set up the session: `USE` changes which objects names
    ///     mean, and `sql_mode` and the character set change how the server prints them.
    func decision(
        _ entry: JournalEntry,
        checksums: [String],
        statements: [String],
        settings: [String]
    ) throws -> Recovery.Decision {
        let next = entry.nextStatement
        let statement = statements.indices.contains(next) ? statements[next] : nil
        let facts = statement.map { StatementClassifier.facts(of: $0, dialect: executor.dialect) }
        let recovery = Recovery(entry: entry, checksums: checksums, facts: facts)
        let decision = recovery.decide()
        guard case .compare(var before) = decision else { return decision }
        let now = try fingerprint(of: before.lines.map(\.object), after: settings)
        let effects = EffectReader(connect: makeLockExecutor, lockWait: options.lockWait)
        switch recovery.decide(now: now) {
        case .examine:
            guard let statement, let facts else { return .undecidable(.changedSince) }
            before.definition = try definition(before: entry)
            return recovery.decide(try effects.effect(of: statement, facts, before, now, after: settings))
        case .continueAt(let index) where entry.inFlight == .creations:
            // Another session may have created a table with that name.
            for (line, statement) in zip(now.lines, statements.dropFirst(next)).prefix(index - next) {
                let absent = Fingerprint(absent: [line.object])
                let effect = try effects.effect(of: statement, on: line.object, absent, now, after: settings)
                if effect == .unclear { return .undecidable(.changedOtherwise) }
            }
            return .continueAt(index)
        case let decision: return decision
        }
    }

    /// The statements as they ran, from the file if it is unchanged, otherwise from the journal.
    private func statements(
        of step: MigrationPlan.Step,
        asRunBy entry: JournalEntry,
        _ checksums: [String]
    ) throws -> [String] {
        let next = entry.nextStatement
        let isUnchanged =
            checksums.indices.contains(next) && entry.statementChecksums.indices.contains(next)
            && checksums[next] == entry.statementChecksums[next]
        return isUnchanged ? step.statements.map(\.text) : try ranStatements(of: entry)
    }

    /// The definition of the changed object before the statement in flight, if the journal has kept it.
    private func definition(before entry: JournalEntry) throws -> String? {
        do {
            return try executor.execute(tables().selectDefinition(of: entry.id)).rows.first?[0]
        } catch let error as ServerError where error.code == .unknownColumn {
            // An older version's journal has no such column.
            return nil
        }
    }

    private func fingerprint(of objects: [SQLObject], after settings: [String]) throws -> Fingerprint {
        if settings.isEmpty { return try Fingerprint(of: objects, executor) }
        let session = try session()
        let found = Result {
            try executor.execute(all: settings)
            return try Fingerprint(of: objects, executor)
        }
        // In a session that keeps these settings, the rest of the run would mean something else.
        try executor.execute(all: session.restoring)
        return try found.get()
    }

    private func undecidable(
        _ reason: MigrationError.Undecidable.Reason,
        _ step: MigrationPlan.Step,
        _ entry: JournalEntry,
        _ statement: StatementOrigin?
    ) throws -> MigrationError {
        let ran = reason == .changedSince ? try ranStatements(of: entry) : []
        return .undecidable(
            MigrationError.Undecidable(
                entry: entry,
                reason: reason,
                count: step.units.first { $0.range.lowerBound == entry.nextStatement }?.range.count ?? 1,
                statement: statement,
                ran: ran.indices.contains(entry.nextStatement) ? ran[entry.nextStatement] : nil,
                path: step.revision.path,
                journalTable: try tables().journal
            )
        )
    }

    /// The statements as they ran, if the journal has kept them.
    private func ranStatements(of entry: JournalEntry) throws -> [String] {
        try details(of: entry).statements.map { JournalDetails.statements(in: $0) } ?? []
    }
}
