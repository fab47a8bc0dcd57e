internal import DiagnosticModel
internal import Revisions

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
        emptyText: RevisionsReport.noRevisions
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
