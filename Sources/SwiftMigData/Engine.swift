public import ConnectionPool
internal import DatabaseDriver
public import Logging

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
    ///   - database: A URL such as `mysql://user:password@host:3306/database`, or another
    ///     ``DatabaseAddressConvertible``.
    ///   - pool: How many connections there are, and how they are kept.
    ///   - isolation: The isolation level of transactions that have none of their own; the server's default if nil.
    ///   - statements: How statements are sent.
    ///   - echo: What is logged of every statement, at the level `debug`.
    ///   - logger: Where the engine logs; its own logger `swiftmig.engine` by default.
    ///   - observers: Who is told what the engine does.
    /// - Throws: ``DatabaseError/invalidConfiguration(_:)``, or what the address throws.
    public init(
        _ database: some DatabaseAddressConvertible,
        pool: PoolOptions = PoolOptions(),
        isolation: IsolationLevel? = nil,
        statements: StatementProtocol = .prepared,
        echo: Echo = .off,
        logger: Logger = Logger(label: "swiftmig.engine"),
        observers: [any EngineObserver] = []
    ) throws {
        var driver = DriverOptions()
        driver.statements = statements == .text ? .text : .prepared
        driver.isolationLevel = isolation?.rawValue
        let watch = Watch(echo: echo, logger: logger, observers: observers)
        core = try EngineCore(database.databaseAddress(), pool, driver, watch)
    }

    /// The pool at this moment.
    public var status: PoolStatus { core.pool.status }
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
