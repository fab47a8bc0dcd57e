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
    let folders = try AlembicTarget.folders(settings, below: arguments.directory, base: base)
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

/// Converts the revisions to our files.
enum AlembicDrafts {
    /// - Throws: `RevisionGraphError`, `RevisionFileError` if they do not form a chain.
    static func make(_ revisions: [AlembicRevision], _ scripts: AlembicScripts) throws -> [RevisionDraft] {
        let dates = creationDates(revisions)
        let drafts = revisions.map { revision in
            var draft = RevisionDraft(
                id: revision.id,
                downRevisions: revision.downRevisions,
                dependsOn: revision.dependsOn,
                branchLabels: revision.branchLabels,
                created: dates[revision.id] ?? UTCDate(epoch: 0),
                message: revision.message,
                upgrade: scripts.upgrades[revision.id] ?? []
            )
            if scripts.upgrades[revision.id] == nil {
                draft.history = why(scripts.upgradeFailures[revision.id] ?? scripts.failure)
            }
            if let back = scripts.downgrades[revision.id] {
                draft.downgrade = .statements(back)
            } else {
                draft.downgrade = .irreversible(reason: why(scripts.downgradeFailures[revision.id] ?? scripts.failure))
            }
            return draft
        }
        _ = try RevisionGraph.build(
            zip(drafts, revisions).map { draft, revision throws(RevisionFileError) in
                var read = try RevisionFolder.revision(draft.render(), path: revision.path)
                read.lines = Revision.Lines()
                return read
            }
        )
        return drafts
    }

    private static func why(_ failure: String?) -> String {
        "Alembic did not print it as SQL" + (failure.map { ": \($0)" } ?? "")
    }

    /// The dates of the revisions. A revision without a date gets its parents' date or, without one, the earliest, so
    /// that the order of creation remains an order of the chain.
    private static func creationDates(_ revisions: [AlembicRevision]) -> [String: UTCDate] {
        var dates: [String: UTCDate] = [:]
        for revision in revisions { dates[revision.id] = revision.created }
        let earliest = dates.values.min() ?? UTCDate(epoch: 0)
        var left = revisions.filter { $0.created == nil }
        while !left.isEmpty {
            let ready = left.filter { revision in revision.downRevisions.allSatisfy { dates[$0] != nil } }
            if ready.isEmpty { break }
            for revision in ready {
                dates[revision.id] = revision.downRevisions.compactMap { dates[$0] }.max() ?? earliest
            }
            left.removeAll { dates[$0.id] != nil }
        }
        return dates
    }
}

/// The new project.
struct AlembicTarget {
    var settings: AlembicSettings
    /// Absolute paths, one for each of Alembic's version folders.
    var folders: [String]
    var versionTable: String

    init(settings: AlembicSettings, folders: [String], versionTable: String?) {
        self.settings = settings
        self.folders = folders
        self.versionTable = versionTable ?? Self.tableOfEnvironment(settings) ?? "alembic_version"
    }

    /// The value of `version_table="…"` in env.py.
    private static func tableOfEnvironment(_ settings: AlembicSettings) -> String? {
        guard let text = try? TextFile.read(settings.scriptFolder + "/env.py"),
            let mark = text.firstRange(of: "version_table=")
        else { return nil }
        let rest = text[mark.upperBound...]
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        let name = rest.dropFirst().prefix { $0 != quote }
        return name.isEmpty ? nil : String(name)
    }

    /// Returns one folder or, if Alembic has several, a subfolder for each.
    ///
    /// - Throws: `CommandError.emptyArgument`.
    static func folders(_ settings: AlembicSettings, below typed: String, base: String) throws -> [String] {
        guard !typed.isEmpty else { throw CommandError.emptyArgument("DIR") }
        let folder = PathName.absolute(typed, in: base)
        guard settings.versionFolders.count > 1 else { return [folder] }
        var names: [String] = []
        for source in settings.versionFolders {
            var name = PathName.lastComponent(source)
            if name == "versions" { name = PathName.lastComponent(PathName.folder(of: source)) }
            var unique = name
            var number = 2
            while names.contains(unique) { (unique, number) = ("\(name)\(number)", number + 1) }
            names.append(unique)
        }
        return names.map { "\(folder)/\($0)" }
    }

