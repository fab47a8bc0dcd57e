internal import MigrationRunner
internal import Revisions
internal import SwiftMigConfiguration

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
        let rows = parsed.isCurrent ? try context.runner(self, configuration).currentHeads() : nil
        let view = try suiting(rows ?? [], naming: parsed.names)
        let ids = Set(try view.graph.resolve(parsed, rows: rows))
        return (view.graph.revisions.reversed().filter { ids.contains($0.id) }, rows, view)
    }
}
