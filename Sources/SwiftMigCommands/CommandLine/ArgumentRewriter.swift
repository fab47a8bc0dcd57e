/// Rewrites a typed command line for swift-argument-parser.
///
/// There are three differences: global options may precede the command, Alembic's underscores count as hyphens, and a
/// relative target such as `-1` is always a value although it looks like an option.
package struct ArgumentRewriter: Sendable {
    /// The command line after rewriting.
    package struct Result: Hashable, Sendable {
        package var arguments: [String]
        /// The words of the command, such as `["sandbox", "start"]`; empty if none was typed.
        package var command: [String]
        /// Whether global options were typed, but no command, or one that needs a subcommand.
        package var lacksCommand = false
    }

    /// The names of the commands, each with the names of its subcommands.
    private let commands: [String: [String]]

    package init(commands: [String: [String]]) {
        self.commands = commands
    }

    /// Global options that take a value. The others are flags.
    private static let valueOptions: Set<String> = ["-c", "--config", "--env", "--url", "--color"]
    private static let flags: Set<String> = ["--json", "-q", "--quiet", "-v", "--verbose"]

    package func rewrite(_ typed: [String]) -> Result {
        var globals: [String] = []
        var index = 0
        while index < typed.count {
            let argument = typed[index]
            if Self.valueOptions.contains(argument) {
                globals += typed[index..<min(index + 2, typed.count)].map(Self.sheltered)
                index += 2
            } else if Self.flags.contains(argument) || Self.isJoinedValueOption(argument) {
                globals.append(argument)
                index += 1
            } else {
                break
            }
        }
        let rest = Array(typed[min(index, typed.count)...])
        guard let first = rest.first, !first.hasPrefix("-") || Self.isRelativeTarget(first) else {
            // The parser reports an option without its value. The other options mean nothing without a command.
            let isComplete = globals.last.map { !Self.valueOptions.contains($0) || globals.count > 1 } ?? true
            let lacksCommand = rest.isEmpty && !globals.isEmpty && isComplete
            return Result(arguments: (isComplete ? [] : globals) + rest, command: [], lacksCommand: lacksCommand)
        }
        var command = [Self.hyphenated(first)]
        if let subcommands = commands[command[0]], !subcommands.isEmpty, rest.count > 1,
            subcommands.contains(Self.hyphenated(rest[1]))
        {
            command.append(Self.hyphenated(rest[1]))
        }
        var isLiteral = false
        let tail = rest.dropFirst(command.count).map { argument in
            if argument == "--" { isLiteral = true }
            return isLiteral ? argument : Self.sheltered(Self.hyphenatedOption(argument))
        }
        // `help` has no options, not even the global ones.
        if command == ["help"] {
            let words = tail.filter { $0 != "--json" }.map { $0.hasPrefix("-") ? $0 : Self.hyphenated($0) }
            return Result(arguments: command + words, command: command)
        }
        let options = globals + tail
        let lacksCommand =
            command.count == 1 && commands[command[0]]?.isEmpty == false && !options.isEmpty
            && tail.allSatisfy { Self.flags.contains($0) }
        return Result(arguments: command + options, command: command, lacksCommand: lacksCommand)
    }

    // MARK: Relative targets

    /// A private-use character, which no user types. It precedes a `-1` while swift-argument-parser reads it.
    private static let shelter = "\u{E000}"

    /// Whether the argument begins with a hyphen and a digit: `-1`, `-3:`, `-2:head`. None of our options does.
    private static func isRelativeTarget(_ argument: String) -> Bool {
        let bytes = argument.utf8.prefix(2)
        return bytes.count == 2 && bytes.first == UInt8(ascii: "-") && bytes.last.map { 0x30...0x39 ~= $0 } == true
    }

    private static func sheltered(_ argument: String) -> String {
        isRelativeTarget(argument) ? shelter + argument : argument
    }

    /// Restores the typed form of an argument after `rewrite`, also within messages.
    package static func unsheltered(_ text: String) -> String {
        String(text.filter { $0 != "\u{E000}" })
    }

    // MARK: Spelling

    private static func isJoinedValueOption(_ argument: String) -> Bool {
        guard let equals = argument.firstIndex(of: "=") else { return false }
        return argument.hasPrefix("--") && valueOptions.contains(String(argument[..<equals]))
    }

    private static func hyphenated(_ word: String) -> String {
        String(word.map { $0 == "_" ? "-" : $0 })
    }

    /// Turns `--rev_id=x_y` into `--rev-id=x_y`.
    private static func hyphenatedOption(_ argument: String) -> String {
        guard argument.hasPrefix("--"), argument.count > 2 else { return argument }
        let name = argument.prefix { $0 != "=" }
        return hyphenated(String(name)) + argument.dropFirst(name.count)
    }
}
