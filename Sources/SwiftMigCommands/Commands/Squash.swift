internal import DiagnosticModel
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

package struct SquashArguments: Sendable {
    /// The range `A:B`, or a squash whose old files should be removed.
    package var range: String
    package var message: String?
    package var revisionID: String?
    package var versionPath: String?
    /// Whether to delete the files that the squash replaces.
    package var removesFiles: Bool
    /// The folder to move these files to.
    package var folder: String?

    package init(
        range: String,
        message: String? = nil,
        revisionID: String? = nil,
        versionPath: String? = nil,
        removesFiles: Bool = false,
        folder: String? = nil
    ) {
        self.range = range
        self.message = message
        self.revisionID = revisionID
        self.versionPath = versionPath
        self.removesFiles = removesFiles
        self.folder = folder
    }
}

/// Writes one revision that replaces a range. The old files stay, for databases that have only some of them applied,
/// until their removal is requested.
package func squash(_ arguments: SquashArguments, in context: Context) throws -> RevisionsReport {
    let configuration = try context.configuration()
    if let folder = arguments.folder { try requireOutside(folder, configuration, in: context) }
    let chain = try Chain.read(configuration, in: context)
    let takesFiles = arguments.removesFiles || arguments.folder != nil
    let id: String
    var after = chain
    if RevisionRange.isRange(arguments.range) {
        let draft = try squashDraft(arguments, chain)
        let folder = try targetFolder(arguments.versionPath, configuration, in: context)
        let path = try RevisionWriter.write(draft, folder: folder, naming: try configuration.naming())
        id = draft.id
        context.messages.note("created  \(context.displayPath(path))")
        try runHooks(configuration, path: path, in: context)
        after = try Chain.read(configuration, in: context)
    } else {
        // An unused squash is a second name of another revision.
        let isOpen = !chain.graph.openReplacements(of: arguments.range).isEmpty
        id = isOpen ? arguments.range : try chain.oneRevision(arguments.range)
        guard takesFiles, !chain.graph.openReplacements(of: id).isEmpty else { throw ChainError.notASquash(id) }
    }
    if takesFiles {
        let old = after.graph.openReplacements(of: id)
        try requireNotInside(id, old, after, configuration, in: context)
        try RevisionRemoval.remove(old, movingTo: arguments.folder.map(context.process.absolute))
        context.messages.note("\(arguments.folder.map { "moved to \($0)" } ?? "removed")  \(old.count) files")
        after = try Chain.read(configuration, in: context)
    }
    return RevisionsReport(
        revisions: try after.items(after.graph[id].map { [$0] } ?? [], rows: nil),
        layout: .blocks
    )
}

private func squashDraft(_ arguments: SquashArguments, _ chain: Chain) throws -> RevisionDraft {
    let range = try chain.graph.squashRange(try RevisionRange(arguments.range))
    let id = arguments.revisionID ?? RevisionID.random()
    try chain.requireNewID(id)
    let body = try SquashScript.body(of: range.revisions)
    let ids = range.revisions.map(\.id)
    var draft = RevisionDraft(
        id: id,
        downRevisions: range.downRevisions,
        dependsOn: range.dependsOn,
        branchLabels: range.revisions.flatMap(\.branchLabels),
        replaces: ids,
        message: arguments.message ?? "squash of \(ids.first ?? "") to \(ids.last ?? "")",
        upgrade: body.upgrade,
        downgrade: body.downgrade
    )
    draft.history = body.history
    guard try SquashScript.isFaithful(draft.render(), to: range.revisions) else {
        throw ChainError.squashNotFaithful(ids)
    }
    return draft
}

/// Files in a migrations folder would still belong to the chain.
private func requireOutside(_ typed: String, _ configuration: Configuration, in context: Context) throws {
    let folder = PathName.absolute(typed, in: context.process.workingDirectory)
    let isRead = configuration.migrations.contains {
        folder == $0 || configuration.isRecursive && folder.hasPrefix($0 + "/")
    }
    if isRead { throw ChainError.folderIsRead(typed) }
}

/// A database with only part of the range needs the old files.
private func requireNotInside(
    _ id: String,
    _ replaced: [Revision],
    _ chain: Chain,
    _ configuration: Configuration,
    in context: Context
) throws {
    guard chain.graph.isFoldable(id) else { throw ChainError.squashNotUsed(id) }
    guard
        let (rows, interrupted) = try context.ifReachable(
            "whether the database is within the squash",
            {
                let runner = try context.runner(chain, configuration)
                return (try runner.currentHeads(), try runner.interruptedEntry())
            }
        )
    else { return }
    let isInside = try chain.graph.suiting(rows, running: interrupted?.revision)[id] == nil
    if isInside { throw ChainError.withinSquash(id, rows: rows) }
}

extension Context {
    /// Asks the database. If it cannot be reached, warns that the check was skipped.
    func ifReachable<Answer>(_ question: String, _ ask: () throws -> Answer) throws -> Answer? {
        do {
            return try ask()
        } catch {
            var diagnostic = Diagnostic(of: error)
            guard diagnostic.exitCode == .unavailable || error is ConfigurationError else { throw error }
            diagnostic.message = "not checked \(question): " + diagnostic.message
            diagnostic.severity = .warning
            diagnostic.hints = []
            messages.warn(diagnostic)
            return nil
        }
    }
}
