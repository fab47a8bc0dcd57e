package import DatabaseSettings
package import MariaDBClient
package import MigrationRunner
package import Revisions
package import SchemaInspector
package import SchemaModel
package import ServerPort
package import SwiftMigConfiguration

/// A connection to a database, with what commands and applications need to know about it.
package final class Session {
    package let connection: Connection
    /// The connection, or what watches its statements.
    package let executor: any QueryExecutor
    private let log: (String) -> Void
    private var knownProfile: ServerProfile?

    /// - Parameters:
    ///   - executor: Sends the statements over the connection; nil for the connection itself.
    ///   - log: Called with what was done and how long it took.
    /// - Throws: `InspectionError.unsupportedServer`, `ServerError`.
    package init(
        _ connection: Connection,
        executor: (any QueryExecutor)? = nil,
        log: @escaping (String) -> Void = { _ in }
    ) throws {
        self.connection = connection
        self.executor = executor ?? connection
        self.log = log
        try connection.checkIsSupported(over: self.executor)
    }

    /// Returns the facts about the server that change the meaning of SQL, which are read only once.
    ///
    /// - Throws: `ServerError`.
    package func profile() throws -> ServerProfile {
        if let knownProfile { return knownProfile }
        let profile = try Inspector(executor: executor).profile()
        knownProfile = profile
        return profile
    }

    /// Reads the database without swiftmig's own tables.
    ///
    /// - Parameter oracle: The tables that SHOW CREATE TABLE verifies on MySQL. On MariaDB it verifies all tables.
    /// - Throws: `ServerError`, `InspectionError`.
    package func inspect(ignoring configuration: Configuration, oracle: OracleScope = .all) throws -> Inspection {
        let profile = try self.profile()
        let own = Set(configuration.ownTables.map(profile.relationKey))
        let start = ContinuousClock.now
        var inspection = try Inspector(executor: executor).inspect(
            profile: profile,
            oracle: oracle,
            ignoring: { own.contains(profile.relationKey($0)) }
        )
        if !configuration.keepsDefiners {
            for index in inspection.schema.objects.indices { inspection.schema.objects[index].definer = nil }
        }
        log("[\((ContinuousClock.now - start).milliseconds) ms] read \(inspection.schema.tables.count) tables")
        return inspection
    }

    /// Returns a runner for the revisions of a chain on this database. Commands and applications have no other way to
    /// make one.
    ///
    /// - Parameters:
    ///   - connect: Opens another session on the same server, with the settings of this one.
    ///   - variables: The environment of the process, which tells the user's name.
    ///   - tag: A word that the journal records next to the user.
    package func runner(
        _ graph: RevisionGraph,
        _ configuration: Configuration,
        connect: @escaping (ConnectionSettings) throws -> any QueryExecutor,
        variables: [String: String],
        tag: String? = nil
    ) -> MigrationRunner {
        // These settings list the connected node first, followed by the others.
        let settings = connection.settings
        return MigrationRunner(
            executor: executor,
            lockExecutor: { try connect(settings) },
            graph: graph,
            options: RunnerOptions(configuration, variables: variables, tag: tag),
            replicas: { try configuration.runnerReplicas }
        )
    }
}
