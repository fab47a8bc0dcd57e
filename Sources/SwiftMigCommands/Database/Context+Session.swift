internal import DatabaseSettings
internal import DiagnosticModel
internal import MariaDBClient
internal import MigrationRunner
internal import MigrationSession
internal import SQLStatements
internal import SchemaDiff
internal import SchemaModel
internal import ServerPort
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

extension Context {
    /// Connects to the configured database, and starts the sandbox if it is the target.
    ///
    /// - Throws: `SessionError.noDatabaseName`, `ConnectionError`, `SandboxError`.
    func open(_ configuration: Configuration) throws -> Session {
        let settings = try configuration.connectionSettings()
        if !settings.ignoredParameters.isEmpty {
            let names = settings.ignoredParameters.joined(separator: ", ")
            messages.note("note: URL parameters that mean nothing to a migration are ignored: \(names)")
        }
        return try open(settings)
    }

    /// Connects to a database, and logs its statements with `-v`.
    ///
    /// - Throws: `ConnectionError`, `InspectionError.unsupportedServer`.
    func open(_ settings: ConnectionSettings) throws -> Session {
        let start = ContinuousClock.now
        let connection = try Connection.open(settings)
        let elapsed = ContinuousClock.now - start
        messages.detail("[\(elapsed.milliseconds) ms] connected to \(connection.serverVersionText)")
        return try Session(
            connection,
            executor: options.isVerbose ? ObservedExecutor(connection, messages: messages) : nil,
            log: { [messages] in messages.detail($0) }
        )
    }

    /// Returns a runner on the configured database, for commands that only read the revisions.
    func runner(_ chain: Chain, _ configuration: Configuration) throws -> MigrationRunner {
        try open(configuration).runner(chain, configuration, in: self)
    }

    /// Creates an empty database on the scratch server.
    ///
    /// - Throws: `ScratchError`, `SandboxError`, `ConnectionError`, `ServerError`.
    func scratch(_ configuration: Configuration, like target: ServerProfile) throws -> ScratchSession {
        try ScratchSession(
            configuration,
            like: target,
            open: { try self.open($0) },
            leftBehind: { scratch in
                let name = scratch.executor.dialect.quotedIdentifier(scratch.database)
                self.messages.warn(
                    Diagnostic(
                        "scratch_left_behind",
                        "the scratch database \(scratch.database) could not be dropped",
                        severity: .warning,
                        hints: ["DROP DATABASE \(name)"]
                    )
                )
            }
        )
    }

    /// Creates an empty database for what a comparison can do without.
    ///
    /// - Throws: `ScratchUnavailable` with the problem and a hint.
    func optionalScratch(
        _ configuration: Configuration,
        like target: ServerProfile
    ) throws(ScratchUnavailable) -> ScratchSession {
        do {
            return try scratch(configuration, like: target)
        } catch {
            let diagnostic = Diagnostic(of: error)
            throw ScratchUnavailable(reason: diagnostic.message + (diagnostic.hints.first.map { " (\($0))" } ?? ""))
        }
    }
}

extension Session {
    /// Returns a runner for the chain's revisions on this database.
    ///
    /// - Parameter tag: A word that the journal records next to the user.
    func runner(
        _ chain: Chain,
        _ configuration: Configuration,
        in context: Context,
        tag: String? = nil
    ) -> MigrationRunner {
        runner(
            chain.graph,
            configuration,
            connect: { try context.open($0).executor },
            variables: context.process.variables,
            tag: tag
        )
    }
}
