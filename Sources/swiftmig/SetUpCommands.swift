internal import ArgumentParser
internal import SwiftMigCommands

struct Sandbox: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Manage the embedded server behind sandbox: URLs.",
        discussion: """
            It is started on demand, listens on a private unix socket only, and keeps its data in .swiftmig/sandbox.

            Examples:
              swiftmig sandbox start
              swiftmig sandbox url
              swiftmig sandbox reset
            """,
        subcommands: [Start.self, Stop.self, Status.self, URL.self, Reset.self]
    )

    struct Start: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Start the server, if it is not running.")
        @OptionGroup(title: "Global options") var global: GlobalArguments
        func report(in context: Context) throws -> any Report { try sandboxStart(in: context) }
    }

    struct Stop: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Stop the server; its data stays.")
        @OptionGroup(title: "Global options") var global: GlobalArguments
        func report(in context: Context) throws -> any Report { try sandboxStop(in: context) }
    }

    struct Status: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Say whether the server runs, and where.")
        @OptionGroup(title: "Global options") var global: GlobalArguments
        func report(in context: Context) throws -> any Report { try sandboxStatus(in: context) }
    }

    struct URL: ReportingCommand {
        static let configuration = CommandConfiguration(
            commandName: "url",
            abstract: "Print the URL of the sandbox database, starting the server if need be."
        )
        @OptionGroup(title: "Global options") var global: GlobalArguments
        func report(in context: Context) throws -> any Report { try sandboxURL(in: context) }
    }

    struct Reset: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Stop the server and delete its data.")
        @OptionGroup(title: "Global options") var global: GlobalArguments
        func report(in context: Context) throws -> any Report { try sandboxReset(in: context) }
    }
}

struct Doctor: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the set-up and say what to fix.",
        discussion: """
            Examples:
              swiftmig doctor
              swiftmig doctor --env production
            """
    )

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        doctor(in: context)
    }
}

struct EnsureVersion: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "ensure-version",
        abstract: "Create the version and journal tables, if they are not there.",
        discussion: """
            Examples:
              swiftmig ensure-version
              swiftmig ensure-version --sql
            """
    )

    @Flag(help: "Print the statements, run nothing.")
    var sql = false

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try ensureVersion(printsSQL: sql, in: context)
    }
}

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
