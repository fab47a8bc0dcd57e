internal import BackgroundWork
public import Logging
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SchemaModel
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Migrates an application's database, as `swiftmig upgrade` does.
///
/// ```swift
/// let migrator = try Migrator(configuration: .init(url: databaseURL), logger: logger)
/// try await migrator.upgrade()
/// ```
///
/// Several instances may start at once: one migrates, the others wait for it. A revision that was interrupted is continued
/// at the statement that comes next. All work is done on threads of its own, so that no thread of Swift's pool is blocked.
public struct Migrator: Sendable {
    private let settings: SwiftMigConfiguration.Configuration
    private let chain: RevisionGraph
    private let tag: String?
    private let logger: Logger

    /// Reads the revisions. The database is not asked before it is needed.
    ///
    /// - Parameters:
    ///   - configuration: the database and the revisions.
    ///   - logger: told what runs, how long it took, who is waited for, and what went wrong; never a statement or a password,
    ///     but for what the server's own message quotes.
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

    /// Applies the revisions up to a target, an interrupted one first.
    ///
    /// Waits for another run to end, for as long as `lockTimeout` of the configuration. When the task is cancelled, the
    /// statement that the server is at is stopped, and the journal keeps where that was: the next call goes on there.
    ///
    /// - Returns: What was run; nothing where the database was at the target.
    /// - Throws: ``MigratorError``, with the code ``MigratorError/Code/cancelled`` where the task was cancelled: it says
    ///   where the run stopped. What was done before stays done.
    @discardableResult
    public func upgrade(to target: Target = .head) async throws(MigratorError) -> MigrationResult {
        try await migrate { try $0.plan(.upgrade, to: target.parsed()) }
    }

    /// Takes revisions back, down to a target.
    ///
    /// - Parameters:
    ///   - target: such as `.relative(-1)`, `.base`, or a revision that stays.
    ///   - allowDataLoss: whether it may drop tables with rows, and columns with values.
    /// - Returns: What was run.
    /// - Throws: ``MigratorError``, with the code ``MigratorError/Code/dataLoss`` where data would be lost and that is not
    ///   allowed: then nothing was run.
    @discardableResult
    public func downgrade(
        to target: Target,
        allowDataLoss: Bool = false
    ) async throws(MigratorError) -> MigrationResult {
        try await migrate { runner in
            let plan = try runner.plan(.downgrade, to: target.parsed())
            let losses = allowDataLoss ? [] : try runner.dataLosses(of: plan)
            if losses.isEmpty { return plan }
            var refusal = DataLossRefusal(losses: losses, command: "").diagnostic
            refusal.hints = ["downgrade(to: \"\(target)\", allowDataLoss: true)"]
            throw MigratorError(refusal)
        }
    }

    private func migrate(
        _ plan: @escaping @Sendable (MigrationRunner) throws -> MigrationPlan
    ) async throws(MigratorError) -> MigrationResult {
        let log = RunLog(logger: logger)
        do {
            let result = try await onThread { control in
                let session = try open(control)
                let plan = try plan(session.runner)
                try control.check()
                let run = PersistentRun<RunnerSession>(
                    open: { try open($0, control) },
                    lost: log.reconnecting,
                    isCancelled: { control.isCancelled }
                )
                return MigrationResult(try run.run(plan, on: session) { try apply(plan, over: $0, control, $1) })
            }
            log.end(result)
            return result
        } catch {
            log.failed(error)
            throw error
        }
    }

    private func apply(
        _ plan: MigrationPlan,
        over session: RunnerSession,
        _ control: RunControl,
        _ finished: @escaping (RunReport.Step) -> Void
    ) throws -> RunReport {
        let log = RunLog(logger: logger)
        return try session.runner.run(
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

    /// Where the database is. Changes nothing, takes no lock and waits for nobody, so it suits a readiness probe: one
    /// connection and a few short queries.
    ///
    /// - Throws: ``MigratorError``, such as ``MigratorError/Code/cannotReach``.
    public func status() async throws(MigratorError) -> MigrationStatus {
        try await onThread { control in
            let runner = try open(control).runner
            let rows: [String]
            var unknown: [String] = []
            do {
                rows = try runner.currentHeads()
            } catch MigrationError.unknownVersion(_, _, _, let known) {
                // What the journal says is applied of what this application knows.
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

    /// Where the database is and who logs in, for the application's own driver: so that both have the same settings, and
    /// `sandbox:` is a server to talk to. Starts the server of `sandbox:` unless it runs, and connects to no other.
    ///
    /// - Throws: ``MigratorError``, such as that of a URL without a database.
    public func database() async throws(MigratorError) -> Database {
        try await onThread { _ in Database(try settings.connectionSettings()) }
    }

    // MARK: Sessions and threads

    private func open(_ control: RunControl) throws -> RunnerSession {
        try open(try settings.connectionSettings(), control)
    }

    private func open(_ connection: ConnectionSettings, _ control: RunControl) throws -> RunnerSession {
        try RunnerSession(connection, settings, chain: chain, tag: tag, control: control)
    }

    /// Does blocking work on a thread of its own, and ends it when the task is cancelled.
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

extension Migrator.Target {
    /// - Throws: `RevisionTargetError`.
    fileprivate func parsed() throws -> RevisionTarget {
        if RevisionRange.isRange(description) { throw RevisionTargetError.rangeNeedsSQL(description) }
        return try RevisionTarget(description)
    }
}
