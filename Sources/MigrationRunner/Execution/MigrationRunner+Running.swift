internal import Revisions
internal import ServerPort

extension MigrationRunner {
    /// Runs a plan under the lock, without the steps that another run has finished since the plan was made.
    ///
    /// - Parameter isCancelled: Asked before each statement, and while the run waits for the lock. After it returns
    ///   true, no more statements are sent.
    /// - Throws: `MigrationFailure` when a statement fails; `MigrationError` or `ServerError` before the first one is
    ///   sent.
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
            try checkLengths(of: current, limit: session.longestStatement)
            var report = RunReport(from: current.from, to: current.to, steps: [])
            let preparations = [LockWaitLimit.set(options.lockWait), try tables().selectLastJournalID]
            let lastID = try executor.execute(all: preparations).last?.rows.first?[0]
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
                effects: EffectReader(connect: makeLockExecutor, lockWait: options.lockWait),
                replicas: replicas.isEmpty ? nil : try ReplicaWatch(replicas, limit: options.maxReplicaLag),
                isCancelled: isCancelled,
                observer: observer
            )
            let asks = current.steps.contains(where: \.asksForEngines)
            var engines = asks ? try EngineCensus(executor, database: session.database) : nil
            let planner = RunPlanner(graph: current.graph, dialect: executor.dialect)
            var following = try current.steps.first.map(planner.step)
            for place in current.steps.indices {
                guard var step = following else { break }
                following = current.steps.indices.contains(place + 1) ? try planner.step(current.steps[place + 1]) : nil
                nextID += 1
                if let units = try engines?.resolve(step.units, of: step.statements) { step.units = units }
                let run = StepRun(
                    step: step,
                    tables: try tables(),
                    nextJournalID: nextID,
                    longestText: session.longestText,
                    commitsByHand: !session.commitsByItself || step.units.contains(where: \.changesSession),
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
            // Only shown with the holder of the lock.
            running: { [self] in try? runningEntry() },
            waits: { [options] in observer(.waiting($0, seconds: options.lockTimeout)) },
            isCancelled: isCancelled
        )
        // This connection must not time out during a long ALTER.
        let isCluster = try usesLease(lockExecutor, preparing: ["SET SESSION wait_timeout = 2147483"])
        return isCluster ? try LeaseLock(request, connect: makeLockExecutor) : try ServerLock(request)
    }

    /// Whether the server is a node of a Galera cluster or a member of a MySQL group. There, server locks hold on one
    /// node only.
    func usesLease(_ executor: any QueryExecutor, preparing statements: [String] = []) throws -> Bool {
        let query = "SHOW VARIABLES WHERE Variable_name IN ('wsrep_on', 'group_replication_group_name')"
        let rows = try executor.execute(all: statements + [query]).last?.rows
        return options.lockKind == .lease || rows?.contains { !["OFF", ""].contains($0[1] ?? "") } ?? false
    }

    func underLock<Result>(
        _ observer: @escaping (RunEvent) -> Void = { _ in },
        _ isCancelled: @escaping () -> Bool = { false },
        _ body: (any RunLock) throws -> Result
    ) throws -> Result {
        try checkTakesChanges()
        let database = try session().database
        let lock = try takeLock(database, observer, isCancelled)
        defer { lock.release() }
        return try body(lock)
    }

    /// The plan without the steps that are already done, checked again under the lock.
    private func remaining(of plan: MigrationPlan) throws -> MigrationPlan {
        let rows = try currentHeads()
        let interrupted = try interruptedEntry()
        let isInterrupted = plan.steps.first?.interrupted
        if rows == plan.from, interrupted == isInterrupted {
            // The journal may look the same even though the statement in flight has ended since.
            var plan = plan
            try decideContinuation(of: &plan)
            return plan
        }
        let graph = plan.graph
        // The old files of a squash may have become relevant, or irrelevant.
        guard var applied = try? graph.appliedRevisions(rows) else {
            throw MigrationError.planChanged(revision: plan.steps.first?.revision.id ?? "")
        }
        let path = plan.steps.map(\.revision).filter { applied.contains($0.id) == (plan.direction == .downgrade) }
        for revision in path {
            switch plan.direction {
            case .upgrade:
                let needed = revision.downRevisions + graph.dependencies(of: revision.id)
                guard needed.allSatisfy({ applied.contains($0) }) else {
                    throw MigrationError.planChanged(revision: revision.id)
                }
                applied.insert(revision.id)
            case .downgrade:
                guard graph.dependents(of: revision.id).allSatisfy({ !applied.contains($0) }) else {
                    throw MigrationError.planChanged(revision: revision.id)
                }
                applied.remove(revision.id)
            }
        }
        if let interrupted,
            path.first?.id != interrupted.revision || interrupted.action.direction != plan.direction
        {
            throw MigrationError.planChanged(revision: interrupted.revision)
        }
        let planner = RunPlanner(graph: graph, dialect: executor.dialect)
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
        } catch let error as ServerError where error.code == .noSuchTable {
            try executor.execute(tables.createJournal)
        } catch let error as ServerError where error.code == .duplicateColumn {
            // `ensure-version` takes no lock, so another process may have just added the columns.
        }
        try checkEngines()
    }

    /// Without transactions, a crash between two statements would lose what the first one wrote.
    private func checkEngines() throws {
        let names = [options.versionTable, options.journalTable, options.lockTable]
        let answers = try executor.execute(
            all: names.map { name in
                """
                SELECT t.ENGINE FROM information_schema.TABLES t LEFT JOIN information_schema.ENGINES e \
                ON e.ENGINE = t.ENGINE WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = \(RunnerTables.literal(name)) \
                AND COALESCE(e.TRANSACTIONS, 'NO') <> 'YES'
                """
            }
        )
        for (name, answer) in zip(names, answers) {
            guard let row = answer.rows.first else { continue }
            throw MigrationError.ownTableWithoutTransactions(name, engine: row[0] ?? "unknown")
        }
    }

    /// The server would close the connection over a statement that is too long.
    private func checkLengths(of plan: MigrationPlan, limit: Int) throws(MigrationError) {
        for step in plan.steps {
            guard let longest = step.longestStatement, longest.bytes >= limit else { continue }
            throw MigrationError.statementTooLong(bytes: longest.bytes, limit: limit, longest.origin)
        }
    }

    /// A table taken over from Alembic has room for 32 characters. After the DDL has run, it is too late to find that
    /// out.
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
}
