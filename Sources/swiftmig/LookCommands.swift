internal import ArgumentParser
internal import SwiftMigCommands

struct Current: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "current",
        abstract: "Show which revisions the database is at.",
        discussion: """
            Examples:
              swiftmig current
              swiftmig current --verbose
              swiftmig current --check-heads || echo "revisions are pending"
            """
    )

    @Flag(help: "Exit with 2 unless the database is at every head.")
    var checkHeads = false

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try current(checksHeads: checkHeads, in: context)
    }
}

struct History: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the revisions, newest first.",
        discussion: """
            Needs no server, unless the range names `current`, or -i or --applied is given.

            Examples:
              swiftmig history
              swiftmig history -r -3:
              swiftmig history -r current:head -i
              swiftmig history --graph
              swiftmig history --applied -v
            """
    )

    @Option(name: [.customShort("r"), .long], help: ArgumentHelp("Only this range, ends included.", valueName: "a:b"))
    var revRange: Word?

    @Flag(name: [.customShort("i"), .long], help: "Mark the revisions that the database is at.")
    var indicateCurrent = false

    @Flag(help: "Draw the lines between the revisions.")
    var graph = false

    @Flag(help: "List what ran here, when, by whom and for how long; with -v each statement's time.")
    var applied = false

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try history(
            HistoryArguments(
                range: revRange?.text,
                indicatesCurrent: indicateCurrent,
                drawsGraph: graph,
                showsRuns: applied
            ),
            in: context
        )
    }
}

struct Heads: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "heads",
        abstract: "List the revisions that no other follows.",
        discussion: """
            Examples:
              swiftmig heads
              swiftmig heads --json
              swiftmig heads --check
            """
    )

    @Flag(help: "Leave out what another revision depends on.")
    var resolveDependencies = false

    @Flag(help: "Exit with 2 if there is more than one head; asks no server.")
    var check = false

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try heads(HeadsArguments(resolvesDependencies: resolveDependencies, checks: check), in: context)
    }
}

struct Branches: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "branches",
        abstract: "List the revisions that several others follow.",
        discussion: """
            Examples:
              swiftmig branches
              swiftmig branches --verbose
            """
    )

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try branches(in: context)
    }
}

struct Show: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a revision.",
        discussion: """
            Examples:
              swiftmig show head
              swiftmig show 1f2e
              swiftmig show current
            """
    )

    @Argument(help: "head, current, an id or the start of one.")
    var target: Word = "head"

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try show(target.text, in: context)
    }
}
