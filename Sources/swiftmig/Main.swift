internal import ArgumentParser
internal import SchemaModel
internal import SwiftMigCommands

@main
enum Main {
    static func main() {
        let typed = Array(CommandLine.arguments.dropFirst())
        // Scripts and package managers ask this often; nothing else needs to start for it.
        if typed == ["--version"] {
            TextStream.standardOutput.write("swiftmig \(swiftMigVersion)\n")
            return
        }
        let code = run(typed, in: ProcessEnvironment.current())
        SwiftMig.exit(withError: ArgumentParser.ExitCode(code.rawValue))
    }

    private static func run(_ typed: [String], in process: ProcessEnvironment) -> SchemaModel.ExitCode {
        let rewritten = ArgumentRewriter(commands: SwiftMig.commandNames).rewrite(typed)
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

    /// Help and completions go to stdout; a usage error is an error like every other.
    private static func showParserExit(
        _ error: any Error,
        _ rewritten: ArgumentRewriter.Result,
        typed: [String],
        in process: ProcessEnvironment
    ) -> SchemaModel.ExitCode {
        if SwiftMig.exitCode(for: error).isSuccess {
            TextStream.standardOutput.write(ArgumentRewriter.unsheltered(SwiftMig.fullMessage(for: error)) + "\n")
            return .success
        }
        let options = GlobalOptions(isJSON: typed.prefix { $0 != "--" }.contains("--json"))
        let usage = UsageError(
            message: ArgumentRewriter.unsheltered(SwiftMig.message(for: error)),
            command: rewritten.command,
            knownCommands: SwiftMig.commandNames.keys.sorted()
        )
        return Renderer(options: options, environment: process.variables).fail(usage.diagnostic)
    }
}
