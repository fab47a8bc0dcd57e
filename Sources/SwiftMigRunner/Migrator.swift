internal import DatabaseSettings
internal import DiagnosticModel
public import Logging
internal import MariaDBClient
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

/// Migrates an application's database, like `swiftmig upgrade`.
///
/// ```swift
/// let migrator = try Migrator(configuration: .init(url: databaseURL), logger: logger)
/// try await migrator.upgrade()
/// ```
///
/// Several instances may start at once: one migrates, and the others wait for it. An interrupted revision is continued
/// at its next statement. The work runs on separate threads, so that no thread of Swift's pool is blocked.
public struct Migrator: Sendable {
    let settings: SwiftMigConfiguration.Configuration
    private let chain: RevisionGraph
    private let tag: String?
    let logger: Logger

    /// Creates a migrator and reads the revisions, without connecting to the database.
    ///
    /// - Parameters:
    ///   - configuration: The database and the revisions.
    ///   - logger: Receives what runs, how long it took, what it waits for, and errors. It receives no statement and no
    ///     password, except for what the server's own message quotes.
    /// - Throws: ``MigratorError`` for settings or revisions that cannot be read.
    public init(
        configuration: Configuration,
        logger: Logger = Logger(label: "swiftmig")
    ) throws(MigratorError) {
        do {
            settings = try configuration.resolved()
            chain = try configuration.migrations.chain(in: settings.projectFolder)
        } catch {
            throw MigratorError(error)
        }
        tag = configuration.tag
        self.logger = logger
    }

    // MARK: Migrating

    /// Applies the revisions up to a target. An interrupted revision is finished first.
    ///
    /// Waits for another run to end, up to the configuration's `lockTimeout`. If the task is cancelled, the server's
    /// current statement is stopped and the journal keeps the position, so that the next call continues there.
    ///
    /// - Parameter target: The revision to upgrade to.
    /// - Returns: The revisions that were run; none if the database was at the target.
    /// - Throws: ``MigratorError``. If the task was cancelled, it has the code ``MigratorError/Code/cancelled`` and
    ///   tells where the run stopped. What was done before stays done.
    @discardableResult
    public func upgrade(to target: Target = .head) async throws(MigratorError) -> MigrationResult {
        try await migrate { try plan(.upgrade, to: target, $0, $1) }
    }

    /// Takes revisions back, down to a target.
    ///
    /// - Parameters:
    ///   - target: The target, such as `.relative(-1)`, `.base`, or a revision that stays.
    ///   - allowDataLoss: Whether tables with rows and columns with values may be dropped.
    /// - Returns: The revisions that were run.
    /// - Throws: ``MigratorError``. If data would be lost and this is not allowed, it has the code
    ///   ``MigratorError/Code/dataLoss``, and nothing was run.
    @discardableResult
    public func downgrade(
        to target: Target,
        allowDataLoss: Bool = false
    ) async throws(MigratorError) -> MigrationResult {
        try await migrate { runner, control in
            let plan = try plan(.downgrade, to: target, runner, control)
            if !allowDataLoss {
                try refuseLosses(of: plan, runner, retry: "downgrade(to: \"\(target)\", allowDataLoss: true)")
            }
            return plan
        }
    }

    /// - Parameter retry: The call that allows the losses.
    /// - Throws: `MigratorError`.
    func refuseLosses(of plan: MigrationPlan, _ runner: MigrationRunner, retry: String) throws {
        let losses = try runner.dataLosses(of: plan)
        if losses.isEmpty { return }
        var refusal = DataLossRefusal(losses: losses, command: "").diagnostic
        refusal.hints = [retry]
        throw MigratorError(refusal)
    }

    private func plan(
        _ direction: Direction,
        to target: Target,
        _ runner: MigrationRunner,
        _ control: RunControl
    ) throws -> MigrationPlan {
        try runner.plan(
            direction,
            to: RevisionTarget(ofRun: target.description),
            observer: RunLog(logger: logger).show,
            isCancelled: { control.isCancelled }
        )
    }

    /// - Parameter plan: Returns nil if there is nothing to do.
    func migrate(
        _ plan: @escaping @Sendable (MigrationRunner, RunControl) throws -> MigrationPlan?
    ) async throws(MigratorError) -> MigrationResult {
        try await logged { control in
            let session = try open(control)
            let runner = runner(on: session, control)
            guard let plan = try plan(runner, control) else { return try nothing(runner) }
            try control.check()
            let run = PersistentRun(
                open: { try open($0, control) },
                runner: { self.runner(on: $0, control) },
                lost: RunLog(logger: logger).reconnecting,
                isCancelled: { control.isCancelled }
            )
            return try run.run(plan, with: runner, on: session) { runner, _, finished in
                try apply(plan, with: runner, control, finished)
            }
        }
    }

