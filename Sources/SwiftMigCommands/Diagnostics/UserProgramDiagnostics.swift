package import SchemaModel

extension UserProgramError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        let program = command.joined(separator: " ")
        return Diagnostic(
            "command_failed",
            words,
            hints: ["run it by hand to see more: \(program)"],
            exitCode: .configuration
        )
    }

    var words: String {
        let program = command.joined(separator: " ")
        return switch reason {
        case .cannotStart(let why): "\(purpose) cannot run '\(command.first ?? "")': \(why)"
        case .exited(let code): "\(purpose) failed: '\(program)' ended with exit code \(code)"
        case .killed(let signal): "\(purpose) failed: '\(program)' was ended by signal \(signal)"
        }
    }
}
