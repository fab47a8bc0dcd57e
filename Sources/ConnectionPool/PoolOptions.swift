/// How many connections an engine keeps, how long a task waits for one, and how the engine makes sure that a connection
/// works before a task gets it.
///
/// An engine opens no connection before the first one is needed. It keeps up to ``size`` of them, and opens up to
/// ``maxOverflow`` more while all of these are in use.
///
/// ```swift
/// var options = PoolOptions(size: 10, maxOverflow: 20, timeout: .seconds(5))
/// options.recycle = .seconds(3600)
/// ```
public struct PoolOptions: Hashable, Sendable {
    /// Which of the idle connections is used next.
    public enum Order: Hashable, Sendable {
        /// The one that was returned last. Those that are not needed stay idle, so that ``PoolOptions/idleTimeout``, or
        /// the server's `wait_timeout`, can end them.
        case lifo
        /// The one that was returned first, so that all of them stay in use.
        case fifo
    }

    /// What happens to a connection that is returned.
    public enum Reset: Hashable, Sendable {
        /// A transaction that is open is rolled back. Nothing is sent if there is none. Variables of the session, locks
        /// of `GET_LOCK` and temporary tables stay.
        case rollback
        /// The session is reset to the state after the login: `COM_RESET_CONNECTION`.
        case session
        /// Nothing.
        case none
    }

    /// The number of connections that are kept open when they are idle. At least 1.
    public var size: Int
    /// The number of connections beyond ``size``. They are closed when they are returned while ``size`` connections are
    /// idle. nil for any number.
    public var maxOverflow: Int?
    /// How long a task waits for another one to return a connection when all of them are in use. With `.zero`, it does
    /// not wait.
    ///
    /// Opening a connection has a time limit of its own, ``connectTimeout``.
    public var timeout: Duration
    /// The age at which a connection is replaced, counted from its login; nil for never. A connection that is in use is
    /// not touched. An idle one is closed at this age even if no task needs it.
    public var recycle: Duration?
    /// How long a connection must have been idle to be checked with a ping before a task gets it. With `.zero`, it is
    /// always checked, which costs a round trip each time. With nil, it never is.
    ///
    /// If the check finds a dead connection, all connections that were opened before that moment are replaced before
    /// they are used again.
    public var prePing: Duration?
    /// Which of the idle connections is used next.
    public var order: Order
    /// What happens to a connection that is returned.
    public var reset: Reset
    /// The number of connections that stay open in spite of ``idleTimeout``, and are opened again when they were lost.
    /// The first use of the engine opens them.
    public var minimum: Int
    /// How long a connection may be idle before it is closed; nil for any time.
    public var idleTimeout: Duration?
    /// How long the server may take until a new connection is ready: the greeting, TLS and the login. It also limits
    /// how long the server may take to answer a ping, and to reset a connection that is returned. nil for the
    /// `connect_timeout` of the URL, or else 10 seconds.
    public var connectTimeout: Duration?
    /// How long a statement may take unless it has a limit of its own. Then it is ended on the server. nil for the
    /// `read_timeout` of the URL, or else any time. COMMIT has no limit.
    public var statementTimeout: Duration?
    /// How long connections in use are waited for when the engine is shut down. Then their statements are ended.
    public var shutdownTimeout: Duration

    /// False for `unpooled`.
    package private(set) var keepsConnections = true

    /// Creates options. Those that are not given have their defaults.
    public init(
        size: Int = 5,
        maxOverflow: Int? = 10,
        timeout: Duration = .seconds(30),
        recycle: Duration? = nil,
        prePing: Duration? = .seconds(1),
        order: Order = .lifo,
        reset: Reset = .rollback,
        minimum: Int = 0,
        idleTimeout: Duration? = nil,
        connectTimeout: Duration? = nil,
        statementTimeout: Duration? = nil,
        shutdownTimeout: Duration = .seconds(30)
    ) {
        self.size = size
        self.maxOverflow = maxOverflow
        self.timeout = timeout
        self.recycle = recycle
        self.prePing = prePing
        self.order = order
        self.reset = reset
        self.minimum = minimum
        self.idleTimeout = idleTimeout
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.shutdownTimeout = shutdownTimeout
    }

    /// Opens a connection for each use, and closes it afterwards, as SQLAlchemy's `NullPool` does. For programs that
    /// rarely use the database, or behind a proxy that pools connections itself.
    ///
    /// ``maxOverflow`` limits the number of connections, which is not limited otherwise.
    public static let unpooled: PoolOptions = {
        var options = PoolOptions(size: 0, maxOverflow: nil)
        options.keepsConnections = false
        return options
    }()

    /// How long the server may take to answer what costs it no work.
    package var answerTimeout: Duration { connectTimeout ?? .seconds(10) }

    /// The number of connections that may be open at once.
    package var limit: Int {
        guard let maxOverflow else { return .max }
        let (sum, isTooLarge) = size.addingReportingOverflow(maxOverflow)
        return isTooLarge ? .max : sum
    }
}
