/// A command line that cannot be parsed.
package struct UsageError: Error {
    /// The parser's message.
    package var message: String
    /// The words of the command that were recognized.
    package var command: [String]
    package var knownCommands: [String]

    package init(message: String, command: [String], knownCommands: [String]) {
        self.message = message
        self.command = command
        self.knownCommands = knownCommands
    }
}
