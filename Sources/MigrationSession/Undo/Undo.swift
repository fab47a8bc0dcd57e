package import MigrationRunner
internal import SchemaDiff
internal import SchemaInspector
package import SwiftMigConfiguration

/// An event during an undo.
package enum UndoEvent {
    /// The lock is taken, and the plan is still the right one.
    case started(UndoPlan)
    /// A statement is about to be sent.
    case statement(UndoStatement)
}

/// The undo of a half-run revision: first a plan that somebody allows, then the run of exactly this plan.
package struct Undo {
    package let interrupted: InterruptedRun
    private let runner: MigrationRunner
    private let planner: UndoPlanner

    /// - Parameters:
    ///   - runner: A runner on the session.
    /// - Returns: nil if no revision is half done.
    /// - Throws: `MigrationError`, `RevisionFileError`, `ServerError`.
    package init?(on session: Session, with runner: MigrationRunner, _ configuration: Configuration) throws {
        guard let run = try runner.interruptedRun() else { return nil }
        // It is unknown how far the run will get.
        _ = try runner.halfRunDirection(of: run.entry)
        if run.isAtWork { throw MigrationError.locked(holder: try runner.lockHolder(), seconds: 0) }
        interrupted = run
        self.runner = runner
        planner = UndoPlanner(
            executor: session.executor,
            profile: try session.profile(),
            runner: runner,
            run: run,
            inspect: { try session.inspect(ignoring: configuration).schema }
        )
    }

    /// - Throws: `UndoImpossible`, `ServerError`.
    package func plan() throws -> UndoPlan { try planner.plan() }

    /// Runs a plan.
    ///
    /// - Parameters:
    ///   - allowed: The plan. If the database has changed since, and needs another one, nothing is run.
    ///   - isCancelled: Asked before each statement, and while the run waits for the lock.
    /// - Throws: `UndoFailure`, `UndoImpossible`, `MigrationError`, `ServerError`.
    package func run(
        _ allowed: UndoPlan,
        observer: (UndoEvent) -> Void,
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> RunReport {
        var isFirst = true
        return try runner.undo(
            interrupted,
            script: {
                let plan = try planner.plan()
                if isFirst {
                    guard plan == allowed else {
                        throw MigrationError.planChanged(revision: interrupted.entry.revision)
                    }
                    observer(.started(plan))
                    isFirst = false
                }
                return plan.statements.map(\.sql)
            },
            observer: { observer(.statement($0)) },
            isCancelled: isCancelled
        )
    }
}
