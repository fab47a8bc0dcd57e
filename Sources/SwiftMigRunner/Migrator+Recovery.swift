internal import DiagnosticModel
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SwiftMigDiagnostics

extension Migrator {
    /// Finishes the revision that a run left half done, in the direction of that run. Runs no other revision.
    ///
    /// ``upgrade(to:)`` finishes such a revision too, and then goes on.
    ///
    /// - Parameter allowDataLoss: Whether tables with rows and columns with values may be dropped, if the revision was
    ///   being taken back.
    /// - Returns: The revision that was finished; none if no revision was half done.
    /// - Throws: ``MigratorError``, as ``upgrade(to:)`` does. If data would be lost and this is not allowed, it has the
    ///   code ``MigratorError/Code/dataLoss``, and nothing was run.
    @discardableResult
    public func resume(allowDataLoss: Bool = false) async throws(MigratorError) -> MigrationResult {
        try await migrate { runner, _ in
            guard let plan = try runner.resumption() else { return nil }
            if plan.direction == .downgrade, !allowDataLoss {
                try refuseLosses(of: plan, runner, retry: "resume(allowDataLoss: true)")
            }
            return plan
        }
    }

    /// Takes back what ran of the revision that a run left half done.
    ///
    /// Afterwards, the tables and other objects that the revision names are as they were before it, and it can be run
    /// again from its start. Rows are not restored: what a statement changed stays changed, and what it dropped comes
    /// back empty.
    ///
    /// If this is interrupted or cancelled, call it again. Until it is finished, nothing else continues the revision.
    ///
    /// - Parameter allowDataLoss: Whether to go on if not all data comes back, or if the revision's own tables and
    ///   columns are dropped with what they hold by now.
    /// - Returns: The revision that was taken back; none if no revision was half done.
    /// - Throws: ``MigratorError``. If data would be lost and this is not allowed, it has the code
    ///   ``MigratorError/Code/dataLoss`` and lists the data. If the way back cannot be planned, it has the code
    ///   ``MigratorError/Code/undoImpossible``. In both cases nothing was run.
    @discardableResult
    public func undo(allowDataLoss: Bool = false) async throws(MigratorError) -> MigrationResult {
        try await logged { control in
            let session = try open(control)
            let runner = runner(on: session, control)
            guard let undo = try Undo(on: session, with: runner, settings) else { return try nothing(runner) }
            let plan = try undo.plan()
            if !allowDataLoss, !plan.losses.isEmpty {
                var refusal = UndoRefusal(run: undo.interrupted, losses: plan.losses).diagnostic
                refusal.hints = ["undo(allowDataLoss: true)"]
                throw MigratorError(refusal)
            }
            let log = RunLog(logger: logger)
            return try undo.run(
                plan,
                observer: { event in
                    if case .started = event { control.hasLock() }
                    log.show(event, of: undo.interrupted)
                },
                isCancelled: { control.isCancelled }
            )
        }
    }
}
