internal import DiagnosticModel
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SchemaModel
internal import SwiftMigConfiguration

package struct HeadsArguments: Sendable {
    /// Whether to leave out heads that another revision depends on.
    package var resolvesDependencies: Bool
    /// Whether to exit with 2 if there are several heads.
    package var checks: Bool

    package init(resolvesDependencies: Bool = false, checks: Bool = false) {
        self.resolvesDependencies = resolvesDependencies
        self.checks = checks
    }
}

/// Lists the revisions that no other follows. Needs no server.
package func heads(_ arguments: HeadsArguments = HeadsArguments(), in context: Context) throws -> RevisionsReport {
    let chain = try Chain.readTolerantly(try context.configuration(), in: context)
    let graph = chain.graph
    let ids = arguments.resolvesDependencies ? graph.effectiveHeads : graph.heads
    var report = RevisionsReport(
        revisions: try chain.items(ids.reversed().compactMap { graph[$0] }, rows: nil),
        emptyText: noRevisions
    )
    report.warnings = chain.warnings
    if arguments.checks {
        if var broken = chain.warnings.first {
            broken.severity = .error
            report.failure = broken
        } else if ids.count > 1 {
            report.failure = severalHeads(ids)
        }
    }
    context.showFailure(of: report)
    return report
}

extension Context {
    /// Prints the failure. The JSON document contains it next to the answer.
    fileprivate func showFailure(of report: RevisionsReport) {
        if !options.isJSON, let failure = report.failure { messages.warn(failure) }
    }
}

private func severalHeads(_ ids: [String]) -> Diagnostic {
    Diagnostic(
        "multiple_heads",
        "the chain has \(ids.count) heads: \(ids.joined(separator: ", "))",
        hints: [
            "put one line on top of the other: swiftmig rebase \(ids.last ?? "") --onto \(ids.first ?? "")",
            "or join them: swiftmig merge heads -m \"…\"",
        ],
        exitCode: .differences
    )
}

/// Lists the revisions with several successors, and these successors.
package func branches(in context: Context) throws -> RevisionsReport {
    let chain = try Chain.readTolerantly(try context.configuration(), in: context)
    let graph = chain.graph
    let points = graph.revisions.reversed().filter { graph.isBranchPoint($0.id) }
    var report = RevisionsReport(revisions: try chain.items(points, rows: nil), emptyText: "There are no branches.")
    for index in report.revisions.indices {
        let children = graph.children(of: report.revisions[index].revision)
        report.revisions[index].children = children
        report.revisions[index].childLabels = children.map { graph[$0]?.branchLabels ?? [] }
    }
    report.warnings = chain.warnings
    return report
}

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
    let needsDatabase = arguments.indicatesCurrent || range?.start.isCurrent == true || range?.end.isCurrent == true
    let runner = needsDatabase || arguments.showsRuns ? try context.runner(chain, configuration) : nil
    let rows = needsDatabase ? try runner?.currentHeads() : nil
    chain = try chain.suiting(rows ?? [], naming: range?.names ?? [])
    var report = RevisionsReport(
        revisions: try chain.items(try chain.graph.history(range, rows: rows), rows: rows),
        layout: isDetailed ? .blocks : .lines,
        emptyText: noRevisions
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

/// Shows all revisions that the target names, newest first, with the text of their files.
package func show(_ target: String, in context: Context) throws -> RevisionsReport {
    let configuration = try context.configuration()
    let chain = try Chain.readTolerantly(configuration, in: context)
    let (revisions, rows, view) = try chain.revisions(at: target, configuration, in: context)
    var report = RevisionsReport(
        revisions: try view.items(revisions, rows: rows),
        layout: .blocks,
        bodies: revisions.map {
            "\n"
                + String(
                    String(decoding: $0.contents.bytes[$0.contents.bodyStart...], as: UTF8.self).drop(
                        while: \.isNewline
                    )
                )
        },
        emptyText: "There is no revision at \(target)."
    )
    report.warnings = chain.warnings
    return report
}

extension Chain {
    /// Returns the revisions that a target names, newest first; the version rows, if the target depends on them; and
    /// the chain as it applies to these rows.
    func revisions(
        at target: String,
        _ configuration: Configuration,
        in context: Context
    ) throws -> (revisions: [Revision], rows: [String]?, view: Chain) {
        let parsed = try RevisionTarget(target)
        let rows = Optional(parsed).isCurrent ? try context.runner(self, configuration).currentHeads() : nil
        let view = try suiting(rows ?? [], naming: parsed.names)
        let ids = Set(try view.graph.resolve(parsed, rows: rows))
        return (view.graph.revisions.reversed().filter { ids.contains($0.id) }, rows, view)
    }
}

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

private let noRevisions = "There are no revisions yet."

extension Optional<RevisionTarget> {
    fileprivate var isCurrent: Bool { self?.symbol == .current }
}

extension JournalEntry {
    /// The run as a line for users.
    fileprivate var line: String {
        let duration = seconds.map { " in \(Duration.seconds($0).milliseconds) ms" } ?? ""
        return "\(startedAt) UTC  \(action.rawValue) \(revision)  \(state.rawValue)\(duration)  by \(who)"
    }
}

extension InterruptedRun {
    /// A warning that describes the run and what to do about it.
    fileprivate func warning(in zone: String) -> Diagnostic {
        let place = done < entry.statementCount ? "statement \(done + 1) of \(entry.statementCount)" : "its end"
        let run = "the \(entry.action.rawValue) of revision \(entry.revision)"
        let since =
            "since \(UTCDate.text(entry.startedAt, in: zone)), by \(entry.who)"
            + (entry.toolVersion.isEmpty ? "" : " with swiftmig \(entry.toolVersion)")
        if isAtWork {
            return Diagnostic(
                "at_work",
                "\(run) is under way, at \(place), \(since)",
                severity: .note,
                hints: ["wait for it, as swiftmig upgrade does"],
                location: location
            )
        }
        var message = entry.state == .undoing ? "\(run) is half taken back" : "\(run) stopped at \(place)"
        message += ", \(since)"
        if let error = entry.error { message += "\n\(error)" }
        let hints =
            entry.state == .undoing
            ? ["take it back all the way: swiftmig resume --undo"]
            : ["finish it: swiftmig resume", "or take it back: swiftmig resume --undo"]
        return Diagnostic("interrupted", message, severity: .warning, hints: hints, location: location)
    }
}
