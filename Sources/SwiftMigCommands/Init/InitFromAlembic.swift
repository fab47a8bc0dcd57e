internal import AlembicImport
internal import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// Takes over an Alembic environment: its settings, and its revisions with the same ids, so that databases continue
/// from where they are.
///
/// Everything is read and checked before the first file is written.
func initialize(_ arguments: InitArguments, fromAlembic typed: String, in context: Context) throws -> InitReport {
    let settings = try AlembicSettings.read(PathName.absolute(typed, in: context.process.workingDirectory))
    var skipped: [String] = []
    let revisions = try AlembicRevision.readAll(settings, skipped: &skipped)
    for path in skipped { context.messages.note("skipped  \(context.displayPath(path)): it is not a revision") }

    let configuration = context.process.absolute(context.options.config ?? "migrate.yaml")
    let base = PathName.folder(of: configuration)
    guard !arguments.directory.isEmpty else { throw CommandError.emptyArgument("DIR") }
    let folders = AlembicTarget.folders(settings, below: PathName.absolute(arguments.directory, in: base))
    if FileSystem.exists(configuration) { throw AlembicError.inTheWay(context.displayPath(configuration)) }
    for folder in folders where !FileSystem.matches(of: folder + "/*.sql").isEmpty {
        throw AlembicError.inTheWay(context.displayPath(folder))
    }

    context.messages.note("reading \(revisions.count) revisions with alembic --sql")
    let scripts = AlembicScripts(revisions, alembic: AlembicProgram(settings, context.process))
    if let failure = scripts.failure { context.messages.warn(AlembicError.notRun(failure).diagnostic) }
    let drafts = try AlembicDrafts.make(revisions, scripts)
    let target = AlembicTarget(settings: settings, folders: folders, versionTable: scripts.versionTable)
    try target.write(drafts, revisions, configuration: configuration)
    return report(target, drafts, configuration, in: context)
}

private func report(
    _ target: AlembicTarget,
    _ drafts: [RevisionDraft],
    _ configuration: String,
    in context: Context
) -> InitReport {
    let history = drafts.count { $0.history != nil }
    let count = "\(drafts.count) \(drafts.count == 1 ? "revision" : "revisions")"
    let kept = history == 0 ? "" : ", \(history) of them as history that can be stamped but not run"
    if target.settings.hasHooks {
        context.messages.note("Alembic's post_write_hooks are not taken over; see hooks.after_write")
    }
    var files = [InitReport.File(path: context.displayPath(configuration), created: true, purpose: "settings")]
    for (index, folder) in target.folders.enumerated() {
        let purpose = index == 0 ? count + kept : "the revisions of \(target.settings.versionFolders[index])"
        files.append(InitReport.File(path: context.displayPath(folder) + "/", created: true, purpose: purpose))
    }
    return InitReport(files: files, next: ["swiftmig current", "swiftmig upgrade heads --dry-run"])
}
