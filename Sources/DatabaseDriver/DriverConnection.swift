internal import CMariaDB
package import DatabaseSettings
internal import MariaDBClient
package import SchemaModel
internal import ServerPort
internal import SwiftMigPlatform

/// A session on a server whose calls suspend the caller's task and block no thread.
///
/// Only one task may use it at a time; a pool sees to that. A call that has begun ends before the function returns,
/// even if the task is cancelled meanwhile.
package final class DriverConnection: @unchecked Sendable {
    package let settings: ConnectionSettings
    package let options: DriverOptions
    /// The server's id of the session, as in `KILL` and `SHOW PROCESSLIST`.
    package let connectionID: UInt64
    /// The server's version text, such as `10.11.6-MariaDB-0+deb12u1`.
    package let serverVersionText: String
    /// The size in bytes that a packet must stay below.
    package let maximumPacketSize: Int
    /// Whether each statement is a transaction of its own, as the session has been told.
    package internal(set) var isAutocommitting: Bool

    let loop: EventLoop
    let socket: Int32
    let thread: CallThread?
    var statements: StatementCache
    /// Statements that are no longer used. They are closed before the next one.
    var obsolete: [PreparedStatement] = []
    var memory = ParameterMemory()
    var refusesSeveralStatements = false
    /// Whether the last statement failed.
    var hasFailed = false
    /// Whether a SET TRANSACTION was sent, and no COMMIT or ROLLBACK since. Without a transaction, such as after a
    /// `SELECT 1`, it would apply to that of the next user. Set this before SET TRANSACTION is sent.
    package var hasCharacteristics = false
    private let loginDialect: SQLDialect

    // What follows belongs to the thread that makes the calls, while a command runs.
    var calls: CallState
    var command = Command.ping
    var call: LibraryCall?
    var failure: ServerError?
    var results = CollectedResults()
    /// The statement that is executed.
    var prepared: PreparedStatement?
    private var continuation: UnsafeContinuation<Void, Never>?
    /// From the loop to the caller.
    let handOver = HandOver()

    // What follows belongs to the loop.
    private var token: UInt64?
    private var interest = Poller.Interest.reading
    private var limit: Duration?
    private var timer: TimerQueue.ID?
    /// Counts commands, so that what is meant for one does not reach the next.
    private(set) var commandNumber: UInt64 = 0
    /// Whether calls of the command are under way.
    private(set) var isCalling = false
    var interruption: Interruption?
    /// Whether the next command is not to be sent, because its task was cancelled just before.
    var interruptsNext = false
    /// Whether the command may be ended on the server.
    private var isInterruptible = false
    /// The task that waits for the end of the command, to close the connection.
    private var closing: UnsafeContinuation<Void, Never>?
    private let lock = Lock()
    /// Guarded by the lock.
    private var isConnected = true
    /// Whether the owner has closed it. Guarded by the lock.
    private var isClosed = false

    init(_ session: OpenedSession, settings: ConnectionSettings, options: DriverOptions, loop: EventLoop) {
        self.settings = settings
        self.options = options
        self.loop = loop
        connectionID = session.connectionID
        serverVersionText = session.serverVersionText
        maximumPacketSize = session.maximumPacketSize
        loginDialect = session.dialect
        isAutocommitting = options.autocommits
        calls = CallState(session.handle)
        socket = mysql_get_socket(session.handle)
        statements = StatementCache(capacity: options.statementCacheSize)
        thread = session.isNonblocking ? nil : CallThread()
    }

    deinit {
        mysql_close(calls.handle)
        // The library only frees what it has of statements whose session is closed.
        statements.removeAll { mysql_stmt_close($0.handle) }
        for statement in obsolete { mysql_stmt_close(statement.handle) }
    }

    package var isMariaDB: Bool { serverVersionText.contains("MariaDB") }

    /// Whether the session is thought to exist. It is false as soon as the loop or a call learns that it does not.
    package var isOpen: Bool { lock.withLock { isConnected } }

    /// Refuses a command of a session that has ended.
    func requireOpen() throws(DriverError) {
        let (isConnected, isClosed) = lock.withLock { (self.isConnected, self.isClosed) }
        if isClosed { throw .shutDown }
        if !isConnected { throw .closed }
    }

    /// How many prepared statements the session keeps.
    package var cachedStatements: Int { statements.count }

    /// How the session reads text. Only text that is sent without a prepared statement depends on it.
    package var dialect: SQLDialect {
        var dialect = loginDialect
        // `sql_mode` may have changed since the login. The server tells this part of it with every success.
        dialect.noBackslashEscapes = hasStatus(SERVER_STATUS_NO_BACKSLASH_ESCAPES)
        return dialect
    }

    /// Whether a transaction may have begun, or the next one has characteristics. The server tells the first with
    /// every success. After an error, the statement may have begun one, and may hold locks.
    package var isInTransaction: Bool {
        hasFailed || hasCharacteristics || hasStatus(SERVER_STATUS_IN_TRANS)
    }

    private func hasStatus(_ flag: Int32) -> Bool { calls.handle.pointee.server_status & UInt32(flag) != 0 }
}

// MARK: - Commands

extension DriverConnection {
    /// What a caller asks for. It may take several calls of the library.
    enum Command {
        case query
        case prepare
        case execute(hasCursor: Bool)
        case fetch
        case closeStatement
        case ping
        case resetConnection
        case refuseSeveralStatements

        var firstCall: LibraryCall {
            switch self {
            case .query: .query
            case .prepare: .prepare
            case .execute: .execute
            case .fetch: .fetch
            case .closeStatement: .closeStatement
            case .ping: .ping
            case .resetConnection: .resetConnection
            case .refuseSeveralStatements: .setOption
            }
        }
    }

