internal import ArgumentParser
internal import DiagnosticModel
internal import MigrationSession
internal import SwiftMigCommands
internal import SwiftMigPlatform

@main
enum Main {
    static func main() {
        TextStream.reserveStandardStreams()
        CurrentProcess.growMemoryInLargeParts()
        let code = run(CommandLine.arguments, in: ProcessEnvironment.current())
        SwiftMig.exit(withError: ArgumentParser.ExitCode(code.rawValue))
    }

    private static func run(_ arguments: [String], in process: ProcessEnvironment) -> DiagnosticModel.ExitCode {
        do {
            return execute(try typedArguments(arguments), in: process)
        } catch {
            return renderer([], process).fail(because: error)
        }
    }

    private static func execute(_ typed: [String], in process: ProcessEnvironment) -> DiagnosticModel.ExitCode {
        let rewritten = ArgumentRewriter(commands: SwiftMig.commandNames).rewrite(typed)
        if rewritten.lacksCommand {
            return refuse(missingCommand(behind: rewritten.command), rewritten, typed, process)
        }
        do {
            var command = try SwiftMig.parseAsRoot(rewritten.arguments)
            guard let reporting = command as? any ReportingCommand else {
                try command.run()
                return .success
            }
            let options = reporting.global.options
            let context = Context(options: options, process: process)
            return Renderer(options: options, environment: process.variables).run { try reporting.report(in: context) }
        } catch {
            return showParserExit(error, rewritten, typed: typed, in: process)
        }
    }

    /// Prints help and completions to stdout. Handles a usage error like any other error.
    private static func showParserExit(
        _ error: any Error,
        _ rewritten: ArgumentRewriter.Result,
        typed: [String],
        in process: ProcessEnvironment
    ) -> DiagnosticModel.ExitCode {
        if SwiftMig.exitCode(for: error).isSuccess {
            if let unknown = UnknownTopic(rewritten) { return renderer(typed, process).fail(unknown.diagnostic) }
            let text = ArgumentRewriter.unsheltered(SwiftMig.fullMessage(for: error))
            let isVersion = rewritten.arguments.contains("--version")
            let report = isVersion ? TextReport(.version, text, value: swiftMigVersion) : TextReport(.help, text)
            return renderer(typed, process).run { report }
        }
        return refuse(ArgumentRewriter.unsheltered(SwiftMig.message(for: error)), rewritten, typed, process)
    }

    private static func refuse(
        _ message: String,
        _ rewritten: ArgumentRewriter.Result,
        _ typed: [String],
        _ process: ProcessEnvironment
    ) -> DiagnosticModel.ExitCode {
        let usage = UsageError(
            message: UnknownOption.message(message, command: rewritten.command),
            command: rewritten.command,
            knownCommands: SwiftMig.commandNames.keys.sorted()
        )
        return renderer(typed, process).fail(usage.diagnostic)
    }

    private static func missingCommand(behind command: [String]) -> String {
        let names = command.first.flatMap { SwiftMig.commandNames[$0] } ?? []
        return names.isEmpty
            ? "a command is missing" : "\(command[0]) needs one of \(names.joined(separator: ", "))"
    }

    /// A renderer for a command line that could not be fully parsed.
    private static func renderer(_ typed: [String], _ process: ProcessEnvironment) -> Renderer {
        let options = GlobalOptions(isJSON: typed.prefix { $0 != "--" }.contains("--json"))
        return Renderer(options: options, environment: process.variables)
    }
}
