package import Revisions
internal import SchemaModel
internal import SchemaSQL

extension MigrationRunner {
    /// What `run` would do. Runs nothing and creates nothing; reads every file that it would run.
    ///
    /// - Throws: `RevisionTargetError`, `RevisionFileError`, `MigrationError`, `ServerError`.
    package func plan(_ direction: Direction, to target: RevisionTarget) throws -> MigrationPlan {
        let (interrupted, isSettled) = try settledEntry()
        let rows = try currentHeads()
        let graph = try graph.suiting(rows, naming: target.names, running: interrupted?.revision)
        let planner = Planner(graph: graph, dialect: executor.dialect)
        var plan = try planner.plan(direction, to: target, rows: rows, interrupted: interrupted)
        if plan.steps.first?.interrupted != nil, isSettled { try decideContinuation(of: &plan) }
        return plan
    }

    /// What `run` would do to finish the revision that is half done, and no more; nil where none is.
    ///
    /// - Throws: `RevisionFileError`, `MigrationError`, `ServerError`.
    package func resumption() throws -> MigrationPlan? {
        let (interrupted, isSettled) = try settledEntry()
        guard let entry = interrupted, let direction = Direction(rawValue: entry.direction) else { return nil }
        let rows = try currentHeads()
        let graph = try graph.suiting(rows, running: entry.revision)
        guard let revision = graph[entry.revision] else { throw MigrationError.interruptedFileMissing(entry) }
        let planner = Planner(graph: graph, dialect: executor.dialect)
        var plan = try planner.plan(direction, path: [revision], rows: rows, interrupted: entry)
        if isSettled { try decideContinuation(of: &plan) }
        return plan
    }

    /// The entry of the half-run revision, and whether it stands still: while the server is at work on it, nothing shows how
    /// far it will come; `run` waits and looks again.
    private func settledEntry() throws -> (entry: JournalEntry?, isSettled: Bool) {
        var interrupted = try interruptedEntry()
        var isSettled = false
        while interrupted != nil, !isSettled, try !isAtWork() {
            // It may have ended between the first look and the question.
            let now = try interruptedEntry()
            isSettled = now == interrupted
            interrupted = now
        }
        return (interrupted, isSettled)
    }

    /// Whether a run has the lock, or the server is with what one that died had sent.
    ///
    /// - Throws: `ServerError`.
    package func isAtWork() throws -> Bool {
        let database = try session().database
        if try usesLease(executor) {
            return try LeaseLock.isTaken(LeaseTable(database: database, options: options), executor)
        }
        return try ServerLock.isTaken(database: database, versionTable: options.versionTable, executor)
    }

    /// What a plan would destroy that has data in it. A caller asks, or refuses, before it runs the plan.
    ///
    /// - Throws: `ServerError`.
    package func dataLosses(of plan: MigrationPlan) throws -> [DataLoss] {
        var check = DataLossCheck(executor: executor)
        return try check.losses(of: plan)
    }

    /// Finds the statement at which an interrupted revision goes on.
    func decideContinuation(of plan: inout MigrationPlan) throws {
        guard let planned = plan.steps.first, let entry = planned.interrupted else { return }
        let step = try Planner(graph: plan.graph, dialect: executor.dialect).step(planned)
        if entry.isOfNewerVersion {
            throw MigrationError.journalOfNewerVersion(table: options.journalTable, columns: [], entry: entry)
        }
        let checksums = StepRun.checksums(of: step.statements, executor.dialect)
        let inFlight =
            step.statements.indices.contains(entry.nextStatement) ? step.statements[entry.nextStatement] : nil
        let recovery = Recovery(
            entry: entry,
            checksums: checksums,
            facts: inFlight.map { StatementClassifier.facts(of: $0.text, dialect: executor.dialect) }
        )
        var decision = recovery.decide()
        if case .compare(let before) = decision {
            decision = recovery.decide(now: try fingerprint(of: before.lines.map(\.object), in: step))
        }
        switch decision {
        case .continueAt(let index):
            let memory = SessionMemory(dialect: executor.dialect)
            if let lost = memory.lost(step.statements, before: min(index, step.statements.count)) {
                throw try undecidable(.sessionLost(lost), step, entry, inFlight)
            }
            plan.steps[0].firstStatement = index
        case .compare: break
        case .changed(let indices):
            let ran = try ranStatements(of: entry)
            let changed = indices.map { index in
                let statement = step.statements.indices.contains(index) ? step.statements[index] : nil
                return MigrationError.ChangedStatement(
                    index: index,
                    location: statement.map { location(of: $0, step.revision) },
                    ran: ran.indices.contains(index) ? ran[index] : nil,
                    now: statement?.text
                )
            }
            throw MigrationError.changedStatements(entry, path: step.revision.path, changed: changed)
        case .undecidable(let reason):
            throw try undecidable(reason, step, entry, inFlight)
        }
    }

    /// What the objects look like in a session as the statements before have set it up, for that is how the journal's fingerprint
    /// was taken: `USE` changes which objects names mean, `sql_mode` and the character set how the server prints them.
    private func fingerprint(of objects: [SQLObject], in step: MigrationPlan.Step) throws -> Fingerprint {
        let done = step.interrupted?.nextStatement ?? 0
        let settings = step.units.filter { $0.kind == .session && $0.range.upperBound <= done }
            .flatMap { step.statements[$0.sent].map(\.text) }
            .filter { SessionMemory.isSetting($0, executor.dialect) }
        return try fingerprint(of: objects, after: settings)
    }

    func fingerprint(of objects: [SQLObject], after settings: [String]) throws -> Fingerprint {
        if settings.isEmpty { return try Fingerprint(of: objects, executor) }
        let session = try session()
        defer { _ = try? executor.execute(batch: session.restoring) }
        try executor.execute(batch: settings)
        return try Fingerprint(of: objects, executor)
    }

    private func undecidable(
        _ reason: MigrationError.Undecidable.Reason,
        _ step: MigrationPlan.Step,
        _ entry: JournalEntry,
        _ statement: SQLStatement?
    ) throws -> MigrationError {
        let ran = reason == .changedSince ? try ranStatements(of: entry) : []
        return .undecidable(
            MigrationError.Undecidable(
                entry: entry,
                reason: reason,
                statement: statement,
                ran: ran.indices.contains(entry.nextStatement) ? ran[entry.nextStatement] : nil,
                path: step.revision.path,
                journalTable: try tables().journal
            )
        )
    }

    /// The statements as they ran, where the journal has kept them.
    private func ranStatements(of entry: JournalEntry) throws -> [String] {
        try details(of: entry).statements.map { JournalDetails.statements(in: $0) } ?? []
    }

    private func location(of statement: SQLStatement, _ revision: Revision) -> SourceLocation {
        SourceLocation(file: revision.path, line: statement.line, column: statement.column)
    }
}
