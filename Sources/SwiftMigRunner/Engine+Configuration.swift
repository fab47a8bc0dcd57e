public import Logging
internal import MigrationSession
internal import SwiftMigConfiguration
public import SwiftMigData

extension Engine {
    /// Creates an engine for the database of a migrator's configuration, such as that of `migrate.yaml`.
    ///
    /// ```swift
    /// let configuration = try Migrator.Configuration.load(environment: "production")
    /// try await Migrator(configuration: configuration, logger: logger).upgrade()
    /// let engine = try Engine(configuration, pool: PoolOptions(size: 10))
    /// ```
    ///
    /// - Throws: ``MigratorError`` if the settings cannot be used; `DatabaseError` for bad options of the pool.
    public convenience init(
        _ configuration: Migrator.Configuration,
        pool: PoolOptions = PoolOptions(),
        isolation: IsolationLevel? = nil,
        statements: StatementProtocol = .prepared,
        echo: Echo = .off,
        logger: Logger = Logger(label: "swiftmig.engine"),
        observers: [any EngineObserver] = []
    ) throws {
        let settings: SwiftMigConfiguration.Configuration
        do {
            settings = try configuration.resolved()
        } catch {
            throw MigratorError(error)
        }
        try self.init(
            {
                do { return try settings.connectionSettings() } catch { throw MigratorError(error) }
            },
            pool: pool,
            isolation: isolation,
            statements: statements,
            echo: echo,
            logger: logger,
            observers: observers
        )
    }
}
