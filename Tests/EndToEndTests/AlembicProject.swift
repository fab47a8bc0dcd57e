import DatabaseSettings
import Foundation
import MariaDBClient
import SQLStatements
import TestSupport

/// A copy of the fixtures' Alembic project, and the `alembic` command for it.
struct AlembicProject {
    enum Program: Sendable {
        /// Alembic from PyPI.
        case real(String)
        /// A program that replays recorded output.
        case recorded(String)

        var path: String {
            switch self {
            case .real(let path), .recorded(let path): path
            }
        }
    }

    static let fixture: String = {
        let url = Bundle.fixtures("alembic")
        return url?.path ?? ""
    }()

    static let recorded = Program.recorded(fixture + "/recorded/alembic")

    /// PyPI's Alembic in a virtual environment, created once; the recorded one on a machine that cannot create it (no
    /// python3-venv, no network).
    static let best: Program = {
        let folder = NSTemporaryDirectory() + "/smig-venv-\(getpid())"
        removeAtExit(folder)
        guard run("python3", ["-m", "venv", folder]) == 0,
            run(folder + "/bin/pip", ["install", "--quiet", "--disable-pip-version-check", "alembic", "pymysql"]) == 0
        else { return recorded }
        return .real(folder + "/bin/alembic")
    }()

    private static func removeAtExit(_ folder: String) {
        removedFolder = folder
        atexit { if let folder = AlembicProject.removedFolder { try? FileManager.default.removeItem(atPath: folder) } }
    }

    private nonisolated(unsafe) static var removedFolder: String?

    private static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: String? = nil
    ) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Copies the project into a swiftmig project, which must be empty.
    static func copy(into project: Project) throws {
        let fixture = URL(fileURLWithPath: fixture)
        for name in ["alembic.ini", "alembic"] {
            let source = fixture.appendingPathComponent(name)
            try FileManager.default.copyContents(of: source, to: project.folder.appendingPathComponent(name))
        }
    }

    /// Upgrades a database with Alembic, or runs its recorded statements.
    static func upgrade(_ database: TestDatabase, to target: String, _ program: Program, in project: Project) throws {
        guard case .real(let path) = program else { return try replay(database) }
        guard case .socket(let socket) = database.settings.address else { throw TestSupportError("no socket") }
        let user = database.settings.user ?? "root"
        let url = "mysql+pymysql://\(user)@localhost/\(database.name)?unix_socket=\(socket)"
        let status = run(path, ["upgrade", target], environment: ["ALEMBIC_URL": url], in: project.folder.path)
        guard status == 0 else { throw TestSupportError("alembic upgrade \(target) failed") }
    }

    private static func replay(_ database: TestDatabase) throws {
        let connection = try database.connect()
        for name in ["upgrade heads", "upgrade f1f1f1f1f1f1_heads"] {
            let text = try String(contentsOfFile: fixture + "/recorded/\(name).sql", encoding: .utf8)
            for statement in try StatementSplitter.split(text).statements { try connection.execute(statement.text) }
            // The recording lacks the revision that queries the database.
            try connection.execute(
                "UPDATE alembic_version SET version_num = 'f1f1f1f1f1f1' WHERE version_num = 'e1e1e1e1e1e1'"
            )
        }
    }
}