    /// Runs a command to its end. Its failure is in `failure`.
    ///
    /// - Parameters:
    ///   - timeout: How long the server may take. Then the command is interrupted.
    ///   - isInterruptible: Whether the command is interrupted if the task is cancelled.
    func run(_ command: Command, timeout: Duration? = nil, isInterruptible: Bool = false) async {
        self.command = command
        self.isInterruptible = isInterruptible
        failure = nil
        if isInterruptible {
            // Only this task begins commands, so the number cannot change before the command begins.
            let number = commandNumber + 1
            await withTaskCancellationHandler {
                await begin(timeout: timeout)
            } onCancel: {
                loop.run { self.interrupt(number, because: .cancelled) }
            }
        } else {
            await begin(timeout: timeout)
        }
    }

    private func begin(timeout: Duration?) async {
        await withUnsafeContinuation { continuation in
            self.continuation = continuation
            limit = timeout
            loop.submit(.connection(self))
        }
        handOver.take()
    }

    /// Begins the command, on the loop.
    func begin() {
        commandNumber += 1
        results = CollectedResults()
        if interruptsNext {
            interruptsNext = false
            interruption = Interruption(cause: .cancelled, isOver: true)
            failure = .notSent
            return finish()
        }
        // Nothing that the loop no longer watches would end.
        guard isOpen else {
            failure = .sessionIsOver
            return finish()
        }
        isCalling = true
        if let limit {
            let number = commandNumber
            timer = loop.schedule(after: limit) { [weak self] in self?.interrupt(number, because: .timeout) }
        }
        if let thread {
            thread.run {
                var call = Optional(self.command.firstCall)
                while let current = call {
                    self.calls.block(current)
                    call = self.next(after: current)
                }
                self.loop.run { self.callsHaveEnded() }
            }
        } else {
            proceed(with: command.firstCall)
        }
    }

    /// Makes calls until one has to wait.
    private func proceed(with first: LibraryCall) {
        var next: LibraryCall? = first
        while let current = next {
            let waitsFor = calls.begin(current)
            if waitsFor != 0 {
                call = current
                return watch(waitsFor)
            }
            next = self.next(after: current)
        }
        callsHaveEnded()
    }

    /// The loop has seen something at the socket.
    func socketIsReady(_ event: Poller.Event) {
        guard let current = call else { return hearWhileSilent(event) }
        var ready = event.ready.rawValue
        if event.isClosed { ready |= interest.rawValue }
        let waitsFor = calls.resume(current, ready & (interest.rawValue | Poller.Interest.reading.rawValue))
        if waitsFor != 0 { return watch(waitsFor) }
        call = nil
        if let next = next(after: current) { proceed(with: next) } else { callsHaveEnded() }
    }

    private func watch(_ waitsFor: Int32) {
        let needed = Poller.Interest(rawValue: waitsFor & 3)
        guard let token, needed != interest, !needed.isEmpty else { return }
        interest = needed
        // If the socket cannot be watched, it is broken, and the call finds that out.
        if (try? loop.watch(socket, for: needed, token: token)) == nil { SocketControl.shutDown(socket) }
    }

    private func callsHaveEnded() {
        isCalling = false
        if let timer {
            loop.cancel(timer)
            self.timer = nil
        }
        if interest != .reading { watch(Poller.Interest.reading.rawValue) }
        if failure?.isConnectionLost ?? false { loseConnection() }
        // The next statement must not meet the KILL that was meant for this one.
        if awaitsKill { return }
        finish()
    }

    /// Gives the connection back to the caller.
    func finish() {
        if let closing {
            self.closing = nil
            loseConnection()
            handOver.give { closing.resume() }
        }
        let continuation = continuation
        self.continuation = nil
        handOver.give { continuation?.resume() }
    }
}

// MARK: - The socket

extension DriverConnection {
    /// Lets the loop watch the socket.
    func attach() throws(SystemError) {
        if thread == nil { token = try loop.add(self, socket: socket) }
        loop.connectionCount += 1
    }

    /// Nothing is asked of the server, and yet it says something: that it ends the session.
    private func hearWhileSilent(_ event: Poller.Event) {
        if !event.isClosed, SocketControl.silence(of: socket) == .silent { return }
        loseConnection()
    }

    /// The session is gone. The handle remains until the connection is released.
    func loseConnection() {
        let wasConnected = lock.withLock {
            defer { isConnected = false }
            return isConnected
        }
        if wasConnected { loop.connectionCount -= 1 }
        guard let token else { return }
        loop.forget(socket, token: token)
        self.token = nil
    }

    /// Ends the session. A statement that runs is ended on the server, or waited for if it must not be interrupted.
    package func close() async {
        lock.withLock { isClosed = true }
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            loop.run {
                guard self.isCalling || self.awaitsKill, self.closing == nil else {
                    self.loseConnection()
                    return self.handOver.give { continuation.resume() }
                }
                self.closing = continuation
                if self.isInterruptible { self.interrupt(self.commandNumber, because: .closing) }
            }
        }
        handOver.take()
    }
}

extension ServerError {
    /// What the server says about a statement that was killed, for one that was not sent.
    fileprivate static let notSent = ServerError(code: .queryInterrupted, sqlState: "70100", message: "it was not sent")

    /// What the library says about a command of a session that has ended.
    fileprivate static let sessionIsOver = ServerError(
        code: .serverGone,
        sqlState: "08S01",
        message: "the connection was lost"
    )
}
