internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SchemaDiff
internal import SchemaDocument
internal import SchemaInspector
internal import SchemaModel
internal import SchemaSwift
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

/// Takes over an existing database: writes its schema as models and a baseline revision that creates it elsewhere, and
/// stamps the database with that revision.
///
/// The database is read and conflicting files are detected before the first file is written.
func initialize(_ arguments: InitArguments, fromDatabase template: Template, in context: Context) throws -> InitReport {
    let file = context.options.config ?? "migrate.yaml"
    let base = PathName.folder(of: context.process.absolute(file))
    let migrations = PathName.absolute(arguments.directory, in: base)
    let models = PathName.absolute(template.databaseModels.path, in: base)
    for path in [context.process.absolute(file), models] where FileSystem.exists(path) {
        throw CommandError.inTheWay(context.displayPath(path))
    }
    if !FileSystem.matches(of: migrations + "/*.sql").isEmpty {
        throw CommandError.inTheWay(context.displayPath(migrations))
    }

    let configuration = try context.configuration(requiresFile: false)
    let session = try context.open(configuration)
    let chain = try Chain.read(configuration, in: context, toleratesMissingFolder: true)
    let rows = try session.runner(chain, configuration, in: context).versionRows()
    if !rows.isEmpty { throw CommandError.alreadyVersioned(rows, table: configuration.versionTable) }
    let live = try session.inspect(ignoring: configuration)
    for diagnostic in live.diagnostics { context.messages.warn(diagnostic) }
    try session.warnOfUnseenKinds(in: context)
    if live.schema.tables.isEmpty, live.schema.objects.isEmpty { throw CommandError.emptyDatabase }

    let inherited = live.schema.withoutInherited(on: try session.profile())
    let text =
        switch template.name {
        case Template.sql.name: try session.createStatements(of: live.schema)
        case Template.swift.name: SwiftModels.text(inherited)
        default: SchemaDocument.yaml(inherited)
        }
    let baseline = try session.baseline(of: live.schema)
    // The revision is written last, because once it exists, this command cannot be repeated.
    var report = try initialize(arguments, with: [template.databaseModels.containing(text)], template, in: context)
    let path: String
    do {
        path = try RevisionWriter.write(
            baseline,
            folder: migrations,
            naming: try configuration.naming(),
            text: baseline.render()
        )
    } catch {
        removeCreated(report.files, in: context)
        throw error
    }
    report.files.append(
        InitReport.File(
            path: context.displayPath(path),
            created: true,
            purpose: "creates this schema in an empty database"
        )
    )
    _ = try stamp(StampArguments(targets: [baseline.id]), in: context)
    context.messages.note("The database is at \(baseline.id).")
    report.next = ["swiftmig check", #"swiftmig revision --autogenerate -m "what changed""#]
    return report
}

extension Session {
    /// Returns a revision that creates the schema in an empty database. It is irreversible, because the tables contain
    /// users' data.
    fileprivate func baseline(of schema: Schema) throws -> RevisionDraft {
        RevisionDraft(
            downRevisions: [],
            message: "baseline",
            upgrade: try creation(of: schema).map { RevisionDraft.Statement($0.sql) },
            downgrade: .irreversible(reason: "this is what was there before the first revision")
        )
    }
}