    /// Does the work on a separate thread, and logs its end.
    func logged(
        _ body: @escaping @Sendable (RunControl) throws -> RunReport
    ) async throws(MigratorError) -> MigrationResult {
        let log = RunLog(logger: logger)
        do {
            let result = try await onThread { MigrationResult(try body($0)) }
            log.end(result)
            return result
        } catch {
            log.failed(error)
            throw error
        }
    }

    /// The report of a call that had nothing to do.
    func nothing(_ runner: MigrationRunner) throws -> RunReport {
        let rows = try runner.currentHeads()
        return RunReport(from: rows, to: rows, steps: [])
    }

    private func apply(
        _ plan: MigrationPlan,
        with runner: MigrationRunner,
        _ control: RunControl,
        _ finished: @escaping (RunReport.Step) -> Void
    ) throws -> RunReport {
        let log = RunLog(logger: logger)
        return try runner.run(
            plan,
            observer: { event in
                if case .started = event { control.hasLock() }
                if case .finished(let step) = event { finished(step) }
                log.show(event)
            },
            isCancelled: { control.isCancelled }
        )
    }

    // MARK: Looking

    /// Returns the state of the database. Changes nothing, takes no lock and does not wait, so it suits a readiness
    /// probe: it needs one connection and a few short queries.
    ///
    /// - Throws: ``MigratorError``, such as ``MigratorError/Code/cannotReach``.
    public func status() async throws(MigratorError) -> MigrationStatus {
        try await onThread { control in
            let runner = runner(on: try open(control), control)
            let rows: [String]
            var unknown: [String] = []
            do {
                rows = try runner.currentHeads()
            } catch MigrationError.unknownVersion(_, _, _, let known) {
                // The application's revisions that are applied according to the journal.
                rows = known
                unknown = try runner.versionRows().filter { !self.chain.knows(row: $0) }
            }
            let chain = try self.chain.suiting(rows)
            let applied = try chain.appliedRevisions(rows)
            let interrupted = try runner.interruptedEntry()
            return MigrationStatus(
                current: unknown.isEmpty ? try chain.currentRevisions(rows) : try runner.versionRows(),
                heads: chain.heads,
                pending: chain.revisions.map(\.id).filter { !applied.contains($0) },
                unknown: unknown,
                interrupted: try interrupted.map { .init($0, isUnderWay: try runner.isAtWork()) }
            )
        }
    }

    /// Returns the database and its user for the application's own driver, so that both use the same settings, also
    /// with `sandbox:`. Starts the server of `sandbox:` if it does not run. Connects to no other server.
    ///
    /// - Throws: ``MigratorError``, for example for a URL without a database.
    public func database() async throws(MigratorError) -> Database {
        try await onThread { _ in Database(try settings.connectionSettings()) }
    }

    // MARK: Sessions and threads

    /// Connects to the database, unless the task is cancelled.
    func open(_ control: RunControl) throws -> Session {
        try open(try settings.connectionSettings(), control)
    }

    private func open(_ address: ConnectionSettings, _ control: RunControl) throws -> Session {
        try control.check()
        let session = try Session(Connection.open(address))
        control.works(over: session.connection)
        try control.check()
        return session
    }

    func runner(on session: Session, _ control: RunControl) -> MigrationRunner {
        session.runner(
            chain,
            settings,
            connect: { address in
                let connection = try Connection.open(address)
                control.waits(over: connection)
                return connection
            },
            variables: CurrentProcess.variables,
            tag: tag
        )
    }

    /// Runs blocking work on a separate thread, and stops it when the task is cancelled.
    private func onThread<Value: Sendable>(
        _ body: @escaping @Sendable (RunControl) throws -> Value
    ) async throws(MigratorError) -> Value {
        let control = RunControl()
        let logger = logger
        let result: Result<Value, MigratorError> = await withTaskCancellationHandler {
            await onOwnThread {
                do {
                    return .success(try control.run(logger: logger) { try body(control) })
                } catch {
                    return .failure(MigratorError(error, isCancelled: control.isCancelled))
                }
            }
        } onCancel: {
            control.cancel()
        }
        return try result.get()
    }
}
