internal import DatabaseSettings
internal import MariaDBClient
package import MigrationRunner
package import SwiftMigConfiguration

extension Configuration {
    /// The default time limit for a replica to tell its lag, because a batch waits for the answer.
    private static var answerTime: Duration { .seconds(10) }

    /// The replicas that batches wait for.
    ///
    /// - Throws: `ConfigurationError`.
    package var runnerReplicas: [Replica] {
        get throws {
            try replicas.map { settings in
                var settings = settings
                settings.readTimeout = settings.readTimeout ?? Self.answerTime
                let place = settings.address.place
                return Replica(name: place) { [settings] in try Connection.open(settings) }
            }
        }
    }
}
