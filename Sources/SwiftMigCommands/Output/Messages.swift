package import SchemaModel

/// What is said while a command runs, on stderr: progress, notes, warnings and questions.
package struct Messages: Sendable {
    private let stream: TextStream
    package let style: TextStyle
    package let isQuiet: Bool
    package let isVerbose: Bool
    /// Whether a question may be asked: somebody is there and no program reads the answer.
    package let mayAsk: Bool

    package init(options: GlobalOptions, environment: [String: String], stream: TextStream = .standardError) {
        self.stream = stream
        style = TextStyle(options.color, isTerminal: stream.isTerminal, environment: environment)
        isQuiet = options.isQuiet
        isVerbose = options.isVerbose
        mayAsk = StandardInput.isTerminal && !options.isJSON
    }

    /// A line that matters only to somebody who watches.
    package func note(_ text: String) {
        if !isQuiet { write(text + "\n") }
    }

    /// A line for `-v`.
    package func detail(_ text: @autoclosure () -> String) {
        if isVerbose { write(style(.faint, DiagnosticText.indented(text())) + "\n") }
    }

    /// Warnings are shown even with `-q`: they say what the result leaves out.
    package func warn(_ diagnostic: Diagnostic) {
        write(DiagnosticText.render(diagnostic, style))
    }

    /// Asks a yes-or-no question; anything but yes is no.
    package func ask(_ question: String) -> Bool {
        write(question + " [y/N] ")
        let answer = StandardInput.line()?.lowercased() ?? ""
        return ["y", "yes"].contains(String(answer.filter { !$0.isWhitespace }))
    }

    /// What cannot be told is lost; the result of the command is another matter.
    private func write(_ text: String) {
        stream.tryToWrite(style.shown(text))
    }
}
