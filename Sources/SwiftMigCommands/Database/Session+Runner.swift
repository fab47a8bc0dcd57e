internal import DiagnosticModel
internal import MariaDBClient
internal import MigrationRunner
internal import MigrationSession
internal import SwiftMigConfiguration

extension Session {
    /// Returns a runner for the chain's revisions on this database.
    ///
    /// - Parameter tag: A word that the journal records next to the user.
    func runner(
        _ chain: Chain,
        _ configuration: Configuration,
        in context: Context,
        tag: String? = nil
    ) -> MigrationRunner {
        let settings = connection.settings
        return MigrationRunner(
            configuration,
            over: executor,
            connect: { try Session(settings, context: context).executor },
            graph: chain.graph,
            variables: context.process.variables,
            tag: tag
        )
    }
}

extension Configuration {
    /// Returns the options for a script, which another user may run on another machine.
    ///
    /// - Parameter tag: A word that the journal records.
    func scriptOptions(tag: String?) -> RunnerOptions {
        RunnerOptions(
            versionTable: versionTable,
            journalTable: journalTable,
            person: tag.map { "[\($0)]" } ?? "",
            toolVersion: swiftMigVersion
        )
    }
}

extension Context {
    /// Returns a runner on the configured database, for commands that only read the revisions.
    func runner(_ chain: Chain, _ configuration: Configuration) throws -> MigrationRunner {
        try open(configuration).runner(chain, configuration, in: self)
    }
}
