internal import DiagnosticModel
package import MigrationRunner
package import SwiftMigConfiguration
internal import SwiftMigPlatform

extension RunnerOptions {
    /// Creates the options for a run of this process on this machine.
    ///
    /// - Parameters:
    ///   - variables: The environment of the process, which tells the user's name.
    ///   - tag: A word that the journal records next to the user.
    package init(_ configuration: Configuration, variables: [String: String], tag: String? = nil) {
        let person = variables["USER"] ?? variables["LOGNAME"] ?? ""
        self.init(
            versionTable: configuration.versionTable,
            journalTable: configuration.journalTable,
            lockTimeout: Int(configuration.lockTimeout.components.seconds),
            lockWait: configuration.lockWait,
            lockRetries: configuration.lockRetries,
            lockTable: configuration.lockTable,
            maxReplicaLag: configuration.maxReplicaLag,
            person: [person, tag.map { "[\($0)]" } ?? ""].filter { !$0.isEmpty }.joined(separator: " "),
            host: CurrentProcess.hostName,
            toolVersion: swiftMigVersion
        )
    }
}
