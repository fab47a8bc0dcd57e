internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SwiftMigConfiguration

package struct HistoryArguments: Sendable {
    /// The range `a:b`, as typed.
    package var range: String?
    package var indicatesCurrent: Bool
    /// Whether to draw the lines between the revisions.
    package var drawsGraph: Bool
    /// Whether to list what ran instead of what exists.
    package var showsRuns: Bool

    package init(
        range: String? = nil,
        indicatesCurrent: Bool = false,
        drawsGraph: Bool = false,
        showsRuns: Bool = false
    ) {
        self.showsRuns = showsRuns
        self.range = range
        self.indicatesCurrent = indicatesCurrent
        self.drawsGraph = drawsGraph
    }
}

/// Lists the revisions, newest first. Connects to a server only if the answer depends on it.
package func history(_ arguments: HistoryArguments, in context: Context) throws -> RevisionsReport {
    let isDetailed = context.options.isVerbose
    let context = context.withoutLog
    let configuration = try context.configuration()
    var chain = try Chain.readTolerantly(configuration, in: context)
    let range = try arguments.range.map { try RevisionRange($0) }
    let needsDatabase = arguments.indicatesCurrent || range?.start?.isCurrent == true || range?.end?.isCurrent == true
    let runner = needsDatabase || arguments.showsRuns ? try context.runner(chain, configuration) : nil
    let rows = needsDatabase ? try runner?.currentHeads() : nil
    chain = try chain.suiting(rows ?? [], naming: range?.names ?? [])
    var report = RevisionsReport(
        revisions: try chain.items(try chain.graph.history(range, rows: rows), rows: rows),
        layout: isDetailed ? .blocks : .lines,
        emptyText: RevisionsReport.noRevisions
    )
    report.drawsGraph = arguments.drawsGraph
    if arguments.showsRuns, let runner {
        let shown = Set(report.revisions.map(\.revision))
        report.runs = try runner.journalEntries().reversed().filter { range == nil || shown.contains($0.revision) }
            .map { RunItem($0, message: chain.graph.revision(ofAnyFile: $0.revision)?.message ?? "") }
        report.timeZone = try configuration.naming().timeZone
        report.emptyText = "Nothing has run on this database yet."
    }
    report.warnings = chain.warnings
    return report
}
