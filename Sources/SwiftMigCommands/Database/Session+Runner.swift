internal import MigrationRunner
internal import MigrationSession
internal import SchemaModel
internal import SwiftMigConfiguration

extension Session {
    /// What applies and reverts the chain's revisions on this database.
    ///
    /// - Parameter tag: a word that the journal notes beside who ran it.
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
    /// For a script, which somebody else will run somewhere else.
    ///
    /// - Parameter tag: a word that the journal notes.
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
    /// The runner on the configured database, for commands that only ask where it is.
    func runner(_ chain: Chain, _ configuration: Configuration) throws -> MigrationRunner {
        try open(configuration).runner(chain, configuration, in: self)
    }
}
