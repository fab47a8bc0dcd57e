package import DiagnosticModel
internal import SchemaModel
package import SwiftMigPlatform

extension UserProgramError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "command_failed",
            words,
            hints: ["run it by hand to see more: \(typed)"],
            exitCode: .configuration
        )
    }

    /// What went wrong.
    package var words: String {
        switch reason {
        case .cannotStart(let why): "\(purpose) cannot run '\(command.first ?? "")': \(why)"
        case .exited(let code): "\(purpose) failed: \(typed) ended with exit code \(code)"
        case .timedOut(let limit):
            "\(purpose) took longer than \(limit.inSeconds) s and was ended: \(typed); models.timeout sets the limit"
        case .killed(let signal): "\(purpose) failed: \(typed) was ended by signal \(signal)"
        case .outputLost(let why): "\(purpose) failed: the output of \(typed) cannot be read: \(why)"
        }
    }

    /// The command as typed into a shell.
    private var typed: String { command.map(shellWord).joined(separator: " ") }
}
