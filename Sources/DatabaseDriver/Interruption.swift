internal import MariaDBClient
internal import ServerPort
internal import SwiftMigPlatform

/// An attempt to end a command on the server.
struct Interruption {
    enum Cause { case cancelled, timeout, closing }

    /// The number of the command.
    let number: UInt64
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
        if number == commandNumber + 1 {
            interruptsNext = true
            return
        }
        // The command may have ended already.
        guard number == commandNumber, phase == .calling, interruption == nil else { return }
        interruption = Interruption(number: number, cause: cause)
        interruption?.deadline = loop.schedule(after: Self.patience) { [weak self] in
            guard let self, interruption?.number == number else { return }
            // This ends the call with 2013.
            cutSocket()
            // The statement may have ended, and only the KILL may not have been answered.
            if phase == .awaitingKill { loseConnection() }
        }
        let canceller = StatementCanceller(
            settings: settings,
            connectionID: connectionID,
            server: server,
            patience: Self.patience
        )
        let isStarted = startOwnThread {
            // If the server takes no other session, the deadline ends this one.
            _ = Result { try canceller.cancel() }
            self.loop.run { self.killIsOver(number) }
        }
        if !isStarted { cutSocket() }
    }

    private func killIsOver(_ number: UInt64) {
        guard interruption?.number == number else { return }
        interruption?.isOver = true
        if phase == .awaitingKill { finish() }
    }

    /// Finds out what the interruption of a command that has ended has done.
    ///
    /// - Returns: Its cause, if the server ended the command because of it. A change that was made before the KILL came
    ///   is a success.
    func settleInterruption() async -> Interruption.Cause? {
        guard let cause = interruptionCause else { return nil }
        interruptionCause = nil
        if let failure, failure.endsSession || failure.code == .queryInterrupted { return cause }
        let outcome = (failure: failure, results: results)
        // The KILL came too late for the command, which has succeeded or failed by itself. The server may keep it for
        // the next one, if there is one.
        if isOpen {
            await runText("DO 0", timeout: Self.patience)
            interruptionCause = nil
            if let failure, failure.code != .queryInterrupted { await abandon() }
            (failure, results, wasNotSent) = (outcome.failure, outcome.results, false)
        }
        return failure == nil && results.areOfASleep && !isMariaDB ? cause : nil
    }
}

extension CollectedResults {
    /// Whether they may be those of a query that slept. MySQL ends it without an error (9.7), and its rows are not what
    /// was asked for. A CALL has a result of its own after the rows.
    fileprivate var areOfASleep: Bool { count == 1 && (columns != nil || text != nil) }
}
