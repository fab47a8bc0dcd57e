package import DatabaseSettings
internal import MariaDBClient
internal import SQLStatements
internal import SchemaModel
internal import SwiftMigPlatform

/// An empty, temporary database with a unique name on a server.
package struct ScratchDatabase: Sendable {
    /// The settings for connecting to the database.
    package let settings: ConnectionSettings
    package let name: String

    /// - Parameter server: The settings of an account with the right to CREATE and DROP databases.
    /// - Throws: `ConnectionError`, `ServerError`.
    package init(on server: ConnectionSettings) throws {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        name = "swiftmig_scratch_\(CurrentProcess.id)_\(random)"
        var settings = server
        settings.database = nil
        let connection = try Connection(settings)
        defer { connection.close() }
        try connection.execute("CREATE DATABASE \(SQLDialect().quotedIdentifier(name)) CHARACTER SET utf8mb4")
        settings.database = name
        self.settings = settings
    }

    /// Drops the database with everything in it.
    package func drop() throws {
        var settings = settings
        settings.database = nil
        let connection = try Connection(settings)
        defer { connection.close() }
        try connection.execute("DROP DATABASE IF EXISTS \(SQLDialect().quotedIdentifier(name))")
    }
}
