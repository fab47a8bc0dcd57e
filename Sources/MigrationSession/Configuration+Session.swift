package import DatabaseSettings
package import DiagnosticModel
package import MariaDBClient
package import Sandbox
internal import SchemaInspector
package import ServerPort
package import SwiftMigConfiguration

/// Why there is no session on the configured database, if no other module reports it.
package enum SessionError: Error, Hashable, Sendable {
    /// The URL names a server but no database. The associated value is the URL's place.
    case noDatabaseName(SourceLocation?)
}

extension Configuration {
    /// Returns the connection settings for a database, and starts the sandbox if it is the target.
    ///
    /// - Throws: `SandboxError`.
    package func connectionSettings(for target: DatabaseTarget) throws -> ConnectionSettings {
        switch target {
        case .server(let settings): return settings
        case .sandbox(let database):
            var settings = try sandbox(database: database).start()
            settings.sqlMode = sqlMode
            return settings
        }
    }

    /// Returns the connection settings for the database to migrate, which must have a name.
    ///
    /// - Throws: `ConfigurationError`, `SessionError.noDatabaseName`, `SandboxError`.
    package func connectionSettings() throws -> ConnectionSettings {
        let settings = try connectionSettings(for: try database)
        guard settings.database != nil else {
            throw SessionError.noDatabaseName(source(of: "database.url").location)
        }
        return settings
    }

    /// Returns the embedded server of the project.
    ///
    /// - Parameter database: The database, or nil for the one named after the project's folder.
    package func sandbox(database: String? = nil) -> Sandbox {
        Sandbox(ofProjectIn: projectFolder, database: database)
    }
}

extension Connection {
    /// Checks that the server is not too old.
    ///
    /// - Parameter executor: Asks the server if its greeting is not enough.
    /// - Throws: `InspectionError.unsupportedServer`, `ServerError`.
    package func checkIsSupported(over executor: any QueryExecutor) throws {
        try SupportedServers.check(greeting: serverVersionText, executor: executor)
    }
}
