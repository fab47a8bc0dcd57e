internal import MariaDBClient
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// A connection and the runner that applies the application's revisions over it.
final class RunnerSession: RunSession {
    let connection: Connection
    let runner: MigrationRunner

    /// - Throws: `ConnectionError`, `InspectionError.unsupportedServer`.
    init(
        _ settings: ConnectionSettings,
        _ configuration: SwiftMigConfiguration.Configuration,
        chain: RevisionGraph,
        tag: String?,
        control: RunControl
    ) throws {
        try control.check()
        let connection = try Connection.open(settings)
        self.connection = connection
        try connection.checkIsSupported(over: connection)
        control.works(over: connection)
        // These settings list the connected node first, followed by the others.
        let settings = connection.settings
        runner = MigrationRunner(
            configuration,
            over: connection,
            connect: {
                let connection = try Connection.open(settings)
                control.waits(over: connection)
                return connection
            },
            graph: chain,
            variables: CurrentProcess.variables,
            tag: tag
        )
        try control.check()
    }
}
