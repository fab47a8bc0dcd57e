internal import ArgumentParser
internal import DiagnosticModel
internal import MigrationSession
internal import SwiftMigCommands

/// The root command.
struct SwiftMig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swiftmig",
        abstract: "Schema migrations for MySQL and MariaDB.",
        discussion: """
            A first migration:
              swiftmig init
              swiftmig revision --autogenerate -m "create tables"
              swiftmig upgrade head
            """,
        version: "swiftmig \(swiftMigVersion)",
        groupedSubcommands: [
            CommandGroup(
                name: "Change",
                subcommands: [
                    Init.self, Revision.self, Merge.self, Rebase.self, Squash.self, Edit.self, Upgrade.self,
                    Downgrade.self,
                    Resume.self, Stamp.self,
                ]
            ),
            CommandGroup(
                name: "Look",
                subcommands: [Current.self, History.self, Heads.self, Branches.self, Show.self]
            ),
            CommandGroup(name: "Compare", subcommands: [Check.self, Diff.self, Inspect.self, Models.self]),
            CommandGroup(
                name: "Set-up",
                subcommands: [Sandbox.self, Doctor.self, EnsureVersion.self, ListTemplates.self]
            ),
        ]
    )

    /// The name of every command, with those of its subcommands.
    static var commandNames: [String: [String]] {
        var names: [String: [String]] = ["help": []]
        for command in configuration.groupedSubcommands.flatMap(\.subcommands) {
            names[name(of: command)] = command.configuration.subcommands.map { name(of: $0) }
        }
        return names
    }

    static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? command._commandName
    }
}
