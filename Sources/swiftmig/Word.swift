internal import ArgumentParser
internal import SwiftMigCommands

/// Any text of the command line, including relative targets such as `-1` (see `ArgumentRewriter`).
struct Word: ExpressibleByArgument, ExpressibleByStringLiteral {
    let text: String

    init(argument: String) {
        text = ArgumentRewriter.unsheltered(argument)
    }

    init(stringLiteral text: String) {
        self.text = text
    }

    var defaultValueDescription: String { text }
}
