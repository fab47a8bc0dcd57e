package import DiagnosticModel
internal import SwiftMigDiagnostics
package import SwiftMigPlatform

/// The only place for output: turns a report or an error into text or JSON, and an exit code.
package struct Renderer {
    private let options: GlobalOptions
    private let environment: [String: String]
    private let output: TextStream
    private let errors: TextStream

    package init(
        options: GlobalOptions,
        environment: [String: String],
        output: TextStream = .standardOutput,
        errors: TextStream = .standardError
    ) {
        self.options = options
        self.environment = environment
        self.output = output
        self.errors = errors
    }

    /// Runs a command and shows its result.
    ///
    /// - Returns: The exit code of the process.
    package func run(_ command: () throws -> any Report) -> ExitCode {
        do {
            return try show(command())
        } catch {
            return fail(because: error)
        }
    }

    package func fail(because error: any Error) -> ExitCode { fail(Diagnostic(of: error)) }

    /// Shows an error on stderr or as the JSON document.
    package func fail(_ diagnostic: Diagnostic) -> ExitCode {
        do {
            if options.isJSON {
                try output.write(JSONDocument.text(of: diagnostic))
                return diagnostic.exitCode
            }
        } catch {
            // The document cannot be written.
        }
        let style = style(for: errors)
        errors.tryToWrite(style.shown(DiagnosticText.render(diagnostic, style)))
        return diagnostic.exitCode
    }

    private func show(_ report: any Report) throws -> ExitCode {
        let style = style(for: output)
        let text = try options.isJSON ? JSONDocument.text(of: report) : report.text(style)
        let isVerbatim = options.isJSON || report.isForPrograms && !output.isTerminal
        try output.write(isVerbatim ? text : style.shown(text))
        return report.exitCode
    }

    private func style(for stream: TextStream) -> TextStyle {
        TextStyle(options.color, isTerminal: stream.isTerminal, environment: environment)
    }
}
