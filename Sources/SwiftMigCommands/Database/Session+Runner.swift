internal import MigrationRunner
internal import SchemaModel
internal import SwiftMigConfiguration

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

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
        let person = context.process.variables["USER"] ?? context.process.variables["LOGNAME"] ?? ""
        let options = RunnerOptions(
            versionTable: configuration.versionTable,
            journalTable: configuration.journalTable,
            lockTimeout: Int(configuration.lockTimeout.components.seconds),
            lockWait: configuration.lockWait,
            lockRetries: configuration.lockRetries,
            lockTable: configuration.lockTable,
            person: [person, tag.map { "[\($0)]" } ?? ""].filter { !$0.isEmpty }.joined(separator: " "),
            host: Self.hostName,
            toolVersion: swiftMigVersion
        )
        return MigrationRunner(
            executor: executor,
            lockExecutor: { try Session(settings, context: context).executor },
            graph: chain.graph,
            options: options
        )
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return name.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
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
        try open(try configuration.database, of: configuration).runner(chain, configuration, in: self)
    }
}
