import Foundation
import Hummingbird
import Logging
import MySQLClient
import SwiftMigRunner

/// Returns the server, which updates its database before it takes the first request.
func buildApplication(
    databaseURL: String,
    address: BindAddress = .hostname("127.0.0.1", port: 0),
    logger: Logger
) async throws -> some ApplicationProtocol {
    let migrator = try makeMigrator(databaseURL: databaseURL, logger: logger)
    let database = try await Database(of: migrator)

    let router = Router()
    router.add(middleware: LogRequestsMiddleware(.debug))
    router.add(middleware: RefusalMiddleware())
    addHealthRoutes(to: router, migrator)
    addUserRoutes(to: router, database)
    addArticleRoutes(to: router, database)

    var application = Application(router: router, configuration: .init(address: address), logger: logger)
    application.beforeServerStarts { try await migrator.upgrade() }
    return application
}

/// Returns the migrator. The revisions are a resource of the program, so it finds them from any working directory.
func makeMigrator(databaseURL: String, logger: Logger) throws -> Migrator {
    guard let folder = Bundle.module.path(forResource: "migrations", ofType: nil) else {
        throw CocoaError(.fileNoSuchFile)
    }
    return try Migrator(configuration: .init(url: databaseURL, migrations: .folder(folder)), logger: logger)
}
