internal import CMariaDB
internal import MariaDBClient
internal import ServerPort
package import SwiftMig

extension DriverConnection {
    /// Runs a statement, and reads its result to the end. Values take the places of `?`.
    ///
    /// - Parameters:
    ///   - timeout: How long the server may take; nil for as long as it takes.
    ///   - isInterruptible: Whether the statement is ended on the server if the task is cancelled.
    package func execute(
        _ text: String,
        _ values: [SQLValue] = [],
        timeout: Duration? = nil,
        isInterruptible: Bool = true
    ) async throws(DriverError) -> DriverResult {
        try requireOpen()
        let limits = Limits(timeout: timeout, isInterruptible: isInterruptible)
        if options.statements == .text { return try await executeText(text, values, limits) }
        let statement: PreparedStatement
        do {
            statement = try await prepared(text, limits)
        } catch .server(let error) where Set.notPreparable.contains(error.code) {
            return try await executeText(text, values, limits)
        }
        do {
            return try await execute(statement, values, limits)
        } catch .server(let error) where Set.needsNewPreparation.contains(error.code) && isOpen {
            // The server no longer has the statement, so it has not run.
            await discard(statement)
            return try await execute(try await prepared(text, limits), values, limits)
        }
    }

    /// Runs one statement without values as text, such as COMMIT.
    ///
    /// - Parameter isInterruptible: Whether the statement is ended on the server if the task is cancelled.
    @discardableResult
    package func executeText(
        _ text: String,
        timeout: Duration? = nil,
        isInterruptible: Bool = false
    ) async throws(DriverError) -> DriverResult {
        try requireOpen()
        return try await sendText(text, as: text, Limits(timeout: timeout, isInterruptible: isInterruptible))
    }

    struct Limits {
        var timeout: Duration?
        var isInterruptible: Bool
    }

    // MARK: Prepared statements

    /// The statement, prepared now or before.
    func prepared(_ text: String, _ limits: Limits) async throws(DriverError) -> PreparedStatement {
        while let statement = obsolete.popLast() { await close(statement) }
        if let statement = statements.statement(text) { return statement }
        let statement = try await prepare(text, limits)
        if let oldest = statements.insert(statement) { obsolete.append(oldest) }
        return statement
    }

    /// Prepares a statement that is not in the cache.
    func prepare(_ text: String, _ limits: Limits) async throws(DriverError) -> PreparedStatement {
        memory.setText(text)
        try checkSize(of: text, memory.textPacketSize)
        guard let handle = mysql_stmt_init(calls.handle) else { throw .server(ServerError(lastOf: calls.handle)) }
        handles.insert(handle)
        calls.statement = handle
        calls.text = memory.text
        await run(.prepare, timeout: limits.timeout, isInterruptible: limits.isInterruptible)
        do {
            try await check(text, limits)
        } catch {
            await close(handle)
            throw error
        }
        return PreparedStatement(handle, text: text)
    }

    private func execute(
        _ statement: PreparedStatement,
        _ values: [SQLValue],
        _ limits: Limits
    ) async throws(DriverError) -> DriverResult {
        try await send(statement, values, limits, hasCursor: false)
        return finishedResult(of: statement)
    }

    /// The result of a prepared statement that has just run.
    func finishedResult(of statement: PreparedStatement) -> DriverResult {
        // The result keeps the statement until its rows have been read.
        if results.hasOtherColumns {
            statements.remove(statement)
            obsolete.append(statement)
        }
        return result(of: statement)
    }

    /// Runs a prepared statement. Its rows remain in it.
    func send(
        _ statement: PreparedStatement,
        _ values: [SQLValue],
        _ limits: Limits,
        hasCursor: Bool
    ) async throws(DriverError) {
        guard values.count == statement.valueCount else {
            throw .wrongValueCount(statement: statement.text, expected: statement.valueCount, given: values.count)
        }
        if !values.isEmpty {
            try check(values)
            memory.set(values)
            try checkSize(of: statement.text, memory.executionPacketSize)
            mysql_stmt_bind_param(statement.handle, memory.binds)
        }
        calls.statement = statement.handle
        prepared = statement
        await run(.execute(hasCursor: hasCursor), timeout: limits.timeout, isInterruptible: limits.isInterruptible)
        try await check(statement.text, limits)
    }

    /// Throws if no server could take one of the values.
    private func check(_ values: [SQLValue]) throws(DriverError) {
        do {
            for value in values { try value.check() }
        } catch {
            throw .badValue(error)
        }
    }

    /// - Parameter bytes: The size of the packet, in which the first byte is the command.
    private func checkSize(of text: String, _ bytes: Int) throws(DriverError) {
        if bytes < maximumPacketSize { return }
        throw .packetTooLarge(statement: text, bytes: bytes, limit: maximumPacketSize)
    }

