internal import MariaDBClient
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SwiftMigConfiguration

/// A connection with what applies the application's revisions over it.
final class RunnerSession: RunSession {
    let connection: Connection
    let runner: MigrationRunner

    /// - Throws: `ConnectionError`, `InspectionError.unsupportedServer`.
    init(_ settings: ConnectionSettings, chain: RevisionGraph, options: RunnerOptions, control: RunControl) throws {
        try control.check()
        let connection = try Connection.open(settings)
        self.connection = connection
        try connection.checkIsSupported(over: connection)
        control.works(over: connection)
        // The node that was found, with the others behind it.
        let settings = connection.settings
        runner = MigrationRunner(
            executor: connection,
            lockExecutor: {
                let connection = try Connection.open(settings)
                control.waits(over: connection)
                return connection
            },
            graph: chain,
            options: options
        )
        try control.check()
    }
}
