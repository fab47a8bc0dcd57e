internal import DiagnosticModel
internal import MigrationRunner
internal import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics

package struct UpgradeArguments: Sendable {
    package var target: String
    package var printsSQL: Bool
    package var isDryRun: Bool
    package var tag: String?

    package init(target: String = "head", printsSQL: Bool = false, isDryRun: Bool = false, tag: String? = nil) {
        self.target = target
        self.printsSQL = printsSQL
        self.isDryRun = isDryRun
        self.tag = tag
    }
}

package struct DowngradeArguments: Sendable {
    package var target: String
    package var printsSQL: Bool
    package var isDryRun: Bool
    package var tag: String?
    package var allowsDataLoss: Bool

    package init(
        target: String = "-1",
        printsSQL: Bool = false,
        isDryRun: Bool = false,
        tag: String? = nil,
        allowsDataLoss: Bool = false
    ) {
        self.target = target
        self.printsSQL = printsSQL
        self.isDryRun = isDryRun
        self.tag = tag
        self.allowsDataLoss = allowsDataLoss
    }
}

/// Applies revisions.
package func upgrade(_ arguments: UpgradeArguments, in context: Context) throws -> MigrationReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    if arguments.printsSQL {
        let script = OfflineScript(graph: chain.graph, options: configuration.scriptOptions(tag: arguments.tag))
        let plan = try script.upgradePlan(arguments.target)
        var report = MigrationReport(plan.report, chain)
        report.sql = try script.script(plan)
        return report
    }
    let target = try RevisionTarget(ofRun: arguments.target)
    let session = try context.open(configuration)
    let runner = session.runner(chain, configuration, in: context, tag: arguments.tag)
    let plan = try runner.plan(
        .upgrade,
        to: target,
        waits: !arguments.isDryRun,
        observer: context.messages.noteWaiting
    )
    if arguments.isDryRun { return MigrationReport(plan.report, chain) }
    let migration = Migration(chain: chain, configuration: configuration, context: context, tag: arguments.tag)
    return try migration.run(plan, with: runner, on: session)
}

/// Reverts revisions. Destroys data only if that is allowed.
package func downgrade(_ arguments: DowngradeArguments, in context: Context) throws -> MigrationReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    if arguments.printsSQL {
        let script = OfflineScript(graph: chain.graph, options: configuration.scriptOptions(tag: arguments.tag))
        let plan = try script.downgradePlan(arguments.target)
        context.messages.warnOfEmptyDowngrades(in: plan)
        var report = MigrationReport(plan.report, chain)
        report.sql = try script.script(plan)
        return report
    }
    let target = try RevisionTarget(ofRun: arguments.target)
    let session = try context.open(configuration)
    let runner = session.runner(chain, configuration, in: context, tag: arguments.tag)
    let plan = try runner.plan(
        .downgrade,
        to: target,
        waits: !arguments.isDryRun,
        observer: context.messages.noteWaiting
    )
    if plan.steps.isEmpty { return try nothingToRevert(plan, target, chain) }
    context.messages.warnOfEmptyDowngrades(in: plan)
    if !arguments.isDryRun { try runner.checkTakesChanges() }
    let losses = arguments.allowsDataLoss && !arguments.isDryRun ? [] : try runner.dataLosses(of: plan)
    if arguments.isDryRun {
        for loss in losses { context.messages.warn(loss.warning) }
        return MigrationReport(plan.report, chain)
    }
    if !losses.isEmpty {
        try allow(losses, command: "downgrade \(arguments.target) --allow-data-loss", in: context)
    }
    let migration = Migration(chain: chain, configuration: configuration, context: context, tag: arguments.tag)
    return try migration.run(plan, with: runner, on: session)
}

/// A downgrade to a current revision keeps that revision, while its user may want to take it back.
private func nothingToRevert(
    _ plan: MigrationPlan,
    _ target: RevisionTarget,
    _ chain: Chain
) throws -> MigrationReport {
    var report = MigrationReport(plan.report, chain)
    let ids = try chain.suiting(plan.from, naming: target.names).graph.resolve(target, rows: plan.from)
    if let id = ids.first {
        let step = plan.from.count == 1 ? "-1" : "\(id)@-1"
        report.summary =
            "Nothing to do: the database is at \(plan.from.joined(separator: ", ")), and a downgrade to \(id) keeps it.\n"
            + "To take \(id) itself back: swiftmig downgrade \(step)"
    }
    return report
}

