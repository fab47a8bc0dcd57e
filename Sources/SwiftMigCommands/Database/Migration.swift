internal import DiagnosticModel
internal import MariaDBClient
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import ServerPort
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

/// Runs a plan, reports its progress, and continues on another node if the connection to a cluster's node is lost.
struct Migration {
    let chain: Chain
    let configuration: Configuration
    let context: Context
    let tag: String?

    func run(_ plan: MigrationPlan, with runner: MigrationRunner, on session: Session) throws -> MigrationReport {
        let persistent = PersistentRun(
            open: { try context.open($0) },
            runner: { $0.runner(chain, configuration, in: context, tag: tag) },
            lost: { context.messages.note("the connection was lost; asking another node how far it got") }
        )
        let report = try persistent.run(plan, with: runner, on: session) { runner, session, finished in
            try run(plan, with: runner, on: session, finished: finished)
        }
        return MigrationReport(report, chain)
    }

    private func run(
        _ plan: MigrationPlan,
        with runner: MigrationRunner,
        on session: Session,
        finished: @escaping (RunReport.Step) -> Void
    ) throws -> RunReport {
        let messages = context.messages
        var poll: (@Sendable () -> ServerProgress?)?
        if !session.connection.isMariaDB {
            let stages = StageQuery(of: session.connection)
            poll = { stages.progress() }
        }
        let display = ProgressDisplay(isQuiet: messages.isQuiet, poll: poll)
        let notice = InterruptNotice(mayAsk: messages.mayAsk, pause: display.pause, cancel: session.cancellation)
        session.connection.receiveProgress(display.receiver)
        defer {
            session.connection.receiveProgress(nil)
            display.end()
            notice.end()
        }
        do {
            return try run(plan, with: runner, notice, display, finished)
        } catch let error {
            guard let signal = notice.signal else { throw error }
            throw Interruption(signal: signal, cause: error)
        }
    }

    private func run(
        _ plan: MigrationPlan,
        with runner: MigrationRunner,
        _ notice: InterruptNotice,
        _ display: ProgressDisplay,
        _ finished: @escaping (RunReport.Step) -> Void
    ) throws -> RunReport {
        let messages = context.messages
        var current: MigrationPlan.Step?
        var batches = BatchLines()
        let observer: (RunEvent) -> Void = { event in
            if case .started(let step) = event { current = step }
            switch event {
            case .blocked, .batch, .waiting, .warning: break
            default: notice.words = current.flatMap { interruption(at: event, of: $0) }
            }
            if case .statement(let origin) = event { display.show(origin) } else { display.show(nil) }
            switch event {
            case .waiting: messages.noteWaiting(event)
            case .started(let step):
                let verb = step.isContinuation ? "continue the \(step.direction.rawValue) of" : step.direction.rawValue
                let message = step.revision.message.isEmpty ? "" : "  " + step.revision.message.onOneLine
                messages.note("\(verb) \(messages.style(.strong, step.revision.id))\(message)")
            case .statement(let origin):
                messages.detail("statement \(origin.number) of \(origin.count), line \(origin.statement.line)")
            case .blocked(let wait): messages.note(wait.words)
            case .warning(let warning): messages.warn(warning.diagnostic)
            case .batch(let progress): batches.show(progress, messages)
            case .finished(let step):
                finished(step)
                messages.detail("\(step.revision) took \(Duration.seconds(step.seconds).milliseconds) ms")
            }
        }
        return try runner.run(plan, observer: observer, isCancelled: { notice.signal != nil })
    }

    /// The message for a user who stops the run here.
    private func interruption(at event: RunEvent, of step: MigrationPlan.Step) -> String? {
        let direction = step.direction.rawValue
        let place: String
        switch event {
        case .finished, .blocked, .batch, .waiting, .warning: return nil
        case .started: place = "before the first statement"
        case .statement(let origin):
            place =
                "at statement \(origin.number) of \(origin.count) (\(origin.revision.path):\(origin.statement.line))"
        }
        return
            "interrupted \(place) of the \(direction) of revision \(step.revision.id): the server may still be running "
            + "it; swiftmig \(direction) checks whether it ran, and continues from there"
    }
}

extension Messages {
    /// Tells whom a run waits for. Ignores other events.
    func noteWaiting(_ event: RunEvent) {
        guard case .waiting(let holder, let seconds) = event else { return }
        note("another run is active; waiting up to \(seconds) s for it: \(holder.words)")
    }
}

extension Session {
    /// Stops the server's current statement, and returns a message with the result.
    fileprivate var cancellation: @Sendable () -> String {
        let canceller = connection.canceller
        return {
            do {
                try canceller.cancel()
                return "stopping the statement; the journal records how far the run got"
            } catch let error as ServerError {
                return
                    "the server does not stop it (\(error.errno): \(error.message)); the run ends when it has "
                    + "finished, and another Ctrl-C ends this program without waiting"
            } catch {
                return
                    "no connection to stop it with; the run ends when it has finished, and another Ctrl-C does not wait"
            }
        }
    }
}

/// A run that was stopped by a signal.
struct Interruption: Error, DiagnosticConvertible {
    let signal: Int32
    let cause: any Error

    var diagnostic: Diagnostic {
        var diagnostic = StoppedRun(cause: cause).diagnostic
        diagnostic.exitCode = signal == Signals.terminate ? .terminated : .interrupted
        return diagnostic
    }
}
