import Hummingbird
import SwiftMigRunner

/// Answers a load balancer: whether this instance is alive, and whether the database is up to date.
func addHealthRoutes(to router: Router<BlogContext>, _ migrator: Migrator) {
    router.get("health/live") { _, _ in HTTPResponse.Status.ok }
    router.get("health/ready") { _, context in
        do {
            return try await migrator.status().isUpToDate ? HTTPResponse.Status.ok : .serviceUnavailable
        } catch {
            context.logger.warning("Not ready: \(error)")
            return .serviceUnavailable
        }
    }
}
