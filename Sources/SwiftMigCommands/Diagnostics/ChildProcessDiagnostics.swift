package import SchemaModel

extension ChildProcessError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        let program = command.joined(separator: " ")
        let message =
            switch reason {
            case .cannotStart(let why): "\(purpose) cannot run '\(command.first ?? "")': \(why)"
            case .exited(let code): "\(purpose) failed: '\(program)' ended with exit code \(code)"
            case .killed(let signal): "\(purpose) failed: '\(program)' was ended by signal \(signal)"
            }
        return Diagnostic(
            "command_failed",
            message,
            hints: ["run it by hand to see more: \(program)"],
            exitCode: .configuration
        )
    }
}
