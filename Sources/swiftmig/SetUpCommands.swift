internal import ArgumentParser
internal import SwiftMigCommands

struct ListTemplates: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-templates",
        abstract: "List the templates of init.",
        discussion: """
            Examples:
              swiftmig list-templates
            """
    )

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in _: Context) throws -> any Report {
        listTemplates()
    }
}
