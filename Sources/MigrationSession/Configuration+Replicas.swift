internal import MariaDBClient
package import MigrationRunner
package import SwiftMigConfiguration

extension Configuration {
    /// How long a replica may take to say how far it is, where nobody says: a batch waits for that.
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
