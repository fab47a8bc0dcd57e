import Foundation
import Hummingbird
import Logging
import SwiftMigRunner

/// The server. `DATABASE_URL` sets the database, `HOST` and `PORT` the address, and `LOG_LEVEL` the log level.
@main struct Blog {
    static func main() async throws {
        let environment = Environment()
        var logger = Logger(label: "blog")
        logger.logLevel = environment.get("LOG_LEVEL").flatMap(Logger.Level.init(rawValue:)) ?? .info
        do {
            let application = try buildApplication(
                // sandbox: is a private server for this folder, for development.
                databaseURL: environment.get("DATABASE_URL") ?? "sandbox:",
                address: .hostname(
                    environment.get("HOST") ?? "127.0.0.1",
                    port: environment.get("PORT", as: Int.self) ?? 8080
                ),
                logger: logger
            )
            try await application.runService()
        } catch let error as MigratorError {
            logger.critical("The database cannot be used: \(error)")
            exit(1)
        }
    }
}
