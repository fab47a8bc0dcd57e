internal import BackgroundWork
internal import MariaDBClient
internal import MigrationRunner
internal import Revisions
internal import SchemaModel
internal import SchemaSQL
internal import SwiftMigConfiguration

/// Runs a plan, tells how it goes, and goes on at another node where a cluster's first one is lost.
struct Migration {
    let chain: Chain
    let configuration: Configuration
    let context: Context
    let tag: String?

    /// How often a lost connection is made good, before somebody should look.
    private static let reconnections = 5

    func run(_ plan: MigrationPlan, with runner: MigrationRunner, on session: Session) throws -> MigrationReport {
        var (runner, session) = (runner, session)
        var steps: [RunReport.Step] = []
        let from = plan.from
        var lost = 0
        while true {
            do {
                var report = try run(plan, with: runner, on: session, finished: { steps.append($0) })
                report.from = from
                report.steps = steps
                return MigrationReport(report, chain)
            } catch let error where session.hasOtherNodes && error.isLostConnection && lost < Self.reconnections {
                lost += 1
                context.messages.note("the connection was lost; looking on another node how far it came")
                // What of the plan is done shows when it is run again: a target such as -1 would mean another one by now.
                session = try reconnect(session)
                runner = session.runner(chain, configuration, in: context, tag: tag)
            }
        }
    }

    /// A node that was killed is missed by the others for some seconds, in which none of them is ready.
    private func reconnect(_ session: Session) throws -> Session {
        let deadline = ContinuousClock().now + .seconds(60)
        while true {
            do {
                return try Session(session.connection.settings, context: context)
            } catch let error as ConnectionError {
                guard error.mayPass, ContinuousClock().now < deadline else { throw error }
                _ = Monitor(false).wait(upTo: .milliseconds(500), until: { $0 })
            }
        }
    }

    private func run(
        _ plan: MigrationPlan,
        with runner: MigrationRunner,
        on session: Session,
        finished: @escaping (RunReport.Step) -> Void
    ) throws -> RunReport {
        let messages = context.messages
        let notice = InterruptNotice(mayAsk: messages.mayAsk, cancel: session.cancellation)
        var poll: (@Sendable () -> ServerProgress?)?
        if !session.connection.isMariaDB {
            let stages = StageQuery(of: session.connection)
            poll = { stages.progress() }
        }
        let display = ProgressDisplay(isQuiet: messages.isQuiet, poll: poll)
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
            case .blocked, .batch, .waiting: break
            default: notice.words = current.flatMap { interruption(at: event, of: $0) }
            }
            if case .statement(_, let index, let count) = event {
                display.show((index, count))
            } else {
                display.show(nil)
            }
            switch event {
            case .waiting(let holder, let seconds):
                messages.note("another run is at work, waiting up to \(seconds) s for it: \(holder.words)")
            case .started(let step):
                let verb = step.isContinuation ? "continue the \(step.direction.rawValue) of" : step.direction.rawValue
                let message = step.revision.message.isEmpty ? "" : "  " + step.revision.message
                messages.note("\(verb) \(messages.style(.strong, step.revision.id))\(message)")
            case .statement(let statement, let index, let count):
                messages.detail("statement \(index + 1) of \(count), line \(statement.line)")
            case .blocked(let wait): messages.note(wait.words)
            case .batch(let progress): batches.show(progress, messages)
            case .finished(let step):
                finished(step)
                messages.detail("\(step.revision) took \(Duration.seconds(step.seconds).milliseconds) ms")
            }
        }
        return try runner.run(plan, observer: observer, isCancelled: { notice.signal != nil })
    }

    /// What a person reads who ends the run here.
    private func interruption(at event: RunEvent, of step: MigrationPlan.Step) -> String? {
        let direction = step.direction.rawValue
        let place: String
        switch event {
        case .finished, .blocked, .batch, .waiting: return nil
        case .started: place = "before the first statement"
        case .statement(let statement, let index, let count):
            place = "at statement \(index + 1) of \(count) (\(step.revision.path):\(statement.line))"
        }
        return
            "interrupted \(place) of the \(direction) of revision \(step.revision.id): the server may still be running "
            + "it; swiftmig \(direction) sees whether it ran, and goes on from there"
    }
}

extension Session {
    /// Stops the statement that the server is at, over a connection of its own.
    fileprivate var cancellation: @Sendable () -> String {
        let settings = connection.settings
        let id = connection.connectionID
        return {
            do {
                try Connection(settings).execute("KILL QUERY \(id)")
                return "stopping the statement; the journal keeps where it was"
            } catch let error as ServerError {
                // ER_KILL_DENIED_ERROR: a cluster lets nobody stop DDL, for every node is at it.
                return
                    "the server does not stop it (\(error.errno): \(error.message)); the run ends when it is through, "
                    + "and Ctrl-C again leaves it alone with that"
            } catch {
                return
                    "no connection to stop it with; the run ends when it is through, and Ctrl-C again leaves it alone"
            }
        }
    }

    /// Whether there is somewhere else to look when this connection is lost.
    fileprivate var hasOtherNodes: Bool {
        connection.isClusterNode || !connection.settings.alternatives.isEmpty
    }
}

extension Error {
    /// The answer never came: what was sent may have been done.
    fileprivate var isLostConnection: Bool {
        switch self {
        case let failure as MigrationFailure: failure.fate == .unknown || failure.serverError.isConnectionLost
        case let error as ServerError: error.isConnectionLost
        default: false
        }
    }
}

extension ConnectionError {
    /// Whether it may be otherwise in a moment.
    fileprivate var mayPass: Bool {
        switch reason {
        case .cannotReach, .nodeNotReady, .tooManyConnections: true
        default: false
        }
    }
}

/// A signal stopped the run: what that did, and how to go on.
struct Interruption: Error, DiagnosticConvertible {
    let signal: Int32
    let cause: any Error

    var diagnostic: Diagnostic {
        var diagnostic =
            (cause as? any DiagnosticConvertible)?.diagnostic ?? Diagnostic("cancelled", "the run was stopped")
        diagnostic.exitCode = signal == InterruptNotice.terminate ? .terminated : .interrupted
        guard let failure = cause as? MigrationFailure, failure.fate == .notApplied, failure.statement != nil else {
            return diagnostic
        }
        let command = "swiftmig \(failure.direction.rawValue)"
        diagnostic.code = "cancelled"
        diagnostic.message =
            "stopped at statement \(failure.statementIndex + 1) of \(failure.statementCount) of the "
            + "\(failure.direction.rawValue) of revision \(failure.revision), which did nothing; "
            + "\(failure.statementsDone) of its statements are done and will not run again"
        diagnostic.hints = [
            "go on with statement \(failure.statementIndex + 1): \(command)",
            "or take back what is half done: swiftmig resume --undo",
        ]
        return diagnostic
    }
}
