internal import Configuration
internal import MigrationRunner
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
    let rows = needsDatabase ? try context.runner(chain, configuration).currentHeads() : nil
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
    let rows = Optional(parsed).isCurrent ? try context.runner(chain, configuration).currentHeads() : nil
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
    let runner = try context.runner(chain, configuration)
    let rows = try runner.currentHeads()
    let ids = Set(try chain.graph.currentRevisions(rows))
    var report = RevisionsReport(
        revisions: try chain.items(chain.graph.revisions.reversed().filter { ids.contains($0.id) }, rows: rows),
        layout: context.options.isVerbose ? .blocks : .lines,
        emptyText: "The database is at base: no revision is applied."
    )
    if context.options.isVerbose { report.details = try runner.journalEntries().map(\.line) }
    if let entry = try runner.interruptedEntry() { context.messages.warn(entry.warning) }
    if checksHeads, !(try chain.graph.isAtHeads(rows)) {
        report.exitCode = .differences
        let pending = try chain.pending(at: rows)
        context.messages.note("\(pending) \(pending == 1 ? "revision is" : "revisions are") not applied")
    }
    return report
}

private let noRevisions = "There are no revisions yet."

extension Optional<RevisionTarget> {
    fileprivate var isCurrent: Bool { self?.symbol == .current }
}

extension JournalEntry {
    /// One run, for people.
    fileprivate var line: String {
        let duration = seconds.map { " in \(Duration.seconds($0).milliseconds) ms" } ?? ""
        let who = person.isEmpty ? databaseUser : "\(person)@\(host)"
        return "\(startedAt) UTC  \(direction) \(revision)  \(state.rawValue)\(duration)  by \(who)"
    }

    fileprivate var warning: Diagnostic {
        Diagnostic(
            "interrupted",
            "the \(direction) of revision \(revision) is half done: \(nextStatement) of \(statementCount) statements",
            severity: .warning,
            hints: ["go on where it stopped: swiftmig \(direction)"]
        )
    }
}
