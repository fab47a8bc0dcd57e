package import Revisions
internal import SchemaModel
package import SchemaSQL

/// Applies and reverts revisions on one database, one run at a time, each statement exactly once.
package final class MigrationRunner {
    let executor: any QueryExecutor
    let makeLockExecutor: () throws -> any QueryExecutor
    let graph: RevisionGraph
    let options: RunnerOptions
    private let replicas: () throws -> [Replica]
    private var knownSession: SessionState?

    /// - Parameters:
    ///   - executor: A session with the database selected. Revisions run in it.
    ///   - lockExecutor: Opens a second session on the same server, for the lock alone.
    ///   - replicas: Those that batches wait for; asked for when there is a batch to run.
    package init(
        executor: any QueryExecutor,
        lockExecutor: @escaping () throws -> any QueryExecutor,
        graph: RevisionGraph,
        options: RunnerOptions = RunnerOptions(),
        replicas: @escaping () throws -> [Replica] = { [] }
    ) {
        self.executor = executor
        makeLockExecutor = lockExecutor
        self.graph = graph
        self.options = options
        self.replicas = replicas
    }

    // MARK: Reading

    /// The rows of the version table as they are; none where there is no table. Creates nothing.
    ///
    /// - Throws: `ServerError`, `MigrationError.noDatabaseSelected`.
    package func versionRows() throws -> [String] {
        try rowsOrNil() ?? []
    }

    /// The rows of the version table, each of which the chain knows.
    ///
    /// - Throws: `ServerError`, `MigrationError.unknownVersion`.
    package func currentHeads() throws -> [String] {
        let rows = try versionRows()
        for row in rows where !graph.knows(row: row) {
            if let squash = graph.squash(replacing: row) { throw RevisionTargetError.replacedVersion(row, by: squash) }
            let entries = try journalEntries()
            throw MigrationError.unknownVersion(
                row,
                versionTable: options.versionTable,
                journal: entries.last { $0.revision == row },
                known: graph.rows(applied: applied(entries).union(rows))
            )
        }
        return rows
    }

    /// What the journal says is applied.
    private func applied(_ entries: [JournalEntry]) -> Set<String> {
        entries.reduce(into: []) { applied, entry in
            guard entry.state == .done else { return }
            if entry.direction == Direction.downgrade.rawValue {
                applied.remove(entry.revision)
            } else {
                applied.insert(entry.revision)
            }
        }
    }

    /// Every run of a revision, oldest first; none where there is no journal. Creates nothing.
    ///
    /// - Throws: `ServerError`.
    package func journalEntries() throws -> [JournalEntry] {
        try entries(where: nil)
    }

    /// The revision that a run left half done, if one did.
    ///
    /// - Throws: `ServerError`.
    package func interruptedEntry() throws -> JournalEntry? {
        try entries(where: RunnerTables.unfinished).last { $0.isHalfRun }
    }

    /// The applied revisions whose statements are no longer those that ran here, older ones first, and those whose file is
    /// gone. Whitespace, comments and the way back do not count.
    ///
    /// - Throws: `ServerError`, `RevisionFileError`, `MigrationError.unknownVersion`.
    package func tampering() throws -> [TamperedRevision] {
        let rows = try currentHeads()
        let graph = try graph.suiting(rows)
        let applied = try graph.appliedRevisions(rows)
        var ran: [String: JournalEntry] = [:]
        var order: [String] = []
        for entry in try entries(where: "state = 'done'") {
            // Nothing ran for a stamp, and whatever was before it may be gone with a chain that was given up.
            if entry.direction == "stamp" {
                ran = ran.filter { applied.contains($0.key) && $0.key != entry.revision }
            } else {
                ran[entry.revision] = entry.direction == Direction.upgrade.rawValue ? entry : nil
                order.append(entry.revision)
            }
        }
        var tampered = order.compactMap { id -> TamperedRevision? in
            guard !rows.isEmpty, let entry = ran.removeValue(forKey: id) else { return nil }
            let isKnown = graph.revision(ofAnyFile: id) != nil || graph.squash(replacing: id) != nil
            defer { ran[id] = isKnown ? entry : nil }
            return isKnown ? nil : TamperedRevision(revision: id, path: nil, entry: entry)
        }
        for revision in graph.revisions where applied.contains(revision.id) {
            guard let entry = ran[revision.id] else { continue }
            let script = try revision.script(dialect: executor.dialect)
            if Checksum.of(script.upgrade, dialect: executor.dialect) != entry.checksum {
                tampered.append(TamperedRevision(revision: revision.id, path: revision.path, entry: entry))
            }
        }
        return tampered
    }

    private func entries(where condition: String?) throws -> [JournalEntry] {
        let tables = try tables()
        do {
            return try executor.execute(tables.selectEntries(where: condition)).rows.map(JournalEntry.init)
        } catch let error as ServerError where error.errno == Self.noSuchTable {
            return []
        } catch let error as ServerError where error.errno == Self.noSuchColumn {
            // An older version's: whoever only reads leaves it as it is.
            let layout = JournalLayout(try executor.execute(tables.showJournalColumns).rows)
            return try executor.execute(tables.selectEntries(where: condition, layout: layout)).rows
                .map(JournalEntry.init)
        }
    }

    private func rowsOrNil() throws -> [String]? {
        do {
            return try executor.execute(tables().selectVersions).rows.compactMap { $0[0] }
        } catch let error as ServerError where error.errno == Self.noSuchTable {
            return nil
        }
    }

    /// ER_NO_SUCH_TABLE
    private static let noSuchTable = 1146
    /// ER_BAD_FIELD_ERROR
    static let noSuchColumn = 1054
    /// ER_DUP_FIELDNAME
    private static let columnExists = 1060

    func session() throws -> SessionState {
        if let knownSession { return knownSession }
        let session = try SessionState(of: executor)
        knownSession = session
        return session
    }

    func tables() throws -> RunnerTables {
        RunnerTables(database: try session().database, options: options)
    }

    // MARK: Planning

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
    private func decideContinuation(of plan: inout MigrationPlan) throws {
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

    // MARK: Running

    /// Runs a plan under the lock. What another run has done since the plan was made is not done again.
    ///
    /// - Parameter isCancelled: asked before each statement, and while the run waits for the lock; once it is so, none is sent any more.
    /// - Throws: `MigrationFailure` when a statement fails; `MigrationError`, `ServerError` before one was sent.
    package func run(
        _ plan: MigrationPlan,
        observer: @escaping (RunEvent) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> RunReport {
        if plan.steps.isEmpty { return plan.report }
        return try underLock(observer, isCancelled) { lock in
            try createTables()
            try checkIDs(plan)
            let current = try remaining(of: plan)
            let session = try session()
            var report = RunReport(from: current.from, to: current.to, steps: [])
            let preparations = [LockWaitLimit.set(options.lockWait), try tables().selectLastJournalID]
            let lastID = try executor.execute(batch: preparations).last?.rows.first?[0]
            var nextID = lastID.flatMap { UInt64($0) } ?? 0
            let hasBatches = current.steps.contains(where: \.hasBatches)
            let replicas = hasBatches ? try replicas() : []
            let driver = StepDriver(
                executor: executor,
                lock: lock,
                session: session,
                tables: try tables(),
                census: try TableCensus(for: current, executor),
                options: options,
                replicas: replicas.isEmpty ? nil : try ReplicaWatch(replicas, limit: options.maxReplicaLag),
                isCancelled: isCancelled,
                observer: observer
            )
            let writes = current.steps.contains(where: \.writesRows)
            var engines = writes ? try EngineCensus(executor) : nil
            let planner = Planner(graph: current.graph, dialect: executor.dialect)
            var following = try current.steps.first.map(planner.step)
            for place in current.steps.indices {
                guard var step = following else { break }
                following = current.steps.indices.contains(place + 1) ? try planner.step(current.steps[place + 1]) : nil
                nextID += 1
                if let units = try engines?.resolve(step.units, of: step.statements, executor) { step.units = units }
                let run = StepRun(
                    step: step,
                    tables: try tables(),
                    nextJournalID: nextID,
                    dialect: executor.dialect
                )
                report.steps.append(try driver.run(run, following: following))
            }
            return report
        }
    }

    /// - Throws: `MigrationError.locked`, `ServerError`.
    private func takeLock(
        _ database: String,
        _ observer: @escaping (RunEvent) -> Void,
        _ isCancelled: @escaping () -> Bool
    ) throws -> any RunLock {
        let lockExecutor = try makeLockExecutor()
        let request = LockRequest(
            executor: lockExecutor,
            worker: executor,
            database: database,
            options: options,
            running: { [self] in try? entries(where: "state = 'running'").last },
            waits: { [options] in observer(.waiting($0, seconds: options.lockTimeout)) },
            isCancelled: isCancelled
        )
        // A long ALTER must not let this connection idle out.
        let isCluster = try usesLease(lockExecutor, preparing: ["SET SESSION wait_timeout = 2147483"])
        return isCluster ? try LeaseLock(request, connect: makeLockExecutor) : try ServerLock(request)
    }

    /// Whether the server is a node of a Galera cluster, where its locks are its own.
    private func usesLease(_ executor: any QueryExecutor, preparing statements: [String] = []) throws -> Bool {
        let isNode = try executor.execute(batch: statements + ["SHOW VARIABLES LIKE 'wsrep_on'"]).last?.rows.first?[1]
        return options.lockKind == .lease || isNode == "ON"
    }

    func underLock<Result>(
        _ observer: @escaping (RunEvent) -> Void = { _ in },
        _ isCancelled: @escaping () -> Bool = { false },
        _ body: (any RunLock) throws -> Result
    ) throws -> Result {
        let database = try session().database
        let lock = try takeLock(database, observer, isCancelled)
        defer { lock.release() }
        return try body(lock)
    }

    /// The plan without what has been done since it was made, seen anew under the lock.
    private func remaining(of plan: MigrationPlan) throws -> MigrationPlan {
        let rows = try currentHeads()
        let interrupted = try interruptedEntry()
        let isInterrupted = plan.steps.first?.interrupted
        if rows == plan.from, interrupted == isInterrupted {
            // The journal may look the same while the statement in flight has ended since.
            var plan = plan
            try decideContinuation(of: &plan)
            return plan
        }
        let graph = plan.graph
        // The old files of a squash may have come into play, or gone out of it.
        guard var applied = try? graph.appliedRevisions(rows) else {
            throw MigrationError.planChanged(revision: plan.steps.first?.revision.id ?? "")
        }
        let isUpgrade = plan.direction == .upgrade
        let path = plan.steps.map(\.revision).filter { applied.contains($0.id) != isUpgrade }
        for revision in path {
            let needed = isUpgrade ? revision.downRevisions + graph.dependencies(of: revision.id) : []
            let above = isUpgrade ? [] : graph.dependents(of: revision.id)
            guard needed.allSatisfy({ applied.contains($0) }), above.allSatisfy({ !applied.contains($0) }) else {
                throw MigrationError.planChanged(revision: revision.id)
            }
            if isUpgrade { applied.insert(revision.id) } else { applied.remove(revision.id) }
        }
        if let interrupted, path.first?.id != interrupted.revision || interrupted.direction != plan.direction.rawValue {
            throw MigrationError.planChanged(revision: interrupted.revision)
        }
        let planner = Planner(graph: graph, dialect: executor.dialect)
        var plan = try planner.plan(plan.direction, path: path, rows: rows, interrupted: interrupted)
        try decideContinuation(of: &plan)
        return plan
    }

    func createTables() throws {
        let tables = try tables()
        if try rowsOrNil() == nil { try executor.execute(tables.createVersion) }
        do {
            let layout = JournalLayout(try executor.execute(tables.showJournalColumns).rows)
            guard layout.unknownRequired.isEmpty else {
                throw MigrationError.journalOfNewerVersion(
                    table: options.journalTable,
                    columns: layout.unknownRequired,
                    entry: nil
                )
            }
            if !layout.missing.isEmpty { try executor.execute(tables.extendJournal(by: layout.missing)) }
        } catch let error as ServerError where error.errno == Self.noSuchTable {
            try executor.execute(tables.createJournal)
        } catch let error as ServerError where error.errno == Self.columnExists {
            // `ensure-version` takes no lock, so somebody else may have just done it.
        }
    }

    /// A table taken over from Alembic has room for 32 characters: to find that out after the DDL ran is too late.
    private func checkIDs(_ plan: MigrationPlan) throws {
        let longest = plan.steps.map(\.revision.id).max { $0.count < $1.count }
        guard let longest, longest.count > 32 else { return }
        let rows = try executor.execute(
            """
            SELECT CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS WHERE COLUMN_NAME = 'version_num' \
            AND TABLE_SCHEMA = DATABASE() AND TABLE_NAME = \(RunnerTables.literal(options.versionTable))
            """
        ).rows
        if let width = rows.first?.int(0), longest.count > width {
            throw MigrationError.revisionIDTooLong(longest, width: width, versionTable: options.versionTable)
        }
    }

    // MARK: Stamping

    /// Creates the version table and the journal where they are missing.
    ///
    /// - Throws: `ServerError`, `MigrationError`.
    package func ensureVersionTable() throws {
        try createTables()
    }

    /// Sets the version rows without running anything. A half-run revision counts as settled by that.
    ///
    /// - Parameter purge: Empties the table first, rows that no file knows included.
    /// - Throws: `RevisionTargetError`, `MigrationError`, `ServerError`.
    package func stamp(_ targets: [RevisionTarget], purge: Bool = false, dryRun: Bool = false) throws -> RunReport {
        // What is wrong with the targets shows before anything is created.
        let planned = try stampReport(targets, purge: purge, status: .planned).report
        if dryRun { return planned }
        return try underLock { _ in
            try createTables()
            let (report, before) = try stampReport(targets, purge: purge, status: .done)
            let tables = try tables()
            var nextID = try executor.execute(tables.selectLastJournalID).rows.first?[0].flatMap { UInt64($0) } ?? 0
            var batch =
                [RunnerTables.startClock, "START TRANSACTION"] + tables.changeVersions(from: before, to: report.to)
            batch.append(
                "UPDATE \(tables.journal) SET state = 'done', in_flight = NULL WHERE \(RunnerTables.unfinished)"
            )
            for revision in report.to where !report.from.contains(revision) {
                nextID += 1
                let entry = JournalEntry(
                    id: nextID,
                    revision: revision,
                    direction: "stamp",
                    state: .done,
                    checksum: "",
                    statementChecksums: []
                )
                batch.append(tables.insert(entry, usesClock: true))
            }
            do {
                try executor.execute(batch: batch + ["COMMIT"])
            } catch {
                _ = try? executor.execute("ROLLBACK")
                throw error
            }
            return report
        }
    }

    private func stampReport(
        _ targets: [RevisionTarget],
        purge: Bool,
        status: RunReport.Status
    ) throws -> (report: RunReport, before: [String]) {
        let before = purge ? try versionRows() : try currentHeads()
        let kept = purge ? [] : before
        let graph = try graph.suiting(kept, naming: targets.flatMap(\.names))
        let after = try graph.stampedRows(from: kept, to: targets)
        let steps = after.filter { !before.contains($0) }.map {
            RunReport.Step(revision: $0, direction: .upgrade, statements: 0, seconds: 0, status: status)
        }
        return (RunReport(from: before, to: after, steps: steps), before)
    }
}
