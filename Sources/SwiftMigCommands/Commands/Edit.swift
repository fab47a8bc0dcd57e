internal import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// Opens the files of all revisions that the target names, and reads them again afterwards.
package func edit(_ target: String, in context: Context) throws -> RevisionsReport {
    let configuration = try context.configuration()
    let chain = try Chain.readTolerantly(configuration, in: context)
    let (revisions, rows, _) = try chain.revisions(at: target, configuration, in: context)
    guard !revisions.isEmpty else { throw RevisionTargetError.noSuchRevision(target, nearest: []) }
    // As in other programs, the variable may contain arguments: "code --wait".
    let editor = ["VISUAL", "EDITOR"].compactMap { context.process.variables[$0] }.first { !$0.isEmpty } ?? "vi"
    let program = UserProgram(
        purpose: "the editor",
        command: ["sh", "-c", editor + " \"$@\"", editor] + revisions.map(\.path),
        folder: context.process.workingDirectory,
        environment: context.process.variables
    )
    do {
        try program.run(output: context.options.isJSON ? .standardError : .inherited)
    } catch {
        throw CommandError.editorFailed(error)
    }
    for revision in revisions { _ = try RevisionFolder.file(revision.path).script() }
    let after = try Chain.read(configuration, in: context).suiting(rows ?? [], naming: revisions.map(\.id))
    return RevisionsReport(revisions: try after.items(revisions.map { after.graph[$0.id] ?? $0 }, rows: rows))
}
