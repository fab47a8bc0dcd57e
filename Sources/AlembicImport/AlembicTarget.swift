internal import MigrationSession
package import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The new project.
package struct AlembicTarget {
    package var settings: AlembicSettings
    /// Absolute paths, one for each of Alembic's version folders.
    package var folders: [String]
    var versionTable: String

    package init(settings: AlembicSettings, folders: [String], versionTable: String?) {
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
    package static func folders(_ settings: AlembicSettings, below folder: String) -> [String] {
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

    package func write(_ drafts: [RevisionDraft], _ revisions: [AlembicRevision], configuration: String) throws {
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
