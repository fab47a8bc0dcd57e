internal import MariaDBClient
internal import MigrationSession
internal import SchemaInspector
internal import SchemaModel
internal import ServerPort
internal import SwiftMigConfiguration

/// A connection with the state that commands need.
final class Session {
    let connection: Connection
    /// Logs its statements with `-v`.
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

    /// Returns the facts about the server that change the meaning of SQL, which are read only once.
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
    /// Connects to the configured database, and starts the sandbox if it is the target.
    ///
    /// - Throws: `SessionError.noDatabaseName`, `ConnectionError`, `SandboxError`.
    func open(_ configuration: Configuration) throws -> Session {
        let settings = try configuration.connectionSettings()
        if !settings.ignoredParameters.isEmpty {
            let names = settings.ignoredParameters.joined(separator: ", ")
            messages.note("note: URL parameters that mean nothing to a migration are ignored: \(names)")
        }
        return try Session(settings, context: self)
    }
}
