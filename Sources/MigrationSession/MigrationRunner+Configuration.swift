package import MigrationRunner
package import Revisions
package import SchemaSQL
package import SwiftMigConfiguration

extension MigrationRunner {
    /// What applies and reverts revisions on a database as the settings say, for commands and for applications alike.
    ///
    /// - Parameters:
    ///   - executor: the session that revisions are run over.
    ///   - connect: opens another on the same server.
    ///   - variables: the process's, which say who runs it.
    ///   - tag: a word that the journal notes beside who ran it.
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
