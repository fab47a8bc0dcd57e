package import DatabaseSettings
internal import MariaDBClient
package import MigrationRunner
internal import ServerPort
internal import SwiftMigPlatform

/// Runs a plan, and continues on another node if the connection to a cluster's node is lost.
package struct PersistentRun {
    /// Opens a new session.
    private let open: (ConnectionSettings) throws -> Session
    /// Returns a runner on a new session.
    private let runner: (Session) -> MigrationRunner
    /// Called when a connection was lost and before another is opened.
    private let lost: () -> Void
    private let isCancelled: () -> Bool

    /// How often a lost connection is replaced before the run fails.
    private static var reconnections: Int { 5 }

    package init(
        open: @escaping (ConnectionSettings) throws -> Session,
        runner: @escaping (Session) -> MigrationRunner,
        lost: @escaping () -> Void = {},
        isCancelled: @escaping () -> Bool = { false }
    ) {
        self.open = open
        self.runner = runner
        self.lost = lost
        self.isCancelled = isCancelled
    }

    /// - Parameters:
    ///   - runner: The runner that made the plan, on the session.
    ///   - body: Runs the plan, and passes on each step as soon as it is done.
    package func run(
        _ plan: MigrationPlan,
        with runner: MigrationRunner,
        on session: Session,
        _ body: (MigrationRunner, Session, _ finished: @escaping (RunReport.Step) -> Void) throws -> RunReport
    ) throws -> RunReport {
        var (session, runner) = (session, runner)
        var steps: [RunReport.Step] = []
        var losses = 0
        while true {
            do {
                var report = try body(runner, session) { steps.append($0) }
                report.from = plan.from
                report.steps = steps
                return report
            } catch let error
                where session.connection.hasOtherNodes && error.isLostConnection && losses < Self.reconnections
                && !isCancelled()
            {
                losses += 1
                lost()
                // The plan is run again and finds what is done. A new plan would be wrong: a target such as -1 would
                // mean another revision.
                session = try reconnect(session.connection.settings)
                runner = self.runner(session)
            }
        }
    }

    /// After a node is killed, the others need some seconds to notice, and none of them is ready meanwhile.
    private func reconnect(_ settings: ConnectionSettings) throws -> Session {
        let deadline = ContinuousClock().now + .seconds(60)
        while true {
            do {
                let session = try open(settings)
                // A group takes a moment to elect another primary.
                let waits = session.connection.isReadOnly && ContinuousClock().now < deadline && !isCancelled()
                if !waits { return session }
                Self.rest()
            } catch let error as ConnectionError {
                guard error.mayPass, ContinuousClock().now < deadline, !isCancelled() else { throw error }
                Self.rest()
            }
        }
    }

    private static func rest() {
        _ = Monitor(false).wait(upTo: .milliseconds(500), until: { $0 })
    }
}

extension Connection {
    /// Whether another node can be tried when this connection is lost.
    fileprivate var hasOtherNodes: Bool { isClusterNode || !settings.alternatives.isEmpty }
}

extension Error {
    /// Whether the answer is lost, so that the statements may have run, or the server is no longer the primary.
    fileprivate var isLostConnection: Bool {
        switch self {
        case let failure as MigrationFailure: failure.fate == .unknown || failure.serverError.isLost
        case let error as ServerError: error.isLost
        default: false
        }
    }
}

extension ConnectionError {
    /// Whether the problem may be temporary.
    fileprivate var mayPass: Bool {
        switch reason {
        case .cannotReach, .nodeNotReady, .tooManyConnections: true
        default: false
        }
    }
}

extension ServerError {
    /// Whether the connection is lost, or the server is no longer the primary.
    fileprivate var isLost: Bool { isConnectionLost || code == .readOnlyMode || isRefusedAsReadOnly }

    /// The message names the option in every language: `--read-only`, `--super-read-only`. It may also be
    /// `--secure-file-priv`, for which another node would not help.
    private var isRefusedAsReadOnly: Bool {
        code == .optionPreventsStatement && (message.contains("read-only") || message.contains("read_only"))
    }
}
