internal import Revisions
internal import SwiftMigDiagnostics
package import SwiftMigPlatform

/// The `alembic` command in an environment.
package struct AlembicProgram: Sendable {
    var command: [String]
    var folder: String
    var environment: [String: String]
    /// Whether env.py makes Alembic print `%` twice, as it does unless it sets another `paramstyle`.
    var doublesPercents: Bool

    /// - Returns: The output, and why the command failed, if it did.
    func run(_ verb: String, _ range: String) -> (output: String, failure: String?) {
        // Alembic writes a line for each revision to stderr. If it fails, the last line tells why.
        let log = "/tmp/swiftmig-alembic-\(RevisionID.random())"
        defer { FileSystem.removeIfThere(log) }
        let process = UserProgram(
            purpose: "alembic",
            command: ["sh", "-c", "log=$1; shift; exec \"$@\" 2>\"$log\"", "sh", log] + command + [
                verb, range, "--sql",
            ],
            folder: folder,
            environment: environment
        )
        let (output, failure) = process.collect()
        guard let failure else { return (output, nil) }
        let words = (try? TextFile.read(log)) ?? ""
        let reason = words.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
        return (output, reason.map(String.init) ?? failure.words)
    }
}

extension AlembicProgram {
    /// Creates the command from the project's alembic, or from the one on the PATH.
    package init(_ settings: AlembicSettings, _ process: ProcessEnvironment) {
        let own = [".venv", "venv"].map { "\(settings.folder)/\($0)/bin/alembic" }.first { FileSystem.exists($0) }
        let program = process.variables["SWIFTMIG_ALEMBIC"] ?? own ?? "alembic"
        command = [program] + (settings.iniName.map { ["-c", $0] } ?? [])
        folder = settings.folder
        environment = process.variables
        let environmentScript = (try? TextFile.read(settings.scriptFolder + "/env.py")) ?? ""
        doublesPercents = !environmentScript.contains("paramstyle")
    }
}
