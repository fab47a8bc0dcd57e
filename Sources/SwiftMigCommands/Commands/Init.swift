internal import SwiftMigConfiguration
internal import SwiftMigPlatform

package struct InitArguments: Sendable {
    /// The migrations folder, relative to the settings file like all its paths.
    package var directory: String
    package var template: String
    /// A folder with an Alembic environment to take over instead of using a template.
    package var alembic: String?
    /// Whether to create the models from the database, which gets a baseline revision.
    package var isFromDatabase: Bool
    /// Where models in Swift get the library from: a URL or a folder; nil for the place where this program was built.
    package var library: String?
    /// Whether an existing manifest may be edited without asking.
    package var editsManifest: Bool

    package init(
        directory: String,
        template: String,
        alembic: String? = nil,
        isFromDatabase: Bool = false,
        library: String? = nil,
        editsManifest: Bool = false
    ) {
        self.directory = directory
        self.template = template
        self.alembic = alembic
        self.isFromDatabase = isFromDatabase
        self.library = library
        self.editsManifest = editsManifest
    }
}

/// The result of `init`.
package struct InitReport: Report {
    package struct File: Encodable {
        package var path: String
        /// False if the file or folder existed already and was left unchanged.
        package var created: Bool
        var purpose: String

        private enum CodingKeys: String, CodingKey {
            case path, created
        }
    }

    package var files: [File]
    /// Lines that the manifest of a Swift package lacks.
    package var manifestLines: String?
    /// The commands to run next.
    package var next: [String]

    private enum CodingKeys: String, CodingKey {
        case files, next
        case manifestLines = "manifest_lines"
    }

    package func text(_ style: TextStyle) -> String {
        let width = files.map(\.path.count).max() ?? 0
        var lines = files.map { file in
            let verb = file.created ? style(.success, "created ") : style(.faint, "exists  ")
            let padding = String(repeating: " ", count: width - file.path.count)
            return "\(verb)  \(file.path)\(padding)  \(style(.faint, file.purpose))"
        }
        if let manifestLines { lines += ["", "put into Package.swift:", manifestLines.trimmingNewlines] }
        lines.append("")
        lines += next.enumerated().map { ($0 == 0 ? "next: " : "      ") + style(.strong, $1) }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Sets up a project folder. Existing files stay unchanged.
package func initialize(_ arguments: InitArguments, in context: Context) throws -> InitReport {
    if arguments.alembic != nil, arguments.isFromDatabase {
        throw CommandError.excludes("--from-alembic", "--from-database")
    }
    if let folder = arguments.alembic { return try initialize(arguments, fromAlembic: folder, in: context) }
    guard let template = Template.named(arguments.template) else {
        throw CommandError.unknownTemplate(arguments.template, known: Template.all.map(\.name))
    }
    var arguments = arguments
    while arguments.directory.count > 1, arguments.directory.hasSuffix("/") { arguments.directory.removeLast() }
    guard !arguments.directory.isEmpty else { throw CommandError.emptyArgument("DIR") }
    if arguments.isFromDatabase, template.package == .application {
        throw CommandError.excludes("--from-database", "--template \(template.name)")
    }
    if arguments.isFromDatabase { return try initialize(arguments, fromDatabase: template, in: context) }
    return try initialize(arguments, with: template.files, template, in: context)
}

/// Writes the files of a template, but with the given models instead of its own.
func initialize(
    _ arguments: InitArguments,
    with modelFiles: [Template.File],
    _ template: Template,
    in context: Context
) throws -> InitReport {
    let configuration = context.options.config ?? "migrate.yaml"
    let folder = arguments.directory
    // The folder comes first. If it cannot be created, no settings file that names it is left.
    let base = configuration.lastIndex(of: "/").map { String(configuration[...$0]) } ?? ""
    let migrations = folder.hasPrefix("/") ? folder : base + folder
    let manifest = try template.package.map { contents in
        try SwiftManifest(
            base + "Package.swift",
            library: arguments.library,
            contents: modelFiles.count > 1 ? contents : .provider,
            in: context
        )
        .prepare(mayEdit: arguments.editsManifest)
    }
    let madeFolder = try FileSystem.makeFolder(context.process.absolute(migrations))
    var models: [InitReport.File] = []
    var files: [InitReport.File] = []
    do {
        for file in modelFiles {
            let made = try FileSystem.createUnlessThere(context.process.absolute(base + file.path), file.text)
            models.append(InitReport.File(path: base + file.path, created: made, purpose: file.purpose))
        }
        files.append(try ignoreSandbox(base + ".gitignore", alsoBuilds: manifest != nil, in: context))
        let madeConfiguration = try FileSystem.createUnlessThere(
            context.process.absolute(configuration),
            template.configuration(migrations: folder)
        )
        files.append(InitReport.File(path: configuration, created: madeConfiguration, purpose: "settings"))
    } catch {
        removeCreated(models + files, in: context)
        throw error
    }
    if let manifest { files.append(manifest.file) }
    files += models
    files.append(InitReport.File(path: migrations + "/", created: madeFolder, purpose: "revision files"))
    return InitReport(
        files: files,
        manifestLines: manifest?.missingLines,
        next: [#"swiftmig revision --autogenerate -m "create tables""#, "swiftmig upgrade head"]
    )
}

/// Removes the files that were created before one could not be, so that the command can be repeated. Empty folders
/// stay.
func removeCreated(_ files: [InitReport.File], in context: Context) {
    for file in files where file.created && !file.path.hasSuffix("/") {
        FileSystem.removeIfThere(context.process.absolute(file.path))
    }
}

/// Keeps the sandbox's data out of commits. An existing file stays unchanged, and the report tells what it lacks.
private func ignoreSandbox(_ path: String, alsoBuilds: Bool, in context: Context) throws -> InitReport.File {
    let absolute = context.process.absolute(path)
    let builds = alsoBuilds ? "# what Swift builds\n.build/\n" : ""
    let isMade = try FileSystem.createUnlessThere(absolute, "# the data of swiftmig's sandbox\n.swiftmig/\n" + builds)
    // A file that cannot be read gets the advice to add the line.
    let isMentioned = isMade || (try? TextFile.read(absolute))?.contains(".swiftmig") == true
    return InitReport.File(
        path: path,
        created: isMade,
        purpose: isMentioned ? "keeps .swiftmig/ out of commits" : "add the line .swiftmig/, the sandbox's data"
    )
}

/// The list of templates for `init`.
package struct TemplatesReport: Report {
    package struct Item: Encodable {
        package var name: String
        package var summary: String
    }

    package var templates: [Item]

    package func text(_ style: TextStyle) -> String {
        templates.map { "\(style(.strong, $0.name))  \($0.summary)\n" }.joined()
    }
}

package func listTemplates() -> TemplatesReport {
    TemplatesReport(templates: Template.all.map { TemplatesReport.Item(name: $0.name, summary: $0.summary) })
}

extension String {
    fileprivate var trimmingNewlines: String { String(self[...(lastIndex { !$0.isNewline } ?? startIndex)]) }
}
