internal import SwiftMigConfiguration

/// The Package.swift of a package that gets models.
struct SwiftManifest {
    /// What there was to do.
    struct Outcome {
        var file: InitReport.File
        /// What a person still has to put in.
        var missingLines: String?
    }

    private let package: SwiftPackage
    /// As people know it, and absolute.
    private let name: String
    private let path: String
    private let context: Context

    /// - Throws: `CommandError.noLibrary`.
    init(_ name: String, library: String?, hasModels: Bool, in context: Context) throws(CommandError) {
        package = try SwiftPackage(library: library, hasModels: hasModels, in: context.process)
        self.name = name
        path = context.process.absolute(name)
        self.context = context
    }

    private var folder: String { PathName.folder(of: path) }

    /// Makes a manifest, or says what the one that is there lacks and puts it in where a person consents.
    ///
    /// Comes before the files of the models: SwiftPM moves what it finds in `Sources` when it adds a second target.
    ///
    /// - Parameter mayEdit: consent that was given already.
    func prepare(mayEdit: Bool) throws -> Outcome {
        let sources = folder + "/Sources"
        if !TextFile.matches(of: sources + "/*.swift").isEmpty {
            throw CommandError.singleTarget(path: context.displayPath(sources))
        }
        let made = try Files.create(path, containing: package.manifest(name: PathName.lastComponent(folder)))
        var outcome = Outcome(
            file: InitReport.File(path: name, created: made, purpose: "the package of the models")
        )
        if made { return outcome }
        if SwiftPackage.isMentioned(in: try TextFile.read(path)) { return outcome }
        let question = "\(package.lines)Add this to \(name)?"
        if mayEdit || (context.messages.mayAsk && context.messages.ask(question)) {
            try edit()
        } else {
            outcome.missingLines = package.lines
        }
        return outcome
    }

    private func edit() throws {
        let stubs = Template.swift.files.map { "\(folder)/\($0.path)" }.filter { !Files.exists($0) }
        for command in package.commands {
            try UserProgram(
                purpose: "adding to Package.swift",
                command: command,
                folder: folder,
                environment: context.process.variables
            ).run(output: .standardError)
        }
        // SwiftPM's own beginnings of the targets make room for the template's.
        for stub in stubs { Files.remove(stub) }
    }
}
