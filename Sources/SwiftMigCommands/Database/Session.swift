internal import MariaDBClient
internal import Sandbox
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
        try SupportedServers.check(greeting: version, executor: executor)
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

extension Context {
    /// Connects to the database that a target means; starts the sandbox where that is the target.
    ///
    /// - Throws: `CommandError.noDatabaseName`, `ConnectionError`, `SandboxError`.
    func open(_ target: DatabaseTarget, of configuration: Configuration) throws -> Session {
        let settings = try settings(for: target, of: configuration)
        guard settings.database != nil else {
            throw CommandError.noDatabaseName(configuration.source(of: "database.url").location)
        }
        return try Session(settings, context: self)
    }

    func settings(for target: DatabaseTarget, of configuration: Configuration) throws -> ConnectionSettings {
        switch target {
        case .server(let settings): return settings
        case .sandbox(let database): return try sandbox(of: configuration, database: database).start()
        }
    }

    /// The embedded server of a project.
    ///
    /// - Parameter database: nil is the database named after the project's folder.
    func sandbox(of configuration: Configuration, database: String? = nil) -> Sandbox {
        Sandbox(
            folder: PathName.absolute(".swiftmig/sandbox", in: configuration.projectFolder),
            databaseName: database ?? Self.databaseName(ofProjectIn: configuration.projectFolder)
        )
    }

    /// The folder's name as a database name that needs no quotes: letters and digits, of any script within the basic
    /// plane. The server spells one beyond ASCII with five characters in the name of its folder, which holds 255.
    private static func databaseName(ofProjectIn folder: String) -> String {
        let name = PathName.lastComponent(folder).lowercased().unicodeScalars.map { scalar in
            let isPlain =
                scalar.value <= 0xFFFF && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain ? Character(scalar) : "_"
        }
        let text = String(String.UnicodeScalarView(name.prefix(48).flatMap(\.unicodeScalars)))
        return text.allSatisfy { $0 == "_" } ? "project" : text
    }
}
