internal import DiagnosticModel
internal import MigrationSession
internal import SQLStatements
internal import Sandbox
internal import SchemaDiff
internal import SchemaModel
internal import ServerPort
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics

extension ScratchSession: ScratchSpace {
    var executor: any QueryExecutor { session.executor }
    var database: String { name }

    /// - Throws: `ScratchUnavailable` with the problem and a hint.
    convenience init(
        forViews context: Context,
        _ configuration: Configuration,
        like target: ServerProfile
    ) throws(ScratchUnavailable) {
        do {
            try self.init(context: context, configuration: configuration, like: target)
        } catch {
            let diagnostic = Diagnostic(of: error)
            throw ScratchUnavailable(reason: diagnostic.message + (diagnostic.hints.first.map { " (\($0))" } ?? ""))
        }
    }
}

/// A session in an empty, temporary database on the scratch server.
final class ScratchSession {
    let session: Session
    private let scratch: ScratchDatabase
    private let context: Context

    var name: String { scratch.name }

    /// - Parameter target: The server whose flavor and major and minor version the scratch server must have, and whose
    ///   database has the defaults for the scratch database.
    /// - Throws: `ModelError.scratchDiffers`, `SandboxError`, `ConnectionError`, `ServerError`.
    init(context: Context, configuration: Configuration, like target: ServerProfile) throws {
        let server = try configuration.connectionSettings(for: try configuration.scratch)
        self.context = context
        scratch = try ScratchDatabase(on: server)
        do {
            session = try Session(scratch.settings, context: context)
            try Self.compare(try session.profile(), target, configuration)
            try session.executor.execute(
                "ALTER DATABASE CHARACTER SET \(target.defaultCharset) COLLATE \(target.defaultCollation)"
            )
        } catch {
            // The error to report is the first one. The database is empty, and its name says whose it is.
            try? scratch.drop()
            throw error
        }
    }

    private static func compare(
        _ scratch: ServerProfile,
        _ target: ServerProfile,
        _ configuration: Configuration
    ) throws {
        let isAlike =
            scratch.flavor == target.flavor && scratch.version.major == target.version.major
            && scratch.version.minor == target.version.minor
        if isAlike { return }
        throw ModelError.scratchDiffers(
            scratch: scratch.displayName,
            target: target.displayName,
            configuration.source(of: "scratch").location
        )
    }

    /// Returns another session in the database, with the settings of a new one.
    func reopened() throws -> Session { try Session(scratch.settings, context: context) }

    /// Drops the database. A failure is only a warning, because the command has done its work.
    func drop() {
        do {
            try scratch.drop()
        } catch {
            session.messages.warn(
                Diagnostic(
                    "scratch_left_behind",
                    "the scratch database \(name) could not be dropped",
                    severity: .warning,
                    hints: ["DROP DATABASE \(session.executor.dialect.quotedIdentifier(name))"]
                )
            )
        }
    }
}
