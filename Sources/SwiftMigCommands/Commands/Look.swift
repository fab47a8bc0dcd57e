internal import Configuration
internal import Revisions
internal import SchemaModel

/// The revisions that nothing follows.
package func heads(in context: Context) throws -> RevisionsReport {
    let chain = try Chain.read(try context.configuration(), in: context)
    let graph = chain.graph
    return RevisionsReport(
        revisions: try chain.items(graph.heads.reversed().compactMap { graph[$0] }, rows: nil),
        emptyText: noRevisions
    )
}

package struct HistoryArguments: Sendable {
    /// `a:b`, as typed.
    package var range: String?
    package var indicatesCurrent: Bool

    package init(range: String? = nil, indicatesCurrent: Bool = false) {
        self.range = range
        self.indicatesCurrent = indicatesCurrent
    }
}

/// The revisions, newest first. A server is asked only when the answer depends on it.
package func history(_ arguments: HistoryArguments, in context: Context) throws -> RevisionsReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    let range = try arguments.range.map { try RevisionRange($0) }
    let needsDatabase = arguments.indicatesCurrent || range?.start.isCurrent == true || range?.end.isCurrent == true
    let rows = needsDatabase ? try versions(configuration, in: context) : nil
    return RevisionsReport(
        revisions: try chain.items(try chain.graph.history(range, rows: rows), rows: rows),
        layout: context.options.isVerbose ? .blocks : .lines,
        emptyText: noRevisions
    )
}

/// Every revision that the target names, newest first, with its file's text.
package func show(_ target: String, in context: Context) throws -> RevisionsReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    let parsed = try RevisionTarget(target)
    let rows = Optional(parsed).isCurrent ? try versions(configuration, in: context) : nil
    let ids = Set(try chain.graph.resolve(parsed, rows: rows))
    let revisions = chain.graph.revisions.reversed().filter { ids.contains($0.id) }
    return RevisionsReport(
        revisions: try chain.items(revisions, rows: rows),
        layout: .blocks,
        details: revisions.map { "\n" + String(decoding: $0.contents.bytes[$0.contents.bodyStart...], as: UTF8.self) },
        emptyText: "There is no revision at \(target)."
    )
}

/// The revisions that the database is at.
package func current(checksHeads: Bool, in context: Context) throws -> RevisionsReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    let session = try context.open(try configuration.database, of: configuration)
    let rows = try session.versions(of: configuration)
    let ids = Set(try chain.graph.currentRevisions(rows))
    var report = RevisionsReport(
        revisions: try chain.items(chain.graph.revisions.reversed().filter { ids.contains($0.id) }, rows: rows),
        layout: context.options.isVerbose ? .blocks : .lines,
        emptyText: "The database is at base: no revision is applied."
    )
    if checksHeads, !(try chain.graph.isAtHeads(rows)) {
        report.exitCode = .differences
        let pending = try chain.pending(at: rows)
        context.messages.note("\(pending) \(pending == 1 ? "revision is" : "revisions are") not applied")
    }
    return report
}

private let noRevisions = "There are no revisions yet."

private func versions(_ configuration: Configuration, in context: Context) throws -> [String] {
    try context.open(try configuration.database, of: configuration).versions(of: configuration)
}

extension Optional<RevisionTarget> {
    fileprivate var isCurrent: Bool { self?.symbol == .current }
}
