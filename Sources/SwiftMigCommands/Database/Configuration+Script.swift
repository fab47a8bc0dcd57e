internal import DiagnosticModel
internal import MigrationRunner
internal import SwiftMigConfiguration

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
