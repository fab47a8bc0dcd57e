internal import DiagnosticModel
internal import SwiftMigCommands

/// A word of `help nope` or `nope --help` that is not a command. The parser prints the help of something else instead.
struct UnknownTopic {
    let diagnostic: Diagnostic

    /// Returns nil if every word is a command.
    init?(_ line: ArgumentRewriter.Result) {
        let isHelp = line.command == ["help"]
        let words = isHelp ? line.arguments.dropFirst().filter { !$0.hasPrefix("-") } : line.command
        guard let command = words.first else { return nil }
        let commands = SwiftMig.commandNames
        if let subcommands = commands[command] {
            guard words.count > 1, !subcommands.contains(words[1]) else { return nil }
            diagnostic =
                UsageError(
                    message: "\(command) has no command '\(words[1])'",
                    command: [command],
                    knownCommands: commands.keys.sorted()
                ).diagnostic
        } else {
            diagnostic = UsageError(message: "", command: [command], knownCommands: commands.keys.sorted()).diagnostic
        }
    }
}
