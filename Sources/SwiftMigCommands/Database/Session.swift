internal import MariaDBClient
internal import MigrationSession
internal import SchemaInspector
internal import SchemaModel
internal import SchemaSQL
internal import SwiftMigConfiguration

/// A connection with what commands want of it.
final class Session {
    let connection: Connection
    /// Shows what it runs with `-v`.
    let executor: any QueryExecutor
    let messages: Messages
    private var knownProfile: ServerProfile?

    /// - Throws: `ConnectionError`, `InspectionError.unsupportedServer`.
    init(_ settings: ConnectionSettings, context: Context) throws {
        let start = ContinuousClock.now
        connection = try Connection.open(settings)
        messages = context.messages
        let elapsed = ContinuousClock.now - start
        let version = connection.serverVersionText
        messages.detail("[\(elapsed.milliseconds) ms] connected to \(version)")
        executor = context.options.isVerbose ? ObservedExecutor(connection, messages: messages) : connection
        try connection.checkIsSupported(over: executor)
    }

    var database: String { connection.settings.database ?? "" }

    /// The facts about the server that change what SQL means; asked for once.
    ///
    /// - Throws: `ServerError`.
    func profile() throws -> ServerProfile {
        if let knownProfile { return knownProfile }
        let profile = try readProfile()
        knownProfile = profile
        return profile
    }
}

extension Session: RunSession {}

extension Context {
    /// Connects to the database that a target means; starts the sandbox where that is the target.
    ///
    /// - Throws: `SessionError.noDatabaseName`, `ConnectionError`, `SandboxError`.
    func open(_ configuration: Configuration) throws -> Session {
        let settings = try configuration.connectionSettings()
        if !settings.ignoredParameters.isEmpty {
            let names = settings.ignoredParameters.joined(separator: ", ")
            messages.note("note: parameters of the URL without a meaning for a migration are ignored: \(names)")
        }
        return try Session(settings, context: self)
    }
}