    /// Closes a statement that the cache has given up, or that the server no longer has.
    func discard(_ statement: PreparedStatement) async {
        statements.remove(statement)
        await close(statement)
    }

    func close(_ statement: PreparedStatement) async {
        statement.isClosed = true
        await close(statement.handle)
    }

    /// If the session has ended, the memory is freed with that of the connection.
    private func close(_ handle: UnsafeMutablePointer<MYSQL_STMT>) async {
        calls.statement = handle
        await run(.closeStatement)
        calls.statement = nil
        if !wasNotSent { handles.remove(handle) }
    }

    // MARK: Text

    /// Runs the text without preparing it. The failure is in `failure`.
    func runText(_ text: String, timeout: Duration? = nil, isInterruptible: Bool = false) async {
        memory.setText(text)
        calls.text = memory.text
        await run(.query, timeout: timeout, isInterruptible: isInterruptible)
    }

    private func executeText(
        _ text: String,
        _ values: [SQLValue],
        _ limits: Limits
    ) async throws(DriverError) -> DriverResult {
        try check(values)
        let literal = try TextStatement(text, dialect: dialect).text(with: values)
        try checkSize(of: text, 1 + literal.utf8.count)
        try await refuseSeveralStatements()
        return try await sendText(literal, as: text, limits)
    }

    /// - Parameter statement: The statement in errors, without values.
    private func sendText(
        _ text: String,
        as statement: String,
        _ limits: Limits
    ) async throws(DriverError) -> DriverResult {
        await runText(text, timeout: limits.timeout, isInterruptible: limits.isInterruptible)
        do {
            try await check(statement, limits)
        } catch {
            if let result = results.text { mysql_free_result(result) }
            throw error
        }
        return textResult()
    }

    /// Makes the server refuse a text of several statements, so that a value that was put into the text by mistake
    /// cannot bring another statement.
    private func refuseSeveralStatements() async throws(DriverError) {
        if refusesSeveralStatements { return }
        await run(.refuseSeveralStatements)
        try await check("", Limits(isInterruptible: false))
        refusesSeveralStatements = true
    }

    // MARK: Failures

    /// Throws what went wrong with the command that has ended.
    func check(_ text: String, _ limits: Limits) async throws(DriverError) {
        let failure = failure
        hasFailed = failure != nil
        guard hasFailed || interruptionCause != nil else { return }
        if wasNotSent {
            try requireOpen()
            throw .closed
        }
        switch await settleInterruption() {
        case .cancelled: throw .cancelled(statement: text)
        case .timeout: throw .timeout(statement: text, limits.timeout ?? .zero)
        case .closing: throw .shutDown
        case nil: break
        }
        if var failure {
            failure.statement = text
            throw .server(failure)
        }
    }
}

// MARK: - The session

extension DriverConnection {
    /// Whether the server answers.
    package func ping(timeout: Duration) async -> Bool {
        guard isOpen else { return false }
        await run(.ping, timeout: timeout)
        _ = await settleInterruption()
        return failure == nil && isOpen
    }

    /// Resets the session to its state after login: variables, temporary tables, locks and prepared statements are
    /// gone, and a transaction is rolled back.
    ///
    /// - Parameter timeout: How long the server may take for each of the commands.
    package func resetSession(timeout: Duration? = nil) async throws(DriverError) {
        try requireOpen()
        await run(.resetConnection, timeout: timeout)
        try await check("", Limits(timeout: timeout, isInterruptible: false))
        // The server has closed the statements. The library only frees what it has of them.
        statements.removeAll { statement in
            statement.isClosed = true
            handles.remove(statement.handle)
            mysql_stmt_close(statement.handle)
        }
        for statement in OpenedSession.statements(settings, options) {
            try await executeText(statement, timeout: timeout)
        }
    }

    /// Makes each statement a transaction of its own, or begins a transaction with the next statement.
    ///
    /// - Parameter timeout: How long the server may take to answer.
    package func setAutocommit(_ isOn: Bool, timeout: Duration? = nil) async throws(DriverError) {
        if isAutocommitting == isOn { return }
        try await executeText("SET SESSION autocommit = \(isOn ? 1 : 0)", timeout: timeout)
    }
}

extension Set<ServerErrorCode> {
    /// The statement can only be sent as text: the server has no prepared form of it, or cannot keep any more.
    static let notPreparable: Set = [.notPreparable, .tooManyPreparedStatements]

    /// The server has forgotten the statement, as after a reset.
    static let needsNewPreparation: Set = [.unknownStatement]
}
