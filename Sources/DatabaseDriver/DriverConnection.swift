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
    /// What tells the server from others that may answer at the same address; nil if it did not say.
    let server: String?
    let loop: EventLoop
    /// The library's socket, or a duplicate of it that belongs to the connection if calls have a thread: the library
    /// closes its own when it finds it broken, and the number may then be somebody else's.
    let socket: Int32
    private let transport: Transport
    var statements: StatementCache
    /// Statements that are no longer used. They are closed before the next one.
    var obsolete: [PreparedStatement] = []
    /// All statements whose memory the library keeps.
    var handles: Set<UnsafeMutablePointer<MYSQL_STMT>> = []
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
    /// Whether the session was known to have ended before the command was sent.
    var wasNotSent = false
    /// What the command was interrupted for, if it was.
    var interruptionCause: Interruption.Cause?
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
    private(set) var phase = Phase.idle
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

    /// How calls wait for the server.
    enum Transport {
        /// The loop watches the socket, and continues the calls.
        case loop
        /// Calls block a thread of the connection's own.
        case thread(CallThread)
    }

    /// How far a command has come.
    enum Phase {
        case idle
        /// Its calls are under way.
        case calling
        /// It has ended, but the KILL that was meant for it has not been answered.
        case awaitingKill
    }

    /// - Throws: `SystemError` if the process may have no more threads or descriptors.
    init(
        _ session: OpenedSession,
        settings: ConnectionSettings,
        options: DriverOptions,
        loop: EventLoop
    ) throws(SystemError) {
        let librarySocket = mysql_get_socket(session.handle)
        if session.isNonblocking {
            (transport, socket) = (.loop, librarySocket)
        } else {
            transport = .thread(try CallThread())
            socket = try SocketControl.duplicate(librarySocket)
        }
        self.settings = settings
        self.options = options
        self.loop = loop
        connectionID = session.connectionID
        serverVersionText = session.serverVersionText
        maximumPacketSize = session.maximumPacketSize
        server = session.server
        loginDialect = session.dialect
        statements = StatementCache(capacity: options.statementCacheSize)
        calls = CallState(session.take())
    }

    deinit {
        mysql_close(calls.handle)
        // The library only frees what it has of statements whose session is closed.
        for handle in handles { mysql_stmt_close(handle) }
        if case .thread = transport { SocketControl.release(socket) }
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

    /// Whether each statement is a transaction of its own. The server tells it with every success.
    package var isAutocommitting: Bool { hasStatus(SERVER_STATUS_AUTOCOMMIT) }

    /// Whether a transaction may have begun, or the next one has characteristics. The server tells the first with
    /// every success. After an error, the statement may have begun one, and may hold locks.
    package var isInTransaction: Bool {
        hasFailed || hasCharacteristics || hasStatus(SERVER_STATUS_IN_TRANS)
    }

    private func hasStatus(_ flag: Int32) -> Bool { calls.handle.pointee.server_status & UInt32(flag) != 0 }
}

// MARK: - Commands

