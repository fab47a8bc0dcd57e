internal import MigrationSession
package import SwiftMigConfiguration
package import SwiftMigPlatform

/// The context of every command: the options, the environment of the process, the settings, and the output of messages.
package final class Context: Sendable {
    package let options: GlobalOptions
    package let process: ProcessEnvironment
    package let messages: Messages

    package init(options: GlobalOptions, process: ProcessEnvironment) {
        self.options = options
        self.process = process
        messages = Messages(options: options, environment: process.variables)
    }

    /// The same context without the log of statements, for commands where --verbose means a longer answer.
    var withoutLog: Context {
        var options = options
        options.isVerbose = false
        return Context(options: options, process: process)
    }

    /// Reads the settings.
    ///
    /// - Parameter requiresFile: False for a command that makes sense in an empty folder.
    /// - Throws: `ConfigurationError`; `RevisionFileError` for the names of new files.
    package func configuration(requiresFile: Bool = true) throws -> Configuration {
        let configuration = try Configuration.load(
            flags: ConfigurationFlags(configPath: options.config, environmentName: options.env, url: options.url),
            environment: process.variables,
            currentDirectory: process.workingDirectory,
            requiresFile: requiresFile
        )
        // Reports an error in the naming with the first command instead of the first revision.
        _ = try configuration.naming()
        return configuration
    }

    /// Returns a path as the user would type it here.
    package func displayPath(_ path: String) -> String {
        process.displayPath(path)
    }
}
