package import MigrationRunner
package import Revisions
package import ServerPort
package import SwiftMigConfiguration

extension MigrationRunner {
    /// Creates a runner with the options of a configuration, for commands and applications alike.
    ///
    /// - Parameters:
    ///   - executor: The session that revisions run in.
    ///   - connect: Opens another session on the same server.
    ///   - variables: The environment of the process, which tells the user's name.
    ///   - tag: A word that the journal records next to the user.
    package convenience init(
        _ configuration: Configuration,
        over executor: any QueryExecutor,
        connect: @escaping () throws -> any QueryExecutor,
        graph: RevisionGraph,
        variables: [String: String],
        tag: String? = nil
    ) {
        self.init(
            executor: executor,
            lockExecutor: connect,
            graph: graph,
            options: RunnerOptions(configuration, variables: variables, tag: tag),
            replicas: { try configuration.runnerReplicas }
        )
    }
}
