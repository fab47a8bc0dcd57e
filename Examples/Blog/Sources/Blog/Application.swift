import Foundation
import Hummingbird
import Logging
import SwiftMigData
import SwiftMigHummingbird
import SwiftMigRunner

/// Returns the server, which updates its database before it takes the first request.
func buildApplication(
    databaseURL: String,
    address: BindAddress = .hostname("127.0.0.1", port: 0),
    logger: Logger
) throws -> some ApplicationProtocol {
    let configuration = try makeConfiguration(databaseURL: databaseURL)
    let migrator = try Migrator(configuration: configuration, logger: logger)
    let engine = try Engine(configuration, pool: PoolOptions(size: 10, maxOverflow: 20), logger: logger)

    let router = Router(context: BlogContext.self)
    router.add(middleware: LogRequestsMiddleware(.debug))
    router.add(middleware: DatabaseErrorMiddleware())
    addHealthRoutes(to: router, migrator)
    addUserRoutes(to: router, engine)
    addArticleRoutes(to: router, engine)
    addArticleForms(to: router, engine)

    var application = Application(
        router: router,
        configuration: .init(address: address),
        services: [engine],
        logger: logger
    )
    application.beforeServerStarts { try await migrator.upgrade() }
    return application
}

/// Returns the settings of the database. The revisions are a resource of the program, so it finds them from any working
/// directory.
func makeConfiguration(databaseURL: String) throws -> Migrator.Configuration {
    guard let folder = Bundle.module.path(forResource: "migrations", ofType: nil) else {
        throw CocoaError(.fileNoSuchFile)
    }
    return .init(url: databaseURL, migrations: .folder(folder))
}

/// What belongs to a request: Hummingbird's part, and a session where the middleware makes one.
struct BlogContext: SessionRequestContext {
    var coreContext: CoreRequestContextStorage
    var databaseSession: RequestSession?

    init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }
}
