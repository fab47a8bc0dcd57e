package import DatabaseSettings
package import DiagnosticModel
internal import MariaDBClient
internal import Sandbox
internal import SchemaDiff
package import SchemaModel
package import ServerPort
package import SwiftMigConfiguration

/// Why the scratch server is of no use.
package enum ScratchError: Error, Hashable, Sendable {
    /// The scratch server differs from the target, so its reading of CREATE statements proves nothing.
    case differs(scratch: String, target: String, SourceLocation?)
}

/// A session in an empty, temporary database on the scratch server.
package final class ScratchSession: ScratchSpace {
    package let session: Session
    private let scratch: ScratchDatabase
    private let open: (ConnectionSettings) throws -> Session
    private let leftBehind: (ScratchSession) -> Void

    package var executor: any QueryExecutor { session.executor }
    package var database: String { scratch.name }

    /// - Parameters:
    ///   - target: The server whose flavor and major and minor version the scratch server must have, and whose database
    ///     has the defaults for the scratch database.
    ///   - open: Opens a session.
    ///   - leftBehind: Called if the database cannot be dropped.
    /// - Throws: `ScratchError`, `SandboxError`, `ConnectionError`, `ServerError`, and the errors of `open`.
    package init(
        _ configuration: Configuration,
        like target: ServerProfile,
        open: @escaping (ConnectionSettings) throws -> Session,
        leftBehind: @escaping (ScratchSession) -> Void
    ) throws {
        let server = try configuration.connectionSettings(for: try configuration.scratch)
        self.open = open
        self.leftBehind = leftBehind
        scratch = try ScratchDatabase(on: server)
        do {
            session = try open(scratch.settings)
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
    ) throws(ScratchError) {
        let isAlike =
            scratch.flavor == target.flavor && scratch.version.major == target.version.major
            && scratch.version.minor == target.version.minor
        if isAlike { return }
        throw .differs(
            scratch: scratch.displayName,
            target: target.displayName,
            configuration.source(of: "scratch").location
        )
    }

    /// Returns another session in the database, with the settings of a new one.
    package func reopened() throws -> Session { try open(scratch.settings) }

    /// Drops the database. A failure is only reported, because the command has done its work.
    package func drop() {
        do {
            try scratch.drop()
        } catch {
            leftBehind(self)
        }
    }
}
