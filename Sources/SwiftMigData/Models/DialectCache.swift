internal import DatabaseDriver
internal import SwiftMigPlatform
internal import SwiftMigQueries

/// The dialect of an engine's connections, so that the version's text is not read for every statement.
final class DialectCache: @unchecked Sendable {
    private let lock = Lock()
    /// Guarded by the lock.
    private var known: (version: String, dialect: Dialect)?

    func dialect(of connection: DriverConnection) -> Dialect {
        let version = connection.serverVersionText
        return lock.withLock {
            // Connections to other hosts may have other versions.
            if let known, known.version == version { return known.dialect }
            let dialect = Dialect(serverVersion: version)
            known = (version, dialect)
            return dialect
        }
    }
}
