package import DiagnosticModel

extension AlembicError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .noSuchFolder(let path):
            wrong("there is no folder \(path)", ["name the folder with alembic.ini: swiftmig init --from-alembic ."])
        case .noEnvironment(let path):
            wrong(
                "\(path) has no Alembic environment: neither alembic.ini nor pyproject.toml nor env.py",
                ["name the folder with alembic.ini: swiftmig init --from-alembic ."]
            )
        case .noScriptLocation(let path):
            wrong("the Alembic settings in \(path) have no script_location", ["name the folder with env.py"])
        case .noScriptFolder(let location, let settings):
            wrong("script_location '\(location)' in \(settings) is not a folder", ["name the folder with env.py"])
        case .computed(let key, let path, let line):
            wrong(
                "\(path) computes its \(key) when it runs",
                ["write it as a literal string: \(key) = \"…\""],
                SourceLocation(file: path, line: line, column: 1)
            )
        case .noRevisions(let folders):
            wrong("there are no revisions in \(folders.joined(separator: ", "))", ["start afresh: swiftmig init"])
        case .inTheWay(let path):
            wrong(
                "\(path) already exists; nothing was written",
                ["name another folder: swiftmig init DIR --from-alembic …"]
            )
        case .notRun(let reason):
            Diagnostic(
                "alembic_not_run",
                "alembic upgrade heads --sql failed (\(reason)), so revisions are taken over as history: they can be stamped but not run",
                severity: .warning,
                hints: ["make that command work here, remove what was written, and repeat swiftmig init"]
            )
        }
    }

    private func wrong(_ message: String, _ hints: [String], _ location: SourceLocation? = nil) -> Diagnostic {
        Diagnostic("alembic_environment", message, hints: hints, location: location, exitCode: .configuration)
    }
}
