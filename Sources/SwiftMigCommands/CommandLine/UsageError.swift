/// A command line that cannot be read.
package struct UsageError: Error {
    /// The parser's words.
    package var message: String
    /// The words of the command as far as they were recognised.
    package var command: [String]
    package var knownCommands: [String]

    package init(message: String, command: [String], knownCommands: [String]) {
        self.message = message
        self.command = command
        self.knownCommands = knownCommands
    }
}
