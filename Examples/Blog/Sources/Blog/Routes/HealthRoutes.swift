import Hummingbird
import SwiftMigRunner

/// What a load balancer asks: whether this instance is there, and whether the database is as it needs it.
func addHealthRoutes(to router: Router<BasicRequestContext>, _ migrator: Migrator) {
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
