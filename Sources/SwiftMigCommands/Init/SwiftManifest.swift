internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The Package.swift of a package for models.
struct SwiftManifest {
    /// The result of preparing the manifest.
    struct Outcome {
        var file: InitReport.File
        /// The lines that the user still has to add.
        var missingLines: String?
    }

    private let package: SwiftPackage
    /// The path as users see it, and the absolute path.
    private let name: String
    private let path: String
    private let context: Context

    /// - Throws: `CommandError.noLibrary`.
    init(
        _ name: String,
        library: String?,
        contents: SwiftPackage.Contents,
        in context: Context
    ) throws(CommandError) {
        package = try SwiftPackage(library: library, contents: contents, in: context.process)
        self.name = name
        path = context.process.absolute(name)
        self.context = context
    }

    private var folder: String { PathName.folder(of: path) }

    /// Creates a manifest. If one exists, adds the missing lines if the user agrees, or else returns them.
    ///
    /// This comes before the models' files, because SwiftPM moves the files in `Sources` when it adds a second target.
    ///
    /// - Parameter mayEdit: Whether the user has already agreed.
    func prepare(mayEdit: Bool) throws -> Outcome {
        let sources = folder + "/Sources"
        if !FileSystem.matches(of: sources + "/*.swift").isEmpty {
            throw CommandError.singleTarget(path: context.displayPath(sources))
        }
        let made = try FileSystem.createUnlessThere(path, package.manifest(name: PathName.lastComponent(folder)))
        var outcome = Outcome(
            file: InitReport.File(path: name, created: made, purpose: "the package of the models")
        )
        if made { return outcome }
        if SwiftPackage.isMentioned(in: try TextFile.read(path)) { return outcome }
        let question = "\(package.lines)Add this to \(name)?"
        if package.commands.isEmpty {
            outcome.missingLines = package.lines
        } else if mayEdit || (context.messages.mayAsk && context.messages.ask(question)) {
            try edit()
        } else {
            outcome.missingLines = package.lines
        }
        return outcome
    }

    private func edit() throws {
        let stubs = Template.swift.files.map { "\(folder)/\($0.path)" }.filter { !FileSystem.exists($0) }
        for command in package.commands {
            try UserProgram(
                purpose: "adding to Package.swift",
                command: command,
                folder: folder,
                environment: context.process.variables
            ).run(output: .standardError)
        }
        // Removes SwiftPM's stubs of the targets, so that the template can write its files.
        for stub in stubs { FileSystem.removeIfThere(stub) }
    }
}
