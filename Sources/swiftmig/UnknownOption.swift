internal import ArgumentParser
internal import DiagnosticModel

/// Replaces the parser's suggestion for an unknown option by the most likely one. The parser itself suggests `--url`
/// for `--dry`.
enum UnknownOption {
    private static let mark = "Unknown option '"

    /// - Parameter command: The words of the command that were recognized.
    static func message(_ message: String, command: [String]) -> String {
        guard message.hasPrefix(mark) else { return message }
        let typed = message.dropFirst(mark.count).prefix { $0 != "'" }
        guard typed.hasPrefix("--") else { return message }
        let known = options(of: command)
        // Prefers an option that begins with the typed text, otherwise one with a similar spelling.
        let meant = known.first { $0.hasPrefix(typed) } ?? nearestName(to: String(typed), in: known)
        return "\(mark)\(typed)'" + (meant.map { ". Did you mean '\($0)'?" } ?? "")
    }

    /// The options that the command's help lists.
    private static func options(of command: [String]) -> [String] {
        let words = SwiftMig.helpMessage(for: type(of: command)).split { !$0.isLetter && $0 != "-" }
        var options: [String] = []
        for word in words where word.hasPrefix("--") && word.count > 2 && !options.contains(String(word)) {
            options.append(String(word))
        }
        return options
    }

    private static func type(of command: [String]) -> any ParsableCommand.Type {
        var type: any ParsableCommand.Type = SwiftMig.self
        for word in command {
            let children = type.configuration.subcommands + type.configuration.groupedSubcommands.flatMap(\.subcommands)
            guard let child = children.first(where: { SwiftMig.name(of: $0) == word }) else { break }
            type = child
        }
        return type
    }
}
