internal import BackgroundWork
internal import Configuration
internal import MariaDBClient
internal import MigrationRunner
internal import Revisions
internal import SchemaModel
internal import SchemaSQL

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
                var report = try run(plan, with: runner, finished: { steps.append($0) })
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
        finished: @escaping (RunReport.Step) -> Void
    ) throws -> RunReport {
        let messages = context.messages
        let notice = InterruptNotice()
        defer { notice.end() }
        var current: MigrationPlan.Step?
        return try runner.run(plan) { event in
            if case .started(let step) = event { current = step }
            switch event {
            case .blocked, .waiting: break
            default: notice.words = current.flatMap { interruption(at: event, of: $0) }
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
            case .finished(let step):
                finished(step)
                messages.detail("\(step.revision) took \(Duration.seconds(step.seconds).milliseconds) ms")
            }
        }
    }

    /// What a person reads who ends the run here.
    private func interruption(at event: RunEvent, of step: MigrationPlan.Step) -> String? {
        let direction = step.direction.rawValue
        let place: String
        switch event {
        case .finished, .blocked, .waiting: return nil
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
