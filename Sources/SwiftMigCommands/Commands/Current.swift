internal import DiagnosticModel
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SchemaModel
internal import SwiftMigConfiguration

/// Lists the database's current revisions.
package func current(checksHeads: Bool, in context: Context) throws -> RevisionsReport {
    let isDetailed = context.options.isVerbose
    let context = context.withoutLog
    let configuration = try context.configuration()
    let files = try Chain.read(configuration, in: context)
    let runner = try context.runner(files, configuration)
    let rows = try runner.currentHeads()
    let chain = try files.suiting(rows)
    let ids = Set(try chain.graph.currentRevisions(rows))
    var report = RevisionsReport(
        revisions: try chain.items(chain.graph.revisions.reversed().filter { ids.contains($0.id) }, rows: rows),
        layout: isDetailed ? .blocks : .lines,
        emptyText: "The database is at base: no revision is applied."
    )
    if isDetailed { report.details = try runner.journalEntries().map(\.line) }
    if let run = try runner.interruptedRun() {
        let warning = run.warning(in: try configuration.naming().timeZone)
        report.interrupted = RevisionsReport.Interrupted(run)
        report.warnings.append(warning)
        if !context.options.isJSON { context.messages.warn(warning) }
    } else if let holder = try runner.lockHolder() {
        report.warnings.append(holder.note)
        if !context.options.isJSON { context.messages.warn(holder.note) }
    }
    if checksHeads, !(try chain.graph.isAtHeads(rows)) {
        let pending = try chain.pending(at: rows)
        var failure = ChainError.notAtHeads(current: rows, heads: chain.graph.heads).diagnostic
        failure.message += ": \(pending) \(pending == 1 ? "revision is" : "revisions are") not applied"
        failure.exitCode = .differences
        report.failure = failure
    }
    context.showFailure(of: report)
    return report
}

extension JournalEntry {
    /// The run as a line for users.
    fileprivate var line: String {
        let duration = seconds.map { " in \(Duration.seconds($0).milliseconds) ms" } ?? ""
        return "\(startedAt) UTC  \(action.rawValue) \(revision)  \(state.rawValue)\(duration)  by \(who)"
    }
}
