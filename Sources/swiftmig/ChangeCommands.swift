internal import ArgumentParser
internal import SwiftMigCommands

struct Init: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Set up a folder: migrate.yaml, a migrations folder and models that run as they are.",
        discussion: """
            Never overwrites a file.

            Examples:
              swiftmig init
              swiftmig init db/migrations --template sql
            """
    )

    @Argument(help: "The migrations folder.", completion: .directory)
    var directory: Word = "migrations"

    @Option(name: [.short, .long], help: "What the models are written in; see list-templates.")
    var template: Word = "yaml"

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try initialize(InitArguments(directory: directory.text, template: template.text), in: context)
    }
}
