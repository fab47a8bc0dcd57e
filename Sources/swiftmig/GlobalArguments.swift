internal import ArgumentParser
internal import SwiftMigCommands

extension GlobalOptions.Color: ExpressibleByArgument {}

/// The global options, in the form of the parser.
struct GlobalArguments: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The configuration file (default: $SWIFTMIG_CONFIG, or migrate.yaml).", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var config: Word?

    @Option(help: ArgumentHelp("Use this entry of `environments` (default: $SWIFTMIG_ENV).", valueName: "name"))
    var env: Word?

    @Option(help: "The database, instead of the configured one: mysql://user:password@host/db, or sandbox:")
    var url: Word?

    @Flag(help: "Print one JSON document on stdout, errors included.")
    var json = false

    @Option(help: ArgumentHelp("Colour the output: auto, always or never.", valueName: "when"))
    var color: GlobalOptions.Color = .auto

    @Flag(name: [.short, .long], help: "Say nothing but results, warnings and errors.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Show statements and timings on stderr.")
    var verbose = false

    var options: GlobalOptions {
        GlobalOptions(
            config: config?.text,
            env: env?.text,
            url: url?.text,
            isJSON: json,
            color: color,
            isQuiet: quiet,
            isVerbose: verbose
        )
    }
}

/// A command that returns a report.
protocol ReportingCommand: ParsableCommand {
    var global: GlobalArguments { get }
    func report(in context: Context) throws -> any Report
}
