internal import ArgumentParser
internal import SwiftMigCommands

/// The arguments of check and diff.
struct ComparisonArguments: ParsableArguments {
    @Flag(help: "Also report tables that no model and no revision names.")
    var dropUnmanaged = false

    @Option(help: ArgumentHelp("A table or column that keeps its data under a new name.", valueName: "old:new"))
    var rename: [Word] = []

    @Flag(help: "Count the rows that each risk is about.")
    var inspectRows = false

    @Flag(help: "On MySQL, verify every table with SHOW CREATE TABLE, even if nothing seems to differ.")
    var strict = false

    var options: ComparisonOptions {
        ComparisonOptions(
            dropsUnmanaged: dropUnmanaged,
            renames: rename.map(\.text),
            inspectsRows: inspectRows,
            isStrict: strict
        )
    }
}

struct Check: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Exit with 2 when models and database differ.",
        discussion: """
            Examples:
              swiftmig check
              swiftmig check --json
            """
    )

    @OptionGroup var comparison: ComparisonArguments
    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try check(comparison.options, in: context)
    }
}

struct Diff: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show the changes from the database to the models.",
        discussion: """
            Examples:
              swiftmig diff
              swiftmig diff --sql
            """
    )

    @Flag(help: "Print the statements.")
    var sql = false

    @OptionGroup var comparison: ComparisonArguments
    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try diff(comparison.options, printsSQL: sql, in: context)
    }
}

struct Models: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Print the models as swiftmig reads them.",
        discussion: """
            Needs no server, unless the models are CREATE statements. The output can replace the models where
            there is no Swift: models: {file: schema.json}.

            Examples:
              swiftmig models
              swiftmig models --json > schema.json
            """
    )

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try models(in: context)
    }
}

extension InspectionFormat: ExpressibleByArgument {}

struct Inspect: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Print the live schema as models.",
        discussion: """
            Works without a configuration file when --url is given.

            Examples:
              swiftmig inspect > models/schema.yaml
              swiftmig inspect --format sql
              swiftmig inspect --format swift > Sources/schema/Schema.swift
              swiftmig inspect --url mysql://root@localhost/shop
            """
    )

    @Option(name: [.short, .long], help: "yaml, json, sql or swift.")
    var format: InspectionFormat = .yaml

    @OptionGroup(title: "Global options") var global: GlobalArguments

    func report(in context: Context) throws -> any Report {
        try inspect(format, in: context)
    }
}
