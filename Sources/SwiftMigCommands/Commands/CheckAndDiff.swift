internal import DiagnosticModel
internal import MigrationRunner
internal import MigrationSession
internal import ModelSources
internal import Revisions
internal import SchemaDiff

/// Checks whether models and database agree, with exit code 2 if they do not.
///
/// Also compares the applied revisions with their files. A later edit is a difference too, and so is a revision that a
/// run left half done.
package func check(_ options: ComparisonOptions, in context: Context) throws -> ChangesReport {
    try compare(options, seesTampering: true, in: context).report
}

/// Returns the changes, as a summary or as SQL, with exit code 2 if there are any.
package func diff(_ options: ComparisonOptions, printsSQL: Bool, in context: Context) throws -> ChangesReport {
    var (report, comparison) = try compare(options, writesScript: true, in: context)
    if printsSQL { report.sql = AutogenerateScript.text(of: comparison.result.upgrade) }
    return report
}

private func compare(
    _ options: ComparisonOptions,
    writesScript: Bool = false,
    seesTampering: Bool = false,
    in context: Context
) throws -> (report: ChangesReport, comparison: Comparison) {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context, toleratesMissingFolder: true)
    let models = context.models(configuration).start()
    let session = try context.open(configuration)
    let comparison = try Comparison.run(
        options,
        configuration: configuration,
        models: models,
        session: session,
        chain: chain,
        writesScript: writesScript,
        in: context
    )
    let changes = comparison.result.changes
    let undecided = comparison.result.undecided
    var report = ChangesReport(
        changes: changes,
        warnings: comparison.warnings,
        exitCode: changes.isEmpty && undecided.isEmpty ? .success : .differences
    )
    report.emptyText = comparison.emptyText
    if seesTampering {
        do {
            report.tampered = try session.runner(chain, configuration, in: context).tampering()
        } catch MigrationError.unknownVersion(let id, _, journal: let entry, _) {
            // With an entry, the revision ran here, and its file is gone. Without one, the rows are of another chain,
            // which is no reason to withhold the changes; upgrade reports it.
            report.tampered = entry.map { [TamperedRevision(revision: id, path: nil, entry: $0)] } ?? []
        } catch is RevisionTargetError {
            // The database is within a squash whose old files are gone, which upgrade reports too.
            report.tampered = []
        }
        if report.tampered?.isEmpty == false { report.exitCode = .differences }
    }
    if seesTampering, let run = try session.runner(chain, configuration, in: context).interruptedRun() {
        let warning = run.warning(in: try configuration.naming().timeZone)
        report.warnings.append(warning)
        if !context.options.isJSON { context.messages.warn(warning) }
        report.exitCode = .differences
    } else if !changes.isEmpty {
        let rows = try session.runner(chain, configuration, in: context).versionRows()
        // Rows of another chain are no reason to withhold the changes.
        let isAtHeads = (try? chain.graph.suiting(rows).isAtHeads(rows)) ?? true
        report.next = [
            isAtHeads ? #"swiftmig revision --autogenerate -m "what changed""# : chain.upgradeCommand
        ]
    }
    return (report, comparison)
}
