internal import DatabaseSettings
package import DiagnosticModel
internal import MariaDBClient
internal import MigrationRunner
internal import MigrationSession
internal import ModelSources
internal import Revisions
internal import SQLStatements
internal import Sandbox
internal import SchemaModel
internal import ServerPort
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

/// The result of `doctor`, in the order in which the checks depend on each other.
package struct DoctorReport: Report {
    package struct Check: Encodable {
        package enum Status: String, Encodable {
            case ok, warn, fail
        }

        package var name: String
        package var status: Status
        package var message: String
        package var hints: [String]
    }

    package var checks: [Check]
    package var exitCode: ExitCode = .success

    private enum CodingKeys: String, CodingKey {
        case checks
    }

    package func text(_ style: TextStyle) -> String {
        let width = checks.map(\.name.count).max() ?? 0
        return checks.map { check in
            let status =
                switch check.status {
                case .ok: style(.success, "ok  ")
                case .warn: style(.warning, "warn")
                case .fail: style(.error, "fail")
                }
            let padding = String(repeating: " ", count: width - check.name.count)
            let indentation = String(repeating: " ", count: width + 8)
            let message = check.message.split(separator: "\n").joined(separator: "\n" + indentation)
            return "\(status)  \(check.name)\(padding)  \(message)\n"
                + check.hints.map { "\(indentation)\(style(.strong, $0))\n" }.joined()
        }.joined()
    }
}

/// Checks the setup. Each check runs only if those that it depends on have passed.
package func doctor(in context: Context) -> DoctorReport {
    let doctor = Examination(context: context)
    doctor.run()
    return DoctorReport(checks: doctor.checks, exitCode: doctor.exitCode)
}

private final class Examination {
    let context: Context
    var checks: [DoctorReport.Check] = []
    /// The exit code of the first problem, as other commands would have it.
    var exitCode: ExitCode = .success

    init(context: Context) {
        self.context = context
    }

    func run() {
        guard let configuration = check("configuration", { try context.configuration() }, { $0.file ?? "defaults" })
        else { return }
        checkFolders(configuration)
        check("revisions", { try Chain.read(configuration, in: context, toleratesMissingFolder: true) }, { $0.summary })
        checkSandbox(configuration)
        guard let session = check("server", { try open(configuration) }, { Self.describe($0) }) else { return }
        checkVersion(session)
        checkProtection(session)
        checkPrivileges(session)
        check("models", { try models(configuration, session) }, { "\($0.tables.count) tables" })
        checkState(configuration, session)
    }

    // MARK: Recording

    private func add(
        _ name: String,
        _ status: DoctorReport.Check.Status,
        _ message: String,
        _ hints: [String] = []
    ) {
        checks.append(DoctorReport.Check(name: name, status: status, message: message, hints: hints))
    }

    /// Runs a check. A failure becomes a line with hints.
    @discardableResult
    private func check<Value>(
        _ name: String,
        _ body: () throws -> Value,
        _ describe: (Value) -> String
    ) -> Value? {
        do {
            let value = try body()
            add(name, .ok, describe(value))
            return value
        } catch {
            fail(name, error)
            return nil
        }
    }

    private func fail(_ name: String, _ error: any Error) {
        let diagnostic = Diagnostic(of: error)
        let place = diagnostic.location.map { "\n" + $0.place } ?? ""
        let server = diagnostic.server.map { "\n\($0.errno) (\($0.sqlState)) \($0.message)" } ?? ""
        add(name, .fail, diagnostic.message + place + server, diagnostic.hints)
        if exitCode == .success { exitCode = diagnostic.exitCode }
    }

    // MARK: Checks

    private func checkFolders(_ configuration: Configuration) {
        for folder in configuration.migrations {
            let path = context.displayPath(folder)
            if !FileSystem.isFolder(folder) {
                add("migrations", .warn, "\(path) does not exist yet; the first revision creates it")
            } else if !FileSystem.isWritable(folder) {
                add("migrations", .warn, "\(path) cannot be written to", ["ls -ld \(path)"])
            } else {
                add("migrations", .ok, path)
            }
        }
    }

    /// Checks the sandbox only if it is used.
    private func checkSandbox(_ configuration: Configuration) {
        // The checks of the configuration and the server report an error in the URL.
        var usesSandbox = false
        if case .sandbox? = try? configuration.database { usesSandbox = true }
        if case .sql? = configuration.models, case .sandbox? = try? configuration.scratch { usesSandbox = true }
        guard usesSandbox else { return }
        let sandbox = configuration.sandbox()
        check("sandbox", { try sandbox.start() }, { _ in "running in \(context.displayPath(sandbox.folder))" })
    }

