public import ConnectionPool
internal import DatabaseDriver
package import DatabaseSettings
public import Logging
internal import Sandbox
internal import SwiftMigPlatform

/// A database, and the pool of connections to it.
///
/// An application makes one engine for each database and uses it everywhere. The engine opens its first connection when
/// the first statement is sent.
///
/// ```swift
/// let engine = try Engine("mysql://app@db/shop", pool: PoolOptions(size: 10, maxOverflow: 20))
/// let names = try await engine.fetch("SELECT name FROM users WHERE age >= \(18)", as: String.self)
/// try await engine.transaction { session in
///     try await session.execute("UPDATE users SET age = age + 1 WHERE id = \(id)")
/// }
/// ```
public final class Engine: Sendable {
    let core: EngineCore

    /// Creates an engine. It checks the settings, but connects to nothing.
    ///
    /// - Parameters:
    ///   - url: `mysql://user:password@host:3306/database`, as in `migrate.yaml`. A `+driver` in the scheme and the
    ///     driver's own parameters are ignored. `sandbox:` is a development server in the working directory.
    ///   - pool: How many connections there are, and how they are kept.
    ///   - isolation: The isolation level of transactions that have none of their own; the server's default if nil.
    ///   - statements: How statements are sent.
    ///   - echo: What is logged of every statement, at the level `debug`.
    ///   - logger: Where the engine logs; its own logger `swiftmig.engine` by default.
    ///   - observers: Who is told what the engine does.
    /// - Throws: ``DatabaseError/invalidConfiguration(_:)``.
    public convenience init(
        _ url: String,
        pool: PoolOptions = PoolOptions(),
        isolation: IsolationLevel? = nil,
        statements: StatementProtocol = .prepared,
        echo: Echo = .off,
        logger: Logger = Logger(label: "swiftmig.engine"),
        observers: [any EngineObserver] = []
    ) throws {
        let target: DatabaseTarget
        do {
            target = try .parse(url: url)
        } catch {
            throw DatabaseError.invalidConfiguration(([error.message] + error.hints).joined(separator: ". "))
        }
        try self.init(
            { try target.connectionSettings() },
            pool: pool,
            isolation: isolation,
            statements: statements,
            echo: echo,
            logger: logger,
            observers: observers
        )
    }

    /// - Parameter address: Returns the settings of the next connection. It may block its thread.
    package init(
        _ address: @escaping EngineAddress,
        pool: PoolOptions,
        isolation: IsolationLevel? = nil,
        statements: StatementProtocol = .prepared,
        echo: Echo = .off,
        logger: Logger = Logger(label: "swiftmig.engine"),
        observers: [any EngineObserver] = []
    ) throws {
        var driver = DriverOptions()
        driver.statements = statements == .text ? .text : .prepared
        driver.isolationLevel = isolation?.rawValue
        core = try EngineCore(address, pool, driver, Watch(echo: echo, logger: logger, observers: observers))
    }

    /// The pool at this moment.
    public var status: PoolStatus { core.pool.status }
}

/// Returns the settings of the next connection.
package typealias EngineAddress = @Sendable () throws -> ConnectionSettings

extension DatabaseTarget {
    /// The settings of a connection. The sandbox of the working folder is started if it does not run.
    fileprivate func connectionSettings() throws -> ConnectionSettings {
        switch self {
        case .server(let settings): return settings
        case .sandbox(let database):
            do {
                return try Sandbox(ofProjectIn: CurrentProcess.workingFolder ?? "/", database: database).start()
            } catch {
                throw DatabaseError.cannotConnect(
                    ConnectionFailure(reason: .other, address: "the sandbox", user: nil, code: 0, message: "\(error)")
                )
            }
        }
    }
}

/// How an engine sends statements.
public enum StatementProtocol: Sendable, Hashable {
    /// As prepared statements, which each connection keeps, with binary values.
    case prepared
    /// As text with literals, for proxies that do not support prepared statements.
    case text
}

/// What an engine logs of every statement.
public enum Echo: Sendable, Hashable {
    /// Nothing.
    case off
    /// The statement, with `?` in place of values.
    case statements
    /// The statement and its values. They may be confidential.
    case statementsAndParameters
}

extension Engine {
    /// The thread that waits for the database, as an executor for tasks.
    ///
    /// A task that sends many short statements and computes little saves a switch of threads for each statement if it
    /// prefers this executor. It must not block, nor compute for long, because the engine waits meanwhile.
    ///
    /// ```swift
    /// group.addTask(executorPreference: engine.executor) { … }
    /// ```
    @available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
    public var executor: any TaskExecutor { core.loop }
}
