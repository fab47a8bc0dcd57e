internal import SchemaModel
package import SwiftMigConfiguration

/// What every command works with: the options, the process's environment, the settings, and a way to say things.
package final class Context: Sendable {
    package let options: GlobalOptions
    package let process: ProcessEnvironment
    package let messages: Messages

    package init(options: GlobalOptions, process: ProcessEnvironment) {
        self.options = options
        self.process = process
        messages = Messages(options: options, environment: process.variables)
    }

    /// The same without the log of statements, where --verbose asks for a longer answer.
    var withoutLog: Context {
        var options = options
        options.isVerbose = false
        return Context(options: options, process: process)
    }

    /// Reads the settings.
    ///
    /// - Parameter requiresFile: false for a command that makes sense in an empty folder.
    /// - Throws: `ConfigurationError`; `RevisionFileError` for the names of new files.
    package func configuration(requiresFile: Bool = true) throws -> Configuration {
        let configuration = try Configuration.load(
            flags: ConfigurationFlags(configPath: options.config, environmentName: options.env, url: options.url),
            environment: process.variables,
            currentDirectory: process.workingDirectory,
            requiresFile: requiresFile
        )
        // A mistake in it shows with the first command, and not with the first revision.
        _ = try configuration.naming()
        return configuration
    }

    /// A path as a person would type it here.
    package func displayPath(_ path: String) -> String {
        let prefix = process.workingDirectory + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
