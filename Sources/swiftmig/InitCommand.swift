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
              swiftmig init --template swift
              swiftmig init --template async
              swiftmig init --from-database --template swift
              swiftmig init --from-alembic .
            """
    )

    @Argument(help: "The migrations folder.", completion: .directory)
    var directory: Word = "migrations"

    @Option(name: [.short, .long], help: "What the models are written in; see list-templates.")
    var template: Word = "yaml"

    @Flag(
        help: "Take over an existing database: its schema as models, and a baseline revision that it is stamped with."
    )
    var fromDatabase = false

    @Option(
        help: ArgumentHelp(
            "Take over the Alembic environment of a folder: settings, revisions, version table.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var fromAlembic: Word?

    @Option(
        help: ArgumentHelp(
            "Where a package of models in Swift gets swiftmig's library from; by default, the folder that this program was built in.",
            valueName: "url-or-dir"
        )
    )
    var library: Word?

    @Flag(help: "Add what models in Swift need to an existing Package.swift, without asking.")
    var yes = false

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try initialize(
            InitArguments(
                directory: directory.text,
                template: template.text,
                alembic: fromAlembic?.text,
                isFromDatabase: fromDatabase,
                library: library?.text,
                editsManifest: yes
            ),
            in: context
        )
    }
}
