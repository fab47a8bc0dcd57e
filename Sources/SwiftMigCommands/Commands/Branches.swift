internal import Revisions

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
