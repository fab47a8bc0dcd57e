import MySQLClient
import SwiftMigRunner

extension Database {
    /// Connects to the database that the migrator migrates.
    init(of migrator: Migrator) async throws {
        let database = try await migrator.database()
        var settings = Settings(
            host: nil,
            port: 0,
            socket: nil,
            user: database.user,
            password: database.password,
            name: database.name
        )
        switch database.address {
        case .tcp(let host, let port): (settings.host, settings.port) = (host, port)
        case .unixSocket(let path): settings.socket = path
        }
        self.init(settings)
    }
}
