internal import Configuration
internal import Sandbox
internal import SchemaModel
internal import SchemaSQL

/// A session in an empty database on the scratch server, for as long as it is needed.
final class ScratchSession {
    let session: Session
    private let database: ScratchDatabase

    var name: String { database.name }

    /// - Parameter target: the server that the scratch server must equal in flavor and in major and minor version,
    ///   and the database whose defaults the scratch database takes over.
    /// - Throws: `ModelError.scratchDiffers`, `SandboxError`, `ConnectionError`, `ServerError`.
    init(context: Context, configuration: Configuration, like target: ServerProfile) throws {
        let server = try context.settings(for: try configuration.scratch, of: configuration)
        database = try ScratchDatabase(on: server)
        do {
            session = try Session(database.settings, context: context)
            try Self.compare(try session.profile(), target, configuration)
            try session.executor.execute(
                "ALTER DATABASE CHARACTER SET \(target.defaultCharset) COLLATE \(target.defaultCollation)"
            )
        } catch {
            try? database.drop()
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

    /// Removes the database. Failing is no reason to fail the command: its work is done.
    func drop() {
        do {
            try database.drop()
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
