package import DiagnosticModel
package import Sandbox
internal import SwiftMigPlatform

extension SandboxError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .serverNotInstalled:
            Diagnostic(
                "sandbox_server_missing",
                "sandbox: needs a MariaDB or MySQL server program, and neither mariadbd nor mysqld is installed",
                hints: [
                    "on Debian and Ubuntu: apt-get install mariadb-server-core",
                    "on macOS: brew install mariadb",
                    "or name one: SWIFTMIG_MARIADBD=/path/to/mariadbd, or use a server that runs: --url mysql://…",
                ],
                exitCode: .unavailable
            )
        case .notExecutable(let path):
            Diagnostic(
                "sandbox_server_missing",
                "SWIFTMIG_MARIADBD names \(path), which cannot be run",
                hints: ["name the program itself, such as /usr/sbin/mariadbd, or unset the variable"],
                exitCode: .configuration
            )
        case .initializerMissing(let program):
            Diagnostic(
                "sandbox_server_missing",
                "\(program), which creates the sandbox's data folder, is not installed",
                hints: ["on Debian and Ubuntu: apt-get install mariadb-server-core mariadb-client-core"],
                exitCode: .unavailable
            )
        case .initializationFailed(let program, let folder, let log):
            Diagnostic(
                "sandbox_init_failed",
                "\(program) could not create the sandbox's data folder"
                    + (log.isEmpty ? "; it did not say why" : ":\n\(log)"),
                hints: ["df -h \(folder)   # a new data folder takes 200 MB", WritingHint.repetition],
                exitCode: .unavailable
            )
        case .startFailed(let program, let folder, let log):
            Diagnostic(
                "sandbox_start_failed",
                "\(program) ended before it answered:\n\(log)",
                hints: [
                    "if the disk may be full: df -h \(folder)",
                    "if its data is damaged or of another version: swiftmig sandbox reset   # removes the data",
                ],
                exitCode: .unavailable
            )
        case .timedOut(let folder, let seconds):
            Diagnostic(
                "sandbox_timeout",
                "the sandbox's server in \(folder) did not respond within \(seconds) s",
                hints: ["see what it does: tail \(folder)/server.log"],
                exitCode: .unavailable
            )
        case .notPrivate(let path):
            Diagnostic(
                "sandbox_not_private",
                "\(path) is not a private folder that swiftmig made for this user, so the sandbox could belong to another user",
                hints: ["ls -ld \(shellWord(path))   # remove it, or run as its owner"],
                exitCode: .unavailable
            )
        case .file(let error):
            Diagnostic(
                "sandbox_folder",
                "\(error.path): \(error.cause)",
                hints: [error.hint],
                exitCode: .unavailable
            )
        case .cannotStart(let program, let reason):
            Diagnostic(
                "sandbox_folder",
                "\(program): \(reason)",
                hints: ["ls -l \(shellWord(program))"],
                exitCode: .unavailable
            )
        }
    }
}
