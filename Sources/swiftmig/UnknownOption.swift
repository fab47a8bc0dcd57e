internal import ArgumentParser
internal import SchemaModel

/// The parser's message about an option that is not there, with the option that was most likely meant: the parser itself
/// proposes `--url` for `--dry`.
enum UnknownOption {
    private static let mark = "Unknown option '"

    /// - Parameter command: the words of the command, as far as they were recognised.
    static func message(_ message: String, command: [String]) -> String {
        guard message.hasPrefix(mark) else { return message }
        let typed = message.dropFirst(mark.count).prefix { $0 != "'" }
        guard typed.hasPrefix("--") else { return message }
        let known = options(of: command)
        // A name that was left off in the middle; else one with a letter too many or too few.
        let meant = known.first { $0.hasPrefix(typed) } ?? nearestName(to: String(typed), in: known)
        return "\(mark)\(typed)'" + (meant.map { ". Did you mean '\($0)'?" } ?? "")
    }

    /// As its help lists them.
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
