internal import ArgumentParser
internal import SwiftMigCommands

/// The common arguments of upgrade and downgrade.
struct RunArguments: ParsableArguments {
    @Flag(help: "Print the script for a range A:B; asks no server.")
    var sql = false

    @Flag(help: "Ask the server where it is, print the plan, run nothing.")
    var dryRun = false

    @Option(help: "A word to record in the journal, next to who ran it.")
    var tag: Word?
}

struct Upgrade: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Apply revisions.",
        discussion: """
            Examples:
              swiftmig upgrade
              swiftmig upgrade +1
              swiftmig upgrade 1f2e3d4c --dry-run
              swiftmig upgrade base:head --sql > schema.sql
            """
    )

    @Argument(help: "head, an id or the start of one, +N, or with --sql a range A:B.")
    var target: Word = "head"

    @OptionGroup var run: RunArguments
    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try upgrade(
            UpgradeArguments(target: target.text, printsSQL: run.sql, isDryRun: run.dryRun, tag: run.tag?.text),
            in: context
        )
    }
}

struct Downgrade: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "downgrade",
        abstract: "Revert revisions.",
        discussion: """
            A downgrade that would drop a table or a column with rows in it asks on a terminal, and is refused elsewhere
            (exit 3) unless --allow-data-loss is given.

            Examples:
              swiftmig downgrade
              swiftmig downgrade -2 --dry-run
              swiftmig downgrade base --allow-data-loss
              swiftmig downgrade head:base --sql
            """
    )

    @Argument(help: "-N, base, an id or the start of one, or with --sql a range A:B.")
    var target: Word = "-1"

    @Flag(help: "Drop tables and columns even if they hold rows.")
    var allowDataLoss = false

    @Flag(name: [.customShort("y"), .long], help: "Answer yes to the question about data.")
    var yes = false

    @OptionGroup var run: RunArguments
    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try downgrade(
            DowngradeArguments(
                target: target.text,
                printsSQL: run.sql,
                isDryRun: run.dryRun,
                tag: run.tag?.text,
                allowsDataLoss: allowDataLoss || yes
            ),
            in: context
        )
    }
}

struct Resume: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Finish the revision that a run left half done, or take it back.",
        discussion: """
            upgrade and downgrade finish it too, and then continue; resume runs no other revision. With --undo, the tables,
            views and so on that the revision names become what they were before it; rows that it changed stay as they are.
            If data would be lost, it asks on a terminal, and is refused elsewhere (exit 3) unless --yes is given.

            Examples:
              swiftmig resume
              swiftmig resume --dry-run
              swiftmig resume --undo --dry-run
              swiftmig resume --undo --yes
            """
    )

    @Flag(help: "Take the revision back: what it names becomes what it was before.")
    var undo = false

    @Flag(help: "Say what would be run, run nothing.")
    var dryRun = false

    @Flag(name: [.customShort("y"), .long], help: "Answer yes to the question about data.")
    var yes = false

    @Option(help: "A word to record in the journal, next to who ran it.")
    var tag: Word?

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try resume(
            ResumeArguments(undoes: undo, isDryRun: dryRun, allowsDataLoss: yes, tag: tag?.text),
            in: context
        )
    }
}

struct Stamp: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "stamp",
        abstract: "Record that the database is at a revision, without running anything.",
        discussion: """
            Examples:
              swiftmig stamp head
              swiftmig stamp base
              swiftmig stamp 1f2e3d4c --purge
            """
    )

    @Argument(help: "head, base, an id or the start of one.")
    var targets: [Word]

    @Flag(help: "Empty the version table first, whatever it holds.")
    var purge = false

    @Flag(help: "Print the statements, run nothing; a range A:B says where the database is.")
    var sql = false

    @Flag(help: "Say what would change, change nothing.")
    var dryRun = false

    @Option(help: "A word to record in the journal, next to who ran it.")
    var tag: Word?

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try stamp(
            StampArguments(
                targets: targets.map(\.text),
                purges: purge,
                printsSQL: sql,
                isDryRun: dryRun,
                tag: tag?.text
            ),
            in: context
        )
    }
}