extension Messages {
    /// Warns of revisions whose downgrade changes nothing but the version table.
    fileprivate func warnOfEmptyDowngrades(in plan: MigrationPlan) {
        for step in plan.steps where step.undoesNothing {
            warn(
                Diagnostic(
                    "empty_downgrade",
                    "the downgrade of revision \(step.revision.id) has no statements, so what its upgrade did stays, and only "
                        + "the version table changes",
                    severity: .warning,
                    hints: [
                        "write the statements below: -- swiftmig: downgrade",
                        "or, if there is no way back, put in its place: -- swiftmig: irreversible <reason>",
                    ],
                    location: SourceLocation(file: step.revision.path)
                )
            )
        }
    }
}

/// Asks on a terminal. Elsewhere, refuses.
func allow(_ losses: [DataLoss], command: String, in context: Context) throws {
    let refusal = DataLossRefusal(losses: losses, command: command)
    guard context.messages.mayAsk else { throw refusal }
    for loss in losses { context.messages.warn(loss.warning) }
    guard context.messages.ask("Continue, and lose this data?") else { throw refusal }
}

package struct StampArguments: Sendable {
    package var targets: [String]
    package var purges: Bool
    package var printsSQL: Bool
    package var isDryRun: Bool
    package var tag: String?

    package init(
        targets: [String],
        purges: Bool = false,
        printsSQL: Bool = false,
        isDryRun: Bool = false,
        tag: String? = nil
    ) {
        self.targets = targets
        self.tag = tag
        self.purges = purges
        self.printsSQL = printsSQL
        self.isDryRun = isDryRun
    }
}

/// Records the database's revisions without running anything.
package func stamp(_ arguments: StampArguments, in context: Context) throws -> MigrationReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    // Only the server knows which rows to remove.
    if arguments.printsSQL, arguments.purges { throw CommandError.excludes("--purge", "--sql") }
    if arguments.printsSQL { return try stampScript(arguments, chain, configuration) }
    let targets = try arguments.targets.map { try RevisionTarget(ofRun: $0) }
    let session = try context.open(configuration)
    let runner = session.runner(chain, configuration, in: context, tag: arguments.tag)
    let stamping = try runner.stamp(targets, purge: arguments.purges, dryRun: arguments.isDryRun)
    return MigrationReport(stamping, chain, isDone: !arguments.isDryRun)
}

/// Writes the script of a stamp. `A:B` starts from A; a target alone starts from nothing.
private func stampScript(
    _ arguments: StampArguments,
    _ chain: Chain,
    _ configuration: Configuration
) throws -> MigrationReport {
    let script = OfflineScript(graph: chain.graph, options: configuration.scriptOptions(tag: arguments.tag))
    let targets: [RevisionTarget]
    var rows: [String] = []
    if arguments.targets.count == 1, RevisionRange.isRange(arguments.targets[0]) {
        let range = try RevisionRange(arguments.targets[0])
        rows = try range.start.map { try chain.suiting([], naming: range.names).graph.resolve($0) } ?? []
        targets = [try range.end ?? RevisionTarget("heads")]
    } else {
        targets = try arguments.targets.map { try RevisionTarget($0) }
    }
    return MigrationReport(
        from: rows,
        to: try script.stampedRows(targets, from: rows),
        sql: try script.stamp(targets, from: rows)
    )
}

/// Creates the version table and the journal.
package func ensureVersion(printsSQL: Bool = false, in context: Context) throws -> MigrationReport {
    let configuration = try context.configuration()
    if printsSQL {
        let script = OfflineScript(graph: try RevisionGraph.build([]), options: configuration.scriptOptions(tag: nil))
        return MigrationReport(sql: script.ensureTables())
    }
    let chain = try Chain.read(configuration, in: context, toleratesMissingFolder: true)
    let runner = try context.runner(chain, configuration)
    try runner.ensureVersionTable()
    let rows = try runner.versionRows()
    return MigrationReport(from: rows, to: rows, steps: [], summary: "\(configuration.versionTable) exists.")
}
