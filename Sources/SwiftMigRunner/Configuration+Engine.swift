internal import MigrationSession
internal import SwiftMigConfiguration
public import SwiftMigData

extension Migrator.Configuration: DatabaseAddressConvertible {
    /// Returns the address of the configured database, such as that of `migrate.yaml`, for an engine:
    ///
    /// ```swift
    /// let configuration = try Migrator.Configuration.load(environment: "production")
    /// try await Migrator(configuration: configuration, logger: logger).upgrade()
    /// let engine = try Engine(configuration, pool: PoolOptions(size: 10))
    /// ```
    ///
    /// - Throws: ``MigratorError`` if the settings cannot be used.
    public func databaseAddress() throws -> DatabaseAddress {
        do {
            let settings = try resolved()
            return DatabaseAddress {
                do { return try settings.connectionSettings() } catch { throw MigratorError(error) }
            }
        } catch {
            throw MigratorError(error)
        }
    }
}