extension DriverConnection {
    /// Runs a command to its end. Its failure is in `failure`.
    ///
    /// - Parameters:
    ///   - timeout: How long the server may take. Then the command is interrupted.
    ///   - isInterruptible: Whether the command is interrupted if the task is cancelled.
    func run(_ command: Command, timeout: Duration? = nil, isInterruptible: Bool = false) async {
        self.command = command
        self.isInterruptible = isInterruptible
        (failure, wasNotSent, interruptionCause) = (nil, false, nil)
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
        let isInterrupted = interruptsNext
        interruptsNext = false
        guard isOpen, !isInterrupted else {
            wasNotSent = !isOpen
            if isInterrupted { interruption = Interruption(number: commandNumber, cause: .cancelled, isOver: true) }
            failure = .notSent
            return finish()
        }
        phase = .calling
        if let limit {
            let number = commandNumber
            timer = loop.schedule(after: limit) { [weak self] in self?.interrupt(number, because: .timeout) }
        }
        switch transport {
        case .loop: proceed(with: command.firstCall)
        case .thread(let thread):
            thread.run {
                var call = Optional(self.command.firstCall)
                while let current = call {
                    self.calls.block(current)
                    call = self.next(after: current)
                }
                self.loop.run { self.callsHaveEnded() }
            }
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
        if (try? loop.watch(socket, for: needed, token: token)) == nil { cutSocket() }
    }

    private func callsHaveEnded() {
        if let timer {
            loop.cancel(timer)
            self.timer = nil
        }
        if failure != nil, !isMariaDB { failure?.noteIdleTimeout() }
        if !hasLibrarySocket || failure?.endsSession ?? false {
            loseConnection()
        } else if interest != .reading {
            watch(Poller.Interest.reading.rawValue)
        }
        // The next statement must not meet the KILL that was meant for this one.
        if isOpen, interruption?.isOver == false { return phase = .awaitingKill }
        finish()
    }

    /// Gives the connection back to the caller.
    func finish() {
        phase = .idle
        if let deadline = interruption?.deadline { loop.cancel(deadline) }
        interruptionCause = interruption?.cause
        interruption = nil
        if let closing {
            self.closing = nil
            end()
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
        if case .loop = transport {
            // The library leaves the sockets of TLS blocking (CONC-594).
            try SocketControl.makeNonblocking(socket)
            token = try loop.add(self, socket: socket)
        }
        loop.connectionCount += 1
    }

    /// Whether the library still has its socket. It closes it when it finds it broken.
    private var hasLibrarySocket: Bool { calls.handle.pointee.net.pvio != nil }

    /// Ends the network connection, and so the call that is under way.
    func cutSocket() {
        switch transport {
        case .loop: if hasLibrarySocket { SocketControl.shutDown(socket) }
        case .thread: SocketControl.shutDown(socket)
        }
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
        guard wasConnected else { return }
        loop.connectionCount -= 1
        if let token {
            // A socket that the library has closed has left the poller, and its number may be that of another one.
            loop.forget(hasLibrarySocket ? socket : nil, token: token)
            self.token = nil
        }
        // Nobody needs to wait for the KILL any more.
        if phase == .awaitingKill { finish() }
    }

    /// Ends the session. A statement that runs is ended on the server, or waited for if it must not be interrupted.
    package func close() async {
        lock.withLock { isClosed = true }
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            loop.run {
                guard self.phase != .idle, self.closing == nil else {
                    self.end()
                    return self.handOver.give { continuation.resume() }
                }
                self.closing = continuation
                if self.isInterruptible { self.interrupt(self.commandNumber, because: .closing) }
            }
        }
        handOver.take()
    }

    /// Ends the session because its state is not known.
    func abandon() async {
        await withUnsafeContinuation { continuation in
            loop.run {
                self.end()
                self.handOver.give { continuation.resume() }
            }
        }
        handOver.take()
    }

    private func end() {
        // Otherwise the end of the command comes first.
        guard phase == .idle else { return }
        loseConnection()
        guard hasLibrarySocket else { return }
        // Others may still hold the connection, but the server need not keep the session for them. It does not answer.
        calls.handle.pointee.status = MYSQL_STATUS_READY
        _ = calls.handle.pointee.methods.pointee.db_command(calls.handle, COM_QUIT, nil, 0, 1, nil)
        cutSocket()
    }
}

extension ServerError {
    /// MySQL has ended the session because it was idle. The same number is another error on MariaDB.
    fileprivate mutating func noteIdleTimeout() {
        if code == .clientInteractionTimeout { errno = ServerErrorCode.serverGone.rawValue }
    }

    /// What the server says about a statement that was killed, for one that was not sent.
    fileprivate static let notSent = ServerError(code: .queryInterrupted, sqlState: "70100", message: "it was not sent")
}
