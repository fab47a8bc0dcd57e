internal import MariaDBClient
internal import MigrationRunner
internal import Revisions
internal import SwiftMigConfiguration

/// Moves the line of one revision on top of another. The revisions that lead to `typed` but not to `target` keep their
/// order, and the first of them follow `target`.
///
/// Applied revisions must keep their parents, because a row of the version table means that everything below it is
/// applied. This is checked if the database can be reached.
package func rebase(_ typed: String, onto target: String, in context: Context) throws -> RevisionsReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    let revision = try chain.oneRevision(typed)
    let goal = try chain.oneRevision(target)
    let (moved, parents) = chain.graph.rebase(revision, onto: goal)
    guard !moved.isEmpty else { throw ChainError.nothingToRebase(revision, onto: goal) }
    guard !parents.isEmpty else {
        context.messages.note("\(revision) already follows \(goal); nothing was written")
        return RevisionsReport(revisions: try chain.items(moved.reversed(), rows: nil))
    }
    if let squash = parents.keys.sorted().first(where: { !chain.graph.openReplacements(of: $0).isEmpty }) {
        throw SquashError.containsOpenSquash(squash)
    }
    try requireNotApplied(moved, chain, configuration, in: context)

    var edits: [(revision: Revision, bytes: [UInt8])] = []
    var changed = chain.graph.revisions
    for index in changed.indices {
        guard let new = parents[changed[index].id] else { continue }
        edits.append((changed[index], try HeaderEdit.settingParents(new, of: changed[index])))
        changed[index].downRevisions = new
    }
    // Detects a cycle through dependencies before anything is written.
    _ = try RevisionGraph.build(changed)
    for edit in edits { try HeaderEdit.write(edit.bytes, to: edit.revision) }
    let after = try Chain.read(configuration, in: context)
    for edit in edits { context.messages.note("changed  \(context.displayPath(edit.revision.path))") }
    return RevisionsReport(revisions: try after.items(moved.reversed().compactMap { after.graph[$0.id] }, rows: nil))
}

private func requireNotApplied(
    _ revisions: [Revision],
    _ chain: Chain,
    _ configuration: Configuration,
    in context: Context
) throws {
    let asked = try context.ifReachable("whether the database has these revisions") {
        try context.runner(chain, configuration).currentHeads()
    }
    guard let rows = asked else { return }
    let applied = try chain.graph.suiting(rows).appliedRevisions(rows)
    let conflicts = revisions.map(\.id).filter { applied.contains($0) }
    if !conflicts.isEmpty { throw ChainError.alreadyApplied(conflicts) }
}

extension Chain {
    /// Returns the single revision that a target names.
    ///
    /// - Throws: `RevisionTargetError`.
    func oneRevision(_ typed: String) throws -> String {
        let ids = try graph.resolve(try RevisionTarget(typed))
        if ids.count > 1 { throw RevisionTargetError.multipleHeads(typed, heads: ids) }
        guard let id = ids.first else { throw RevisionTargetError.noSuchRevision(typed, nearest: []) }
        return id
    }
}
