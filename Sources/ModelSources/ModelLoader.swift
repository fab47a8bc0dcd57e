package import MigrationSession
internal import SchemaDocument
package import SchemaModel
package import SwiftMigConfiguration
package import SwiftMigPlatform

/// Reads the declared schema from the place in the settings.
package struct ModelLoader: Sendable {
    private let configuration: Configuration
    private let process: ProcessEnvironment
    private let scratch: @Sendable (ServerProfile) throws -> ScratchSession
    private let observer: ModelObserver

    /// - Parameters:
    ///   - scratch: Creates an empty database on a server like this one, for models that are CREATE statements.
    package init(
        _ configuration: Configuration,
        process: ProcessEnvironment,
        scratch: @escaping @Sendable (ServerProfile) throws -> ScratchSession,
        observer: ModelObserver
    ) {
        self.configuration = configuration
        self.process = process
        self.scratch = scratch
        self.observer = observer
    }

    /// Starts to read models in documents, which needs no server; nil for other models.
    package func start() -> Background<Schema>? {
        guard case .file(let patterns) = configuration.models else { return nil }
        return Background { try checked(readDocuments(patterns)) }
    }

    /// Starts the program that prints models; nil for other models. Call it after connecting: the program may have to
    /// be built, and the user should not wait for that if the server is not reachable.
    package func startProgram() -> Background<Schema>? {
        guard case .command(let command, let timeout) = configuration.models else { return nil }
        return Background { try checked(readOutput(of: command, timeout: timeout)) }
    }

    /// - Parameter target: The server that the models are for. Only CREATE statements need it.
    /// - Throws: `ModelError`, `SchemaDocumentError`, `UserProgramError`, `FileError`, `ConnectionError`,
    ///   `ScratchError`.
    package func load(for target: @autoclosure () throws -> ServerProfile) throws -> Schema {
        switch configuration.models {
        case nil: throw ModelError.notConfigured(file: configuration.file)
        case .file(let patterns): return try checked(readDocuments(patterns))
        case .command(let command, let timeout): return try checked(readOutput(of: command, timeout: timeout))
        case .sql(let patterns):
            let scripts = ScriptedModels(
                configuration: configuration,
                process: process,
                target: try target(),
                scratch: scratch,
                observer: observer
            )
            return try checked(scripts.load(try files(matching: patterns)))
        }
    }

    private func checked(_ schema: Schema) throws -> Schema {
        // The table would be created next to or over swiftmig's own. Names that differ only in case are the same on
        // some servers.
        let names = Set(configuration.ownTables.map { $0.lowercased() })
        if let own = schema.tables.first(where: { names.contains($0.name.lowercased()) }) {
            throw ModelError.ownTable(own.name, configuration.source(of: "models").location)
        }
        return schema
    }

    private func readDocuments(_ patterns: [String]) throws -> Schema {
        let texts = try files(matching: patterns).map { path in
            (text: try TextFile.read(path), file: process.displayPath(path))
        }
        return try SchemaDocument.read(texts: texts)
    }

    private func readOutput(of command: [String], timeout: Duration) throws -> Schema {
        let program = UserProgram(
            purpose: "models.command",
            command: command,
            folder: configuration.projectFolder,
            environment: process.variables,
            timeLimit: TimeLimit(timeout)
        )
        let provider = SwiftRun(command: command, folder: configuration.projectFolder).map { run in
            BuiltProvider(run: run, program: program, state: configuration.stateFolder, observer: observer)
        }
        let output = try provider?.output() ?? program.run(output: .collected)
        if output.allSatisfy(\.isWhitespace) { throw ModelError.printedNothing(command: command) }
        return try SchemaDocument.read(texts: [(text: output, file: "<\(command.joined(separator: " "))>")])
    }

    /// Returns each file once, in the order of the patterns.
    private func files(matching patterns: [String]) throws -> [String] {
        var files: [String] = []
        for file in patterns.flatMap({ FileSystem.matches(of: $0) }) where !files.contains(file) { files.append(file) }
        if files.isEmpty {
            throw ModelError.noFiles(
                patterns: patterns.map { process.displayPath($0) },
                configuration.source(of: "models").location
            )
        }
        return files
    }
}
