internal import DiagnosticModel
internal import MigrationSession
internal import ModelSources
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

extension Context {
    /// Returns the loader of the configured models, which shows what it does.
    func models(_ configuration: Configuration) -> ModelLoader {
        ModelLoader(
            configuration,
            process: process,
            scratch: { try self.scratch(configuration, like: $0) },
            observer: ModelObserver(isQuiet: messages.isQuiet) { [messages] event in
                switch event {
                case .building(let command):
                    messages.note("Building the models: \(command.joined(separator: " "))")
                case .buildNotRemembered(let error):
                    messages.detail("Cannot remember the build of the models: \(error.reason)")
                case .rowsNotRun(let statement, let location):
                    messages.detail("\(location.place): not run: \(statement)")
                }
            }
        )
    }
}