    func write(_ drafts: [RevisionDraft], _ revisions: [AlembicRevision], configuration: String) throws {
        let naming = try naming(in: PathName.folder(of: configuration))
        for (draft, revision) in zip(drafts, revisions) {
            _ = try RevisionWriter.write(draft, folder: folders[revision.folder], naming: naming)
        }
        for folder in folders { try FileSystem.makeFolder(folder) }
        let text = self.text(in: PathName.folder(of: configuration))
        guard try FileSystem.createUnlessThere(configuration, text) else { throw AlembicError.inTheWay(configuration) }
    }

    private func naming(in base: String) throws -> RevisionNaming {
        var ours = Configuration(projectFolder: base)
        ours.isRecursive = settings.isRecursive
        if let template = settings.fileTemplate { ours.fileTemplate = template }
        if let zone = settings.timeZone { ours.timeZone = zone }
        if let length = settings.slugLength.flatMap({ Int($0) }) { ours.slugLength = length }
        return try ours.naming()
    }

    // MARK: migrate.yaml

    private func text(in base: String) -> String {
        var lines = [
            "# swiftmig's settings, taken over from Alembic's.",
            "database:",
            "  url: \(urlText)",
            "",
            "# Revisions have the ids that they had, and the database keeps its version table.",
            "migrations: \(paths(in: base))",
            "version_table: \(Self.quoted(versionTable))",
        ]
        if settings.isRecursive { lines.append("recursive: true") }
        if let template = settings.fileTemplate { lines.append("file_template: \(Self.quoted(template))") }
        if let zone = settings.timeZone { lines.append("timezone: \(Self.quoted(zone))") }
        if let length = settings.slugLength.flatMap({ Int($0) }) { lines.append("truncate_slug_length: \(length)") }
        lines += [
            "",
            "# What the database should look like: swiftmig inspect > models/schema.yaml writes it down as it is.",
            "# models:",
            "#   file: models/*.yaml",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func paths(in base: String) -> String {
        let names = folders.map { $0.hasPrefix(base + "/") ? String($0.dropFirst(base.count + 1)) : $0 }
        return names.count == 1 ? Self.quoted(names[0]) : "[\(names.map { Self.quoted($0) }.joined(separator: ", "))]"
    }

    /// Alembic's sample URL and URLs of other kinds of databases are useless.
    private var urlText: String {
        guard let url = settings.url, url.hasPrefix("mysql") || url.hasPrefix("mariadb") else {
            return
                "${DATABASE_URL}   # \(settings.url == nil ? "env.py had it" : "alembic.ini named no MySQL or MariaDB server")"
        }
        // A variable's default ends at the first brace.
        let isPlain = !url.contains("}") && !url.contains("$")
        return Self.quoted(isPlain ? "${DATABASE_URL:-\(url)}" : url.replacing("${", with: "$${"))
    }

    /// A YAML scalar in double quotes.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}

extension AlembicProgram {
    /// Creates the command from the project's alembic, or from the one on the PATH.
    init(_ settings: AlembicSettings, _ process: ProcessEnvironment) {
        let own = [".venv", "venv"].map { "\(settings.folder)/\($0)/bin/alembic" }.first { FileSystem.exists($0) }
        let program = process.variables["SWIFTMIG_ALEMBIC"] ?? own ?? "alembic"
        command = [program] + (settings.iniName.map { ["-c", $0] } ?? [])
        folder = settings.folder
        environment = process.variables
        let environmentScript = (try? TextFile.read(settings.scriptFolder + "/env.py")) ?? ""
        doublesPercents = !environmentScript.contains("paramstyle")
    }
}
