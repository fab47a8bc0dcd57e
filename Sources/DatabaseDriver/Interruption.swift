internal import MariaDBClient
internal import ServerPort
internal import SwiftMigPlatform

/// An attempt to end a command on the server.
struct Interruption {
    enum Cause { case cancelled, timeout, closing }

    let cause: Cause
    /// Whether the KILL has been answered, or there was nothing to kill.
    var isOver = false
    /// The time at which the session is given up.
    var deadline: TimerQueue.ID?
}

extension DriverConnection {
    /// How long the KILL and the end of the statement may take.
    private static let patience = Duration.seconds(1)

    /// Ends a command on the server, if it still runs, or keeps it from being sent. Runs on the loop.
    func interrupt(_ number: UInt64, because cause: Interruption.Cause) {
        if number == commandNumber + 1 { return interruptsNext = true }
        // The command may have ended already.
        guard number == commandNumber, isCalling, interruption == nil else { return }
        interruption = Interruption(cause: cause)
        interruption?.deadline = loop.schedule(after: Self.patience) { [weak self] in
            guard let self, number == commandNumber, isCalling || awaitsKill else { return }
            // This ends the call with 2013.
            SocketControl.shutDown(socket)
            guard !isCalling else { return }
            // The statement has ended, but the KILL has not been answered.
            loseConnection()
            finish()
        }
        let canceller = StatementCanceller(settings: settings, connectionID: connectionID)
        let isStarted = startOwnThread {
            // If the server takes no other session, the deadline ends this one.
            _ = Result { try canceller.cancel() }
            self.loop.run { self.killIsOver(number) }
        }
        if !isStarted { SocketControl.shutDown(socket) }
    }

    private func killIsOver(_ number: UInt64) {
        guard number == commandNumber, interruption?.isOver == false else { return }
        interruption?.isOver = true
        if !isCalling { finish() }
    }

    /// Whether the session may not be used again before the KILL has been answered.
    var awaitsKill: Bool { isOpen && interruption?.isOver == false }

    /// Forgets the interruption of a command that has ended.
    ///
    /// - Returns: Its cause, if the server ended the command because of it, or if the command was a query that ended
    ///   meanwhile. A change that was made before the KILL came is a success.
    func settleInterruption() async -> Interruption.Cause? {
        guard let interruption else { return nil }
        if let deadline = interruption.deadline { loop.run { self.loop.cancel(deadline) } }
        self.interruption = nil
        let outcome = (failure: failure, results: results)
        if let failure, failure.isConnectionLost || failure.code == .queryInterrupted { return interruption.cause }
        // The KILL came too late for the command, which has succeeded or failed by itself. The server may keep it for
        // the next one, if there is one.
        if isOpen {
            await runText("DO 0")
            if let failure, failure.code != .queryInterrupted { SocketControl.shutDown(socket) }
            (failure, results) = outcome
        }
        // MySQL ends a query that sleeps without an error (9.7), and its rows are not what was asked for.
        let hasRows = results.columns != nil || results.text != nil
        return failure == nil && hasRows ? interruption.cause : nil
    }
}