    private func open(_ configuration: Configuration) throws -> Session {
        try context.open(configuration)
    }

    private static func describe(_ session: Session) -> String {
        // The check of the models asks the same, and reports the error.
        let name = (try? session.profile().displayName) ?? session.connection.serverVersionText
        return "\(name), database \(session.connection.settings.database ?? "")"
    }

    /// Compares the server's version with the oldest ones that are tested.
    private func checkVersion(_ session: Session) {
        // The check of the models asks the same, and reports the error.
        guard let profile = try? session.profile() else { return }
        let oldest =
            profile.flavor == .mariadb ? ServerProfile.Version(10, 6) : ServerProfile.Version(8, 0, 16)
        if profile.version < oldest {
            add("version", .warn, "\(profile.displayName) is older than \(oldest), the oldest version that is tested")
        } else {
            add("version", .ok, "tested from \(oldest) on")
        }
    }

    private func checkProtection(_ session: Session) {
        if session.connection.isSecure {
            add("protection", .ok, session.connection.tlsCipher.map { "TLS, \($0)" } ?? "unix socket")
        } else if case .tcp(let host, _) = session.connection.settings.address,
            !["localhost", "127.0.0.1", "::1"].contains(host)
        {
            add(
                "protection",
                .warn,
                "the connection to \(host) is not encrypted",
                ["database: {tls: {mode: verify-identity, ca: /path/to/ca.pem}}"]
            )
        } else {
            add("protection", .ok, "TCP on this machine, not encrypted")
        }
    }

    private func checkPrivileges(_ session: Session) {
        let needed = [
            "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX", "REFERENCES",
            "CREATE TEMPORARY TABLES",
        ]
        do {
            let missing = try session.missingPrivileges(of: needed)
            if missing.isEmpty {
                add("privileges", .ok, "everything that migrations need")
            } else {
                let database = session.executor.dialect.quotedIdentifier(session.connection.settings.database ?? "")
                add(
                    "privileges",
                    .warn,
                    "not granted: \(missing.joined(separator: ", "))",
                    ["GRANT \(missing.joined(separator: ", ")) ON \(database).* TO \(session.account)"]
                )
            }
        } catch {
            add("privileges", .warn, "cannot be read: \(Diagnostic(of: error).message)")
        }
    }

    private func models(_ configuration: Configuration, _ session: Session) throws -> Schema {
        try context.models(configuration).load(for: try session.profile())
    }

    private func checkState(_ configuration: Configuration, _ session: Session) {
        // The check of the revisions has reported a broken chain.
        guard let chain = try? Chain.read(configuration, in: context, toleratesMissingFolder: true) else { return }
        let runner = session.runner(chain, configuration, in: context)
        check("changes", { try runner.checkTakesChanges() }, { "the server accepts changes" })
        check(
            "database",
            { try chain.pending(at: try runner.currentHeads()) },
            { pending in
                if chain.graph.revisions.isEmpty { return "no revisions yet" }
                if pending == 0 { return "at head" }
                return "\(pending) \(pending == 1 ? "revision is" : "revisions are") not applied"
            }
        )
        checkForHalfRun(runner, configuration)
        let tampered: [TamperedRevision]
        do {
            tampered = try runner.tampering()
        } catch MigrationError.unknownVersion, is RevisionTargetError {
            // The check of the database has reported the problem with the rows.
            return
        } catch {
            return fail("files", error)
        }
        if tampered.isEmpty { return }
        let gone = tampered.filter { $0.path == nil }.map(\.revision)
        if !gone.isEmpty {
            add(
                "files",
                .warn,
                "applied here, but their files are gone: \(gone.joined(separator: ", "))",
                ["git log --all --oneline -S \"revision: \(gone[0])\""]
            )
        }
        let edited = tampered.compactMap(\.path)
        if edited.isEmpty { return }
        add(
            "edits",
            .warn,
            "edited after they were applied; the edit has no effect on this database: \(edited.joined(separator: ", "))",
            ["put the change into a new revision: swiftmig revision -m \"…\""]
        )
    }

    /// Reports a revision that a run left half done, or that a run is at work on.
    private func checkForHalfRun(_ runner: MigrationRunner, _ configuration: Configuration) {
        do {
            guard let run = try runner.interruptedRun() else { return }
            let warning = run.warning(in: try configuration.naming().timeZone)
            let place = warning.location.map { "\n" + $0.place } ?? ""
            add("run", run.isAtWork ? .ok : .warn, warning.message + place, warning.hints)
        } catch {
            fail("run", error)
        }
    }
}
