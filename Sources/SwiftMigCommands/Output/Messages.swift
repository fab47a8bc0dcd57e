package import DiagnosticModel
package import SwiftMigPlatform

/// The messages of a running command on stderr: progress, notes, warnings and questions.
package struct Messages: Sendable {
    private let stream: TextStream
    package let style: TextStyle
    package let isQuiet: Bool
    package let isVerbose: Bool
    /// Whether questions may be asked: stdin is a terminal, and the output is not JSON.
    package let mayAsk: Bool

    package init(options: GlobalOptions, environment: [String: String], stream: TextStream = .standardError) {
        self.stream = stream
        style = TextStyle(options.color, isTerminal: stream.isTerminal, environment: environment)
        isQuiet = options.isQuiet
        isVerbose = options.isVerbose
        mayAsk = StandardInput.isTerminal && !options.isJSON
    }

    /// Prints a line that matters only while the command runs.
    package func note(_ text: String) {
        if !isQuiet { write(text + "\n") }
    }

    /// Prints a line with `-v`.
    package func detail(_ text: @autoclosure () -> String) {
        if isVerbose { write(style(.faint, DiagnosticText.indented(text())) + "\n") }
    }

    /// Prints a warning, even with `-q`, because it tells what the result leaves out.
    package func warn(_ diagnostic: Diagnostic) {
        write(DiagnosticText.render(diagnostic, style))
    }

    /// Asks a yes-or-no question. Any answer but yes means no.
    package func ask(_ question: String) -> Bool {
        write(question + " [y/N] ")
        let answer = StandardInput.line()?.lowercased() ?? ""
        return ["y", "yes"].contains(String(answer.filter { !$0.isWhitespace }))
    }

    /// Writes text and ignores failures, which do not affect the command's result.
    private func write(_ text: String) {
        stream.tryToWrite(style.shown(text))
    }
}
