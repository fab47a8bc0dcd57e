package import MariaDBClient
package import Sandbox
internal import SchemaInspector
package import SchemaModel
package import SchemaSQL
package import SwiftMigConfiguration

/// Why there is no session on the configured database, as far as no other module says it.
package enum SessionError: Error, Hashable, Sendable {
    /// The URL says which server, and not which database; with the place where that stands.
    case noDatabaseName(SourceLocation?)
}

extension Configuration {
    /// How to reach a database; starts the sandbox where that is the target.
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

    /// How to reach the database to migrate, which has a name.
    ///
    /// - Throws: `ConfigurationError`, `SessionError.noDatabaseName`, `SandboxError`.
    package func connectionSettings() throws -> ConnectionSettings {
        let settings = try connectionSettings(for: try database)
        guard settings.database != nil else {
            throw SessionError.noDatabaseName(source(of: "database.url").location)
        }
        return settings
    }

    /// The embedded server of the project.
    ///
    /// - Parameter database: nil is the database named after the project's folder.
    package func sandbox(database: String? = nil) -> Sandbox {
        Sandbox(
            folder: PathName.absolute("sandbox", in: stateFolder),
            databaseName: database ?? Self.databaseName(ofProjectIn: projectFolder)
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

extension Connection {
    /// Refuses a server that is too old.
    ///
    /// - Parameter executor: what asks it, when its greeting is not enough.
    /// - Throws: `InspectionError.unsupportedServer`, `ServerError`.
    package func checkIsSupported(over executor: any QueryExecutor) throws {
        try SupportedServers.check(greeting: serverVersionText, executor: executor)
    }
}
